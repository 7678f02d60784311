/** A word of a paragraph, with the punctuation that is written to it. */
export interface Word {
  /** Its place in the paragraph's text, in UTF-16 code units. */
  start: number
  end: number
  startMs: number
  endMs: number
  /** The least of its parts, from 0 to 1. */
  confidence: number
}

// Scripts that write no spaces: every token is a word.
const spaceless = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const letters = /[\p{L}\p{N}]/u

/**
 * Adds a token, which may be a word, a part of one or punctuation, to the words of a paragraph.
 * @param text The paragraph's text so far.
 * @returns The text with the token.
 */
export function addToken(words: Word[], text: string, token: string, startMs: number, endMs: number, confidence: number): string {
  const added = text === '' ? token.trimStart() : token
  const all = text + added
  // Of the token alone: the text grows, and each look at its end would copy it.
  const length = added.trim().length
  if (length === 0) return all
  const start = all.length - added.trimStart().length
  const end = start + length
  const last = words.at(-1)
  if (last && last.end === start && !spaceless.test(added)) {
    last.end = end
    last.endMs = Math.max(last.endMs, endMs)
    if (letters.test(added)) last.confidence = Math.min(last.confidence, confidence)
  } else {
    words.push({ start, end, startMs, endMs, confidence: letters.test(added) ? confidence : 1 })
  }
  return all
}
