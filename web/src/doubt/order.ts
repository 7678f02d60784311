import type { TextPlace } from '../transcript/pointing'
import type { PlacedWord } from '../transcript/script'

/**
 * The word that comes next in the text, from a place on or before it.
 * @param isAfter Looks only after the place, and not at it.
 */
export function nextWord(words: readonly PlacedWord[], from: TextPlace, by: -1 | 1, isAfter: boolean): PlacedWord | null {
  let next: PlacedWord | null = null
  // In the order of time, which is not that of the text where people talk at once.
  for (const word of words) {
    const distance = by * compare(word, from)
    if (distance < 0 || (distance === 0 && (isAfter || by < 0))) continue
    if (next === null || by * compare(word, placeOf(next)) < 0) next = word
  }
  return next
}

export function placeOf({ paragraph, start }: PlacedWord): TextPlace {
  return { paragraph, offset: start }
}

function compare(word: PlacedWord, place: TextPlace): number {
  return word.paragraph - place.paragraph || word.start - place.offset
}
