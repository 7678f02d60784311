import { sentenceEnd, type Paragraph } from './paragraphs'
import type { Word } from './words'

/** A word with its place in the transcript. */
export interface PlacedWord extends Word {
  /** Number of the paragraph. */
  paragraph: number
  text: string
}

/** A stretch of the recording, in milliseconds. */
export interface TimeRange {
  startMs: number
  endMs: number
}

// A pause between words that is worth being skipped, in milliseconds.
const silence = 1000

/** All words of a transcript in the order of time: what is said at a moment, and when something is said. */
export class Script {
  readonly words: readonly PlacedWord[]
  readonly #byParagraph: readonly (readonly PlacedWord[])[]
  // Made when somebody first asks for them: after each correction, this is a new one.
  #sentences: readonly PlacedWord[] | null = null
  #silences: readonly TimeRange[] | null = null

  constructor(paragraphs: readonly Paragraph[]) {
    this.#byParagraph = paragraphs.map(placed)
    const words = this.#byParagraph.flat()
    // Tracks may be transcribed one after the other.
    if (words.some((word, index) => index > 0 && word.startMs < words[index - 1]!.startMs)) {
      words.sort((one, other) => one.startMs - other.startMs)
    }
    this.words = words
  }

  /** The word that is being said, or was last; null before the first. */
  at(ms: number): PlacedWord | null {
    return lastBegun(this.words, ms)
  }

  /** The word at a place in a paragraph's text; the one before it where there is none. */
  in(paragraph: number, offset: number): PlacedWord | null {
    return this.#byParagraph[paragraph]?.findLast((word) => word.start <= offset) ?? this.#byParagraph[paragraph]?.[0] ?? null
  }

  /** The word that comes some words after a moment, or before it. */
  step(ms: number, by: -1 | 1): PlacedWord | null {
    return stepped(this.words, ms, by)
  }

  /** The first word of the next sentence, or of this one, or of the one before where this one has just begun. */
  stepSentence(ms: number, by: -1 | 1): PlacedWord | null {
    return stepped((this.#sentences ??= sentencesOf(this.words)), ms, by)
  }

  /** The silence around a moment. */
  silenceAt(ms: number): TimeRange | null {
    const range = lastBegun((this.#silences ??= silencesOf(this.words)), ms)
    return range && ms < range.endMs ? range : null
  }
}

/** The first words of sentences. */
function sentencesOf(words: readonly PlacedWord[]): PlacedWord[] {
  return words.filter((word, index) => {
    const before = words[index - 1]
    return !before || before.paragraph !== word.paragraph || sentenceEnd.test(before.text)
  })
}

function silencesOf(words: readonly PlacedWord[]): TimeRange[] {
  const silences: TimeRange[] = []
  let endMs = 0
  for (const word of words) {
    if (word.startMs - endMs > silence) silences.push({ startMs: endMs, endMs: word.startMs })
    endMs = Math.max(endMs, word.endMs)
  }
  return silences
}

/** Prepares for {@link Script} what takes its time, for it to take less. */
export function placeWords(paragraphs: readonly Paragraph[]): void {
  paragraphs.forEach(placed)
}

// A correction leaves most paragraphs as they are.
const known = new WeakMap<Paragraph, PlacedWord[]>()

function placed(paragraph: Paragraph, number: number): PlacedWord[] {
  const { text, words } = paragraph
  let result = known.get(paragraph)
  if (result === undefined) {
    result = words.map(({ start, end, startMs, endMs, confidence }) => ({
      start, end, startMs, endMs, confidence, paragraph: number, text: text.slice(start, end),
    }))
    known.set(paragraph, result)
  } else if (result[0]?.paragraph !== number) {
    for (const word of result) word.paragraph = number
  }
  return result
}

// Whoever goes back just after the beginning of a word means the one before, in milliseconds.
const slack = 350

function stepped(words: readonly PlacedWord[], ms: number, by: -1 | 1): PlacedWord | null {
  if (by > 0) return words[begun(words, ms)] ?? null
  const current = begun(words, ms) - 1
  const isJustBegun = current > 0 && ms - words[current]!.startMs < slack
  return words[Math.max(0, isJustBegun ? current - 1 : current)] ?? null
}

/** How many of them have begun at a moment. */
function begun(items: readonly TimeRange[], ms: number): number {
  let [low, high] = [0, items.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (items[middle]!.startMs <= ms) low = middle + 1
    else high = middle
  }
  return low
}

function lastBegun<T extends TimeRange>(items: readonly T[], ms: number): T | null {
  return items[begun(items, ms) - 1] ?? null
}
