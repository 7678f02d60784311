import type { SpeakerNames } from '../api/revisions'
import { Drafts } from '../session/drafts'
import { session } from '../session/session.svelte'
import type { ConfirmedWord } from './confirmed'
import type { Piece } from './placement'

/** Corrections that are not saved yet, and the revision that they were made from. */
export interface Draft {
  base: number
  pieces: readonly Piece[]
  names: SpeakerNames
  confirmed: readonly ConfirmedWord[]
}

const drafts = new Drafts('correction')

/** The draft of a transcription that this tab has, also after a reload. */
export function readDraft(id: string): Draft | null {
  try {
    const { base, pieces, names, confirmed } = (drafts.read(id) ?? {}) as Partial<Record<keyof Draft, unknown>>
    if (typeof base !== 'number' || !Array.isArray(pieces) || typeof names !== 'object' || names === null) return null
    return { base, pieces: pieces.map(pieceOf), names: names as SpeakerNames, confirmed: Array.isArray(confirmed) ? confirmed as ConfirmedWord[] : [] }
  } catch {
    return null
  }
}

/**
 * Keeps a draft; null: there is none any more.
 * @returns False where the browser has no room for it.
 */
export function keepDraft(id: string, draft: Draft | null): boolean {
  // The view of whoever has signed out goes after its user: nothing is to be left of it.
  if (session.isClosed) return true
  return drafts.keep(draft && { ...draft, pieces: draft.pieces.map(({ speaker, text }) => [speaker, text]) }, id)
}

function pieceOf(stored: unknown): Piece {
  const [speaker, text] = stored as [unknown, unknown]
  if (typeof text !== 'string') throw new TypeError('No text.')
  return { speaker: typeof speaker === 'string' ? speaker : null, text }
}
