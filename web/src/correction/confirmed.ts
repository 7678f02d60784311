import type { Paragraph } from '../transcript/paragraphs'
import type { Word } from '../transcript/words'

/** A word that somebody has found right, and when it is said: another one that comes to be there is none. */
export interface ConfirmedWord {
  start_ms: number
  end_ms: number
  text: string
}

/** The paragraphs with nothing doubtful about confirmed words; those without such words are the paragraphs themselves. */
export function withConfirmed(paragraphs: readonly Paragraph[], confirmed: readonly ConfirmedWord[]): readonly Paragraph[] {
  if (confirmed.length === 0) return paragraphs
  const texts = textsOf(confirmed)
  return paragraphs.map((paragraph) => {
    const isOne = (word: Word): boolean => isAmong(texts, paragraph, word)
    if (!paragraph.words.some((word) => word.confidence < 1 && isOne(word))) return paragraph
    return { ...paragraph, words: paragraph.words.map((word) => (isOne(word) ? { ...word, confidence: 1 } : word)) }
  })
}

/** Those confirmed words that are in the paragraphs still, as they were. */
export function stillThere(paragraphs: readonly Paragraph[], confirmed: readonly ConfirmedWord[]): ConfirmedWord[] {
  if (confirmed.length === 0) return []
  const texts = textsOf(confirmed)
  const starts = new Set(paragraphs.flatMap((paragraph) => paragraph.words.filter((word) => isAmong(texts, paragraph, word)))
    .map(({ startMs }) => startMs))
  return confirmed.filter(({ start_ms }) => starts.has(start_ms))
}

function textsOf(confirmed: readonly ConfirmedWord[]): ReadonlyMap<number, string> {
  return new Map(confirmed.map(({ start_ms, text }) => [start_ms, text]))
}

function isAmong(texts: ReadonlyMap<number, string>, { text }: Paragraph, { startMs, start, end }: Word): boolean {
  return texts.get(startMs) === text.slice(start, end)
}
