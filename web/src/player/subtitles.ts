import { sentenceEnd } from '../transcript/paragraphs'
import type { PlacedWord, Script } from '../transcript/script'

// As broadcasters have it: two lines of 42 characters, 7 seconds.
const characters = 84
const lineWidth = 42
const longest = 7000
const pause = 1000

/** Makes the words the subtitles of a film, in place of those that were, as text and not as markup. */
export function fillSubtitles(track: TextTrack, script: Script): void {
  for (const cue of [...(track.cues ?? [])]) track.removeCue(cue)
  for (const words of divide(script.words)) {
    const cue = new VTTCue(words[0]!.startMs / 1000, Math.max(words.at(-1)!.endMs, words[0]!.startMs + 500) / 1000, lines(words))
    track.addCue(cue)
  }
}

function divide(all: readonly PlacedWord[]): PlacedWord[][] {
  const cues: PlacedWord[][] = []
  let length = 0
  for (const word of all) {
    const cue = cues.at(-1)
    const last = cue?.at(-1)
    const isNew = !cue || !last || last.paragraph !== word.paragraph || sentenceEnd.test(last.text) || word.startMs - last.endMs > pause
      || length + word.text.length + 1 > characters || word.endMs - cue[0]!.startMs > longest
    if (isNew) {
      cues.push([word])
      length = word.text.length
    } else {
      cue.push(word)
      length += word.text.length + 1
    }
  }
  return cues
}

function lines(words: readonly PlacedWord[]): string {
  let [text, width] = ['', 0]
  for (const word of words) {
    const before = words[words.indexOf(word) - 1]
    const gap = !before || before.end === word.start ? '' : width + word.text.length + 1 > lineWidth ? '\n' : ' '
    width = gap === '\n' ? word.text.length : width + gap.length + word.text.length
    text += gap + escaped(word.text)
  }
  return text
}

// WebVTT has tags and references of its own.
function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
