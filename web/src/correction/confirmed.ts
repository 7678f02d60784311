import type { Paragraph } from '../transcript/paragraphs'

/** When a word is said that somebody has found right. */
export interface ConfirmedWord {
  start_ms: number
  end_ms: number
}

/** The paragraphs with nothing doubtful about confirmed words; those without such words are the paragraphs themselves. */
export function withConfirmed(paragraphs: readonly Paragraph[], confirmed: readonly ConfirmedWord[]): readonly Paragraph[] {
  if (confirmed.length === 0) return paragraphs
  const starts = new Set(confirmed.map(({ start_ms }) => start_ms))
  return paragraphs.map((paragraph) => {
    if (!paragraph.words.some(({ startMs, confidence }) => confidence < 1 && starts.has(startMs))) return paragraph
    return { ...paragraph, words: paragraph.words.map((word) => (starts.has(word.startMs) ? { ...word, confidence: 1 } : word)) }
  })
}
