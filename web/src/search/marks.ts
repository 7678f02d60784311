import type { Passage } from '../api/search'

/** A piece of a text. */
export interface Piece {
  text: string
  isMatch: boolean
}

/** Divides the text of a passage at its matches, so that each is shown as it is. */
export function piecesOf({ text, matches }: Passage): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const { start, end } of matches) {
    if (start < at || end <= start || end > text.length) continue
    if (start > at) pieces.push({ text: text.slice(at, start), isMatch: false })
    pieces.push({ text: text.slice(start, end), isMatch: true })
    at = end
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMatch: false })
  return pieces
}
