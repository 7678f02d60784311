import { sentenceEnd } from '../transcript/paragraphs'
import { signs, utteranceEnd, type LiveToken } from './protocol'

/** A stretch of one speaker. */
export interface Line {
  id: number
  speaker: string | null
  language: string | null
  text: string
  /** Words that may still change, after those that are final. */
  rest: string
  translation: string
  translationRest: string
  translationLanguage: string | null
  /** Another line begins with the next word. */
  isOver: boolean
}

// Characters after which a line ends with its utterance: shorter ones are put together.
const usual = 80

// Characters after which a line ends with a sentence, or with a word where nobody ends any.
const long = 400
const longest = 1_000

// Lines before the last one that may still get a translation.
const patience = 8

/** The words of what was said, as lines; the last of them still change. */
export class Captions {
  #final = $state.raw<readonly Line[]>([])
  #lines = $state.raw<readonly Line[]>([])
  #last = 0

  get lines(): readonly Line[] {
    return this.#lines
  }

  /** Takes the tokens of a message. @returns The words that have become final. */
  take(tokens: readonly LiveToken[]): string {
    const final = tokens.filter((token) => token.is_final)
    const lines = [...this.#final]
    for (const token of final) this.#add(lines, token)
    this.#final = lines
    const shown = [...lines]
    const last = this.#last
    for (const token of tokens) if (!token.is_final) this.#add(shown, token)
    // The same line keeps its id when its words become final.
    this.#last = last
    this.#lines = shown
    return final.filter((token) => !signs.includes(token.text) && token.translation_status !== 'translation').map((token) => token.text).join('')
  }

  /** Takes back the words that may change, and begins another line: what follows is of another session. */
  cut(): void {
    const last = this.#final.at(-1)
    if (last) this.#final = [...this.#final.slice(0, -1), { ...last, isOver: true }]
    this.#lines = this.#final
  }

  /** Takes the words that may change for final ones: no others come. */
  settle(): void {
    this.#final = this.#lines.map((line) => ({
      ...line, text: line.text + line.rest, rest: '', translation: line.translation + line.translationRest, translationRest: '', isOver: true,
    }))
    this.#last = Math.max(this.#last, ...this.#final.map(({ id }) => id))
    this.#lines = this.#final
  }

  /** Removes all. @returns Puts them back, before what has come since. */
  clear(): () => void {
    const before = this.#final.map((line) => ({ ...line, isOver: true }))
    this.#final = []
    this.#lines = []
    return () => {
      this.#final = [...before, ...this.#final]
      this.#lines = [...before, ...this.#lines]
    }
  }

  #add(lines: Line[], token: LiveToken): void {
    const last = lines.at(-1)
    if (signs.includes(token.text)) {
      if (last && token.text === utteranceEnd && last.text.length >= usual) lines[lines.length - 1] = { ...last, isOver: true }
      return
    }
    if (token.translation_status === 'translation') this.#translate(lines, token)
    else if (!last || isBreak(last, token)) lines.push(this.#begin(token))
    else lines[lines.length - 1] = token.is_final ? { ...last, text: last.text + token.text } : { ...last, rest: last.rest + token.text }
  }

  #begin({ text, is_final: isFinal, speaker, language }: LiveToken): Line {
    const begun = text.trimStart()
    return {
      id: ++this.#last, speaker: speaker ?? null, language: language ?? null, text: isFinal ? begun : '', rest: isFinal ? '' : begun,
      translation: '', translationRest: '', translationLanguage: null, isOver: false,
    }
  }

  // A translation comes when the next words have begun already: it belongs to the first sentence of its speaker that has none.
  #translate(lines: Line[], { text, is_final: isFinal, speaker, language }: LiveToken): void {
    const from = Math.max(lines.length - patience, 0)
    const own = (line: Line, at: number): boolean => at >= from && line.text !== '' && line.speaker === (speaker ?? null)
    const open = lines.findIndex((line, at) => own(line, at) && sentencesOf(line.translation + line.translationRest) < sentencesOf(line.text))
    const at = open >= 0 ? open : lines.findLastIndex(own)
    const line = lines[at]
    if (!line) return
    const begun = line.translation + line.translationRest === '' ? text.trimStart() : text
    lines[at] = {
      ...line,
      translation: isFinal ? line.translation + begun : line.translation,
      translationRest: isFinal ? line.translationRest : line.translationRest + begun,
      translationLanguage: language ?? null,
    }
  }
}

function sentencesOf(text: string): number {
  return text.match(/[.!?…。！？؟।]+["'”’»)\]]*(?=\s|$)/gu)?.length ?? 0
}

function isBreak(last: Line, { text, speaker, translation_status: status }: LiveToken): boolean {
  if (last.isOver || last.speaker !== (speaker ?? null)) return true
  const said = last.text + last.rest
  if (said.length > longest) return text.startsWith(' ')
  // Between long ones, translations would keep the newest words out of sight.
  return said.length > (status === undefined ? long : usual) && sentenceEnd.test(said.trimEnd().slice(-8))
}

/** The text of all lines, to be copied. */
export function textOf(lines: readonly Line[], nameOf: (speaker: string) => string): string {
  return lines
    .map(({ speaker, text, rest, translation }) => {
      const said = (text + rest).trim()
      return (speaker === null ? said : `${nameOf(speaker)}: ${said}`) + (translation === '' ? '' : `\n${translation.trim()}`)
    })
    .join('\n\n')
}
