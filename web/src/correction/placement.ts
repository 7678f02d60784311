import type { Paragraph } from '../transcript/paragraphs'
import type { Word } from '../transcript/words'
import { differences } from './differences'

/** What somebody corrects of a paragraph. */
export interface Piece {
  speaker: string | null
  text: string
}

interface Placed {
  text: string
  startMs: number
  endMs: number
  confidence: number
}

/** A comparable form of a paragraph. */
export function keyOf({ speaker, text }: Piece): string {
  return `${speaker ?? ''}|${text}`
}

/** White space of any kind and length is one space, as the server sees it. */
export function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** A paragraph with another text. Words that stay keep their times; new ones share those of the words that they replace. */
export function withText(paragraph: Paragraph, text: string): Paragraph {
  return placed([paragraph], [{ speaker: paragraph.speaker, text }])[0]!
}

/** A paragraph in two, the second of another speaker. */
export function split(paragraph: Paragraph, offset: number, speaker: string): [Paragraph, Paragraph] {
  const head = paragraph.text.slice(0, offset).trimEnd()
  const from = paragraph.text.length - paragraph.text.slice(offset).trimStart().length
  const rest = paragraph.words.filter((word) => word.end > from)
    .map((word) => ({ ...word, start: Math.max(0, word.start - from), end: word.end - from }))
  const words = paragraph.words.filter((word) => word.start < head.length)
    .map((word) => ({ ...word, end: Math.min(word.end, head.length) }))
  const middle = rest[0]?.startMs ?? paragraph.endMs
  return [
    { ...paragraph, text: head, words, endMs: words.at(-1)?.endMs ?? middle },
    { ...paragraph, speaker, text: paragraph.text.slice(from), words: rest, startMs: middle, translation: '', translationLanguage: null },
  ]
}

/** Gives pieces the times of the paragraphs in whose place they are; those that did not change are the paragraphs themselves. */
export function placedAs(paragraphs: readonly Paragraph[], pieces: readonly Piece[]): Paragraph[] {
  const result: Paragraph[] = []
  let at = 0
  for (const { start, end, otherStart, otherEnd } of differences(paragraphs.map(keyOf), pieces.map(keyOf))) {
    result.push(...paragraphs.slice(at, start))
    // Those that are gone leave nothing; those that come from nowhere are where they are.
    const sources = end > start ? paragraphs.slice(start, end) : [nothingAfter(paragraphs[start - 1] ?? paragraphs[0])]
    result.push(...placed(sources, pieces.slice(otherStart, otherEnd)))
    at = end
  }
  result.push(...paragraphs.slice(at))
  return result
}

function nothingAfter(paragraph: Paragraph | undefined): Paragraph {
  const ms = paragraph?.endMs ?? 0
  return {
    startMs: ms, endMs: ms, speaker: null, language: paragraph?.language ?? null, text: '', words: [], translation: '', translationLanguage: null,
  }
}

function placed(sources: readonly Paragraph[], pieces: readonly Piece[]): Paragraph[] {
  const before = sources.flatMap(({ text, words }): Placed[] =>
    words.map(({ start, end, startMs, endMs, confidence }) => ({ text: text.slice(start, end), startMs, endMs, confidence })))
  const after = pieces.flatMap(({ text }) => wordsIn(text, before))
  const [first, last] = [sources[0]!, sources.at(-1)!]
  const times = timed(before, after.map(({ text }) => text), first.startMs, last.endMs)
  let next = 0
  return pieces.map(({ speaker, text }, index) => {
    const count = wordsIn(text, before).length
    const words: Word[] = wordsIn(text, before).map(({ start, end }, word) => {
      const { startMs, endMs, confidence } = times[next + word]!
      return { start, end, startMs, endMs, confidence }
    })
    next += count
    const source = sources.length === pieces.length ? sources[index]! : null
    return {
      startMs: words[0]?.startMs ?? source?.startMs ?? first.startMs,
      endMs: words.at(-1)?.endMs ?? source?.endMs ?? last.endMs,
      speaker,
      language: (source ?? first).language,
      text,
      words,
      translation: source?.translation ?? '',
      translationLanguage: source?.translationLanguage ?? null,
    }
  })
}

// Scripts without spaces have a word wherever one was, and characters of their own elsewhere.
function wordsIn(text: string, before: readonly Placed[]): { text: string; start: number; end: number }[] {
  const isSpaceless = before.length > 0 && before.filter(({ text }) => spaceless.test(text)).length > before.length / 2
  const pattern = isSpaceless ? /[\p{L}\p{N}][^\p{L}\p{N}\s]*|[^\s]/gu : /\S+/gu
  return [...text.matchAll(pattern)].map((match) => ({ text: match[0], start: match.index, end: match.index + match[0].length }))
}

const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

function timed(before: readonly Placed[], after: readonly string[], startMs: number, endMs: number): Placed[] {
  const result: Placed[] = []
  let at = 0
  for (const { start, end, otherStart, otherEnd } of differences(before.map(({ text }) => text), after)) {
    result.push(...before.slice(at, start))
    // Words that are put between others are in the pause there.
    const from = end > start ? before[start]!.startMs : (before[start - 1]?.endMs ?? startMs)
    const to = end > start ? before[end - 1]!.endMs : (before[end]?.startMs ?? endMs)
    result.push(...shared(after.slice(otherStart, otherEnd), from, Math.max(from, to)))
    at = end
  }
  result.push(...before.slice(at))
  return result
}

// By their lengths.
function shared(words: readonly string[], startMs: number, endMs: number): Placed[] {
  const all = words.reduce((sum, word) => sum + word.length, 0)
  let letters = 0
  return words.map((text) => {
    const from = startMs + ((endMs - startMs) * letters) / Math.max(1, all)
    letters += text.length
    return { text, startMs: Math.round(from), endMs: Math.round(startMs + ((endMs - startMs) * letters) / Math.max(1, all)), confidence: 1 }
  })
}
