import type { Token } from '../api/contract'
import { paragraphsOf, type Paragraph } from '../transcript/paragraphs'
import type { TextPlace } from '../transcript/pointing'
import type { Word } from '../transcript/words'

/** A stretch of the text, from the beginning of a word to the end of one. */
export interface Stretch {
  start: TextPlace
  end: TextPlace
}

interface HeardWord {
  /** With the space before it. */
  text: string
  word: Word
}

/** The paragraphs of a stretch with what was heard in its place; each keeps its speaker, and gets what is said in its time. */
export function retold(paragraphs: readonly Paragraph[], { start, end }: Stretch, tokens: readonly Token[]): Paragraph[] {
  const own = paragraphs.slice(start.paragraph, end.paragraph + 1)
  const heard = heardIn(tokens)
  return own.map((paragraph, index) => {
    const next = own[index + 1]
    const words = heard.filter(({ word }) =>
      (index === 0 || word.startMs >= paragraph.startMs) && (next === undefined || word.startMs < next.startMs))
    return withWords(paragraph, index === 0 ? start.offset : 0, next === undefined ? end.offset : paragraph.text.length, words)
  })
}

function heardIn(tokens: readonly Token[]): HeardWord[] {
  return paragraphsOf(tokens).flatMap(({ text, words }) =>
    words.map((word, index) => ({ word, text: index === 0 ? ` ${text.slice(0, word.end)}` : text.slice(words[index - 1]!.end, word.end) })))
}

function withWords(paragraph: Paragraph, from: number, to: number, heard: readonly HeardWord[]): Paragraph {
  let text = paragraph.text.slice(0, from).trimEnd()
  const before = paragraph.words.filter((word) => word.end <= from)
  const between = heard.map(({ text: added, word }): Word => {
    text += text === '' ? added.trimStart() : added
    return { ...word, start: text.length - added.trimStart().length, end: text.length }
  })
  const rest = text === '' ? paragraph.text.slice(to).trimStart() : paragraph.text.slice(to)
  const moved = text.length + rest.length - paragraph.text.length
  const after = paragraph.words.filter((word) => word.start >= to).map((word) => ({ ...word, start: word.start + moved, end: word.end + moved }))
  const words = [...before, ...between, ...after]
  return {
    ...paragraph, text: text + rest, words,
    startMs: words[0]?.startMs ?? paragraph.startMs, endMs: words.at(-1)?.endMs ?? paragraph.endMs,
  }
}
