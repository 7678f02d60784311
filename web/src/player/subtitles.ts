import type { Paragraph } from '../transcript/paragraphs'

/** A cue of a film, and its text as the server has made it. */
export interface ShownCue {
  cue: VTTCue
  text: string
}

// The track and the voice that a text begins with; neither is said.
const beginning = /^(?:\[[^\]\n]*\]\n)?(?:<v [^>]*>)?/

/**
 * Puts a correction into subtitles before it is saved: their times stay, and in each stands what is said in its time now. Those of
 * translations, and others that are not what is said, stay as they are.
 * @param saved What the subtitles were made of.
 * @param now What is on the desk.
 */
export function follow(cues: readonly ShownCue[], saved: readonly Paragraph[], now: readonly Paragraph[]): void {
  const starts = cues.map(({ cue }) => cue.startTime * 1000)
  const [before, after] = [textsOf(saved, starts), saved === now ? null : textsOf(now, starts)]
  const longest = Math.max(0, ...cues.flatMap(({ text }) => linesOf(text).map(({ length }) => length)))
  cues.forEach(({ cue, text }, index) => {
    const said = after?.[index] ?? ''
    const isOther = after !== null && said !== before[index] && flat(linesOf(text).join(' ')) === flat(escaped(before[index] ?? ''))
    const wanted = isOther ? beginning.exec(text)![0] + escaped(broken(said, longest)) : text
    if (cue.text !== wanted) cue.text = wanted
  })
}

// What is said in the time of each; a word is where its middle is, since layouts move the beginnings a little.
function textsOf(paragraphs: readonly Paragraph[], starts: readonly number[]): string[] {
  const texts = starts.map(() => '')
  for (const { text, words } of paragraphs) {
    let [cue, end] = [-1, 0]
    for (const word of words) {
      const own = Math.max(0, begun(starts, (word.startMs + word.endMs) / 2) - 1)
      const between = own === cue ? text.slice(end, word.start) : texts[own] === '' ? '' : ' '
      texts[own] += between + text.slice(word.start, word.end)
      ;[cue, end] = [own, word.end]
    }
  }
  return texts
}

function begun(starts: readonly number[], ms: number): number {
  let [low, high] = [0, starts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[middle]! <= ms) low = middle + 1
    else high = middle
  }
  return low
}

function linesOf(text: string): string[] {
  return text.replace(beginning, '').split('\n')
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

// Two lines at most, about as long as each other.
function broken(text: string, longest: number): string {
  if (text.length <= longest) return text
  const middle = text.length / 2
  const places = [...text.matchAll(/ /g)].map(({ index }) => index)
  const place = places.reduce((best, index) => (Math.abs(index - middle) < Math.abs(best - middle) ? index : best), places[0] ?? -1)
  return place < 0 ? text : `${text.slice(0, place)}\n${text.slice(place + 1)}`
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
