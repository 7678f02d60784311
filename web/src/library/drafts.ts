import type { Labels } from '../api/labels'
import { Drafts } from '../session/drafts'

/** Labels that are not saved yet, and the version that they were made from. */
export interface Draft extends Labels {
  version: number
}

const drafts = new Drafts('labels')

/** The draft of a transcription that this tab has, also after a reload. */
export function readDraft(id: string): Draft | null {
  const { tags, notes, version } = (drafts.read(id) ?? {}) as Partial<Record<keyof Draft, unknown>>
  if (!Array.isArray(tags) || typeof notes !== 'string' || typeof version !== 'number') return null
  return { tags: tags.filter((tag): tag is string => typeof tag === 'string'), notes, version }
}

/** Keeps a draft; null: there is none any more. */
export function keepDraft(id: string, draft: Draft | null): void {
  drafts.keep(draft, id)
}
