import type { Token } from '../api/contract'
import { addToken, type Word } from './words'

/** A stretch of one speaker, as it is read. */
export interface Paragraph {
  startMs: number
  endMs: number
  speaker: string | null
  language: string | null
  text: string
  words: Word[]
  /** Empty where there is none. */
  translation: string
  translationLanguage: string | null
}

// A speaker who pauses for so long after a sentence begins another paragraph, in milliseconds.
const pause = 2000

// Characters after which a paragraph ends with the next sentence: a screenful is too long to find one's place in.
const length = 600

// Where nobody ends a sentence, with the next word: the browser lays a paragraph out at once.
const maximum = 3 * length

export const sentenceEnd = /[.!?…。！？؟।]["'”’»)\]]*$/

// Reading and correcting begin with the same ones, and three hours of them take a while.
const known = new WeakMap<readonly Token[], readonly Paragraph[]>()

/** Puts the tokens of a transcript together to paragraphs: the same ones for the same tokens. */
export function paragraphsOf(tokens: readonly Token[]): readonly Paragraph[] {
  let paragraphs = known.get(tokens)
  if (paragraphs === undefined) known.set(tokens, (paragraphs = put(tokens)))
  return paragraphs
}

function put(tokens: readonly Token[]): Paragraph[] {
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
    if (current === null || current.speaker !== speaker || isBreak(current, token.text, startMs)) {
      current = {
        startMs, endMs: startMs, speaker, language: token.language ?? null, text: '', words: [], translation: '', translationLanguage: null,
      }
      paragraphs.push(current)
    }
    const endMs = token.end_ms ?? startMs
    current.text = addToken(current.words, current.text, token.text, startMs, endMs, token.confidence)
    current.endMs = endMs
  }
  return paragraphs
    .map((paragraph) => ({ ...paragraph, text: paragraph.text.trim(), translation: paragraph.translation.trim() }))
    .filter((paragraph) => paragraph.words.length > 0)
}

function isBreak(current: Paragraph, next: string, startMs: number): boolean {
  if (current.text.length <= length && startMs - current.endMs <= pause) return false
  const text = current.text.trimEnd()
  if (text.length > maximum) return next.startsWith(' ') || text.length > 2 * maximum
  return sentenceEnd.test(text.slice(-8)) && (text.length > length || startMs - current.endMs > pause)
}
