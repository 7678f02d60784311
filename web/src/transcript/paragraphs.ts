import type { Token } from '../api/contract'

/** A stretch of one speaker, as it is read. */
export interface Paragraph {
  startMs: number
  endMs: number
  speaker: string | null
  language: string | null
  text: string
  /** Empty where there is none. */
  translation: string
  translationLanguage: string | null
}

// A speaker who pauses for so long after a sentence begins another paragraph, in milliseconds.
const pause = 2000

// Characters after which a paragraph ends with the next sentence: a screenful is too long to find one's place in.
const length = 600

const sentenceEnd = /[.!?…。！？؟।]["'”’»)\]]*$/

/** Puts the tokens of a transcript together to paragraphs. */
export function paragraphsOf(tokens: readonly Token[]): Paragraph[] {
  const paragraphs: Paragraph[] = []
  let current: Paragraph | null = null
  for (const token of tokens) {
    const speaker = token.speaker ?? null
    if (token.translation_status === 'translation') {
      // It follows what it translates.
      if (current) {
        current.translation += token.text
        current.translationLanguage = token.language ?? null
      }
      continue
    }
    const startMs: number = token.start_ms ?? current?.endMs ?? 0
    if (current === null || current.speaker !== speaker || isBreak(current, startMs)) {
      current = {
        startMs, endMs: startMs, speaker, language: token.language ?? null, text: '', translation: '', translationLanguage: null,
      }
      paragraphs.push(current)
    }
    current.text += token.text
    current.endMs = token.end_ms ?? startMs
  }
  return paragraphs
    .map((paragraph) => ({ ...paragraph, text: paragraph.text.trim(), translation: paragraph.translation.trim() }))
    .filter((paragraph) => paragraph.text !== '')
}

function isBreak(current: Paragraph, startMs: number): boolean {
  const text = current.text.trimEnd()
  return sentenceEnd.test(text) && (text.length > length || startMs - current.endMs > pause)
}

/** The number of words of a language that writes spaces, or of one that does not. */
export function countWords(paragraphs: readonly Paragraph[], language: string): number {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' })
  let count = 0
  for (const { text } of paragraphs) for (const { isWordLike } of segmenter.segment(text)) if (isWordLike) count++
  return count
}
