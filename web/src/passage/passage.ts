import type { Stretch } from '../correction/retold'
import type { Paragraph } from '../transcript/paragraphs'
import type { TextPlace } from '../transcript/pointing'
import type { Script } from '../transcript/script'

/** A stretch of the transcript that is to be transcribed again. */
export interface Passage extends Stretch {
  startMs: number
  endMs: number
  text: string
  /** What is spoken there, where that is known. */
  language: string | null
}

// Words are not cut off at the millisecond: so much of the pause around belongs to it, in milliseconds.
const margin = 200

/** The passage of the words that a selection touches; null where there are none. */
export function passageOf(
  script: Script, paragraphs: readonly Paragraph[], selection: { start: TextPlace; end: TextPlace },
): Passage | null {
  const { start } = selection
  let { end } = selection
  // The end of a selection of whole lines is the beginning of the next paragraph.
  const previous = paragraphs[end.paragraph - 1]
  if (end.offset === 0 && end.paragraph > start.paragraph && previous) end = { paragraph: end.paragraph - 1, offset: previous.text.length }
  const first = script.in(start.paragraph, start.offset)
  const last = script.in(end.paragraph, Math.max(0, end.offset - 1))
  if (!first || !last) return null
  const [from, to] = [script.words.indexOf(first), script.words.indexOf(last)]
  const inside = script.words.slice(Math.min(from, to), Math.max(from, to) + 1)
  const [startMs, endMs] = [first.startMs, Math.max(...inside.map((word) => word.endMs))]
  const text = paragraphs.slice(start.paragraph, end.paragraph + 1).map((paragraph, index, own) =>
    paragraph.text.slice(index === 0 ? first.start : 0, index === own.length - 1 ? last.end : paragraph.text.length)).join(' ')
  return {
    start: { paragraph: first.paragraph, offset: first.start },
    end: { paragraph: last.paragraph, offset: last.end },
    startMs: Math.round(Math.max(script.words[from - 1]?.endMs ?? 0, startMs - margin, 0)),
    endMs: Math.round(Math.max(endMs, Math.min(script.words[to + 1]?.startMs ?? Infinity, endMs + margin))),
    text,
    language: paragraphs[first.paragraph]?.language ?? null,
  }
}
