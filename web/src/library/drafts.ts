import type { Labels } from '../api/labels'
import { storageName } from '../app/base'
import { session } from '../session/session.svelte'

/** Labels that are not saved yet, and the version that they were made from. */
export interface Draft extends Labels {
  version: number
}

const prefix = storageName('labels:')

// Whoever comes after has another key, and is to find nothing of this one's.
session.beforeClosing(() => {
  for (const entry of Object.keys(sessionStorage)) if (entry.startsWith(prefix)) sessionStorage.removeItem(entry)
})

function entryOf(id: string): string {
  return prefix + id
}

/** The draft of a transcription that this tab has, also after a reload. */
export function readDraft(id: string): Draft | null {
  try {
    const { tags, notes, version } = JSON.parse(sessionStorage.getItem(entryOf(id)) ?? 'null') as Record<keyof Draft, unknown>
    if (!Array.isArray(tags) || typeof notes !== 'string' || typeof version !== 'number') return null
    return { tags: tags.filter((tag): tag is string => typeof tag === 'string'), notes, version }
  } catch {
    return null
  }
}

/** Keeps a draft; null: there is none any more. */
export function keepDraft(id: string, draft: Draft | null): void {
  if (draft === null) sessionStorage.removeItem(entryOf(id))
  else sessionStorage.setItem(entryOf(id), JSON.stringify(draft))
}
