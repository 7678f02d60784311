import type { DoubtfulWord } from '../api/alternatives'
import type { PlacedWord } from '../transcript/script'

/** What else was heard in the place of a word, or of the part of it that is a token of its own. */
export interface Alternatives {
  /** Place in the text of the paragraph. */
  start: number
  end: number
  /** The likeliest first. */
  texts: readonly string[]
}

/** Finds what else was heard in the place of a word; the word itself, with nothing, where that is not known. */
export function alternativesOf(word: PlacedWord, doubtful: readonly DoubtfulWord[]): Alternatives {
  for (const { text, start_ms, alternatives } of doubtful) {
    // A word has the punctuation that is written to it; a corrected one has other letters.
    const at = start_ms >= word.startMs && start_ms <= word.endMs ? word.text.indexOf(text.trim()) : -1
    if (at < 0) continue
    const start = word.start + at
    return { start, end: start + text.trim().length, texts: alternatives }
  }
  return { start: word.start, end: word.end, texts: [] }
}
