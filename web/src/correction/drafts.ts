import type { SpeakerNames } from '../api/revisions'
import { storageName } from '../app/base'
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

const prefix = storageName('correction:')

// Whoever comes after has another key, and is to find nothing of this one's.
session.beforeClosing(() => {
  for (const entry of Object.keys(sessionStorage)) if (entry.startsWith(prefix)) sessionStorage.removeItem(entry)
})

/** The draft of a transcription that this tab has, also after a reload. */
export function readDraft(id: string): Draft | null {
  try {
    const { base, pieces, names, confirmed } = JSON.parse(sessionStorage.getItem(prefix + id) ?? 'null') as Record<keyof Draft, unknown>
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
  try {
    if (draft === null) sessionStorage.removeItem(prefix + id)
    else sessionStorage.setItem(prefix + id, JSON.stringify({ ...draft, pieces: draft.pieces.map(({ speaker, text }) => [speaker, text]) }))
    return true
  } catch {
    return false
  }
}

function pieceOf(stored: unknown): Piece {
  const [speaker, text] = stored as [unknown, unknown]
  if (typeof text !== 'string') throw new TypeError('No text.')
  return { speaker: typeof speaker === 'string' ? speaker : null, text }
}
