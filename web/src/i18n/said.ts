import { t, type Text } from './language.svelte'

// Sentences of the server, which are English, and the page's own texts for them: groups of the pattern fill the gaps of that name.
const sentences: readonly (readonly [RegExp, Text])[] = [
  [/^The recording ends before (?<time>.+), where the part to transcribe begins\.$/, 'said.part'],
  [/^'audio_end_ms' must be after 'audio_start_ms'\.$/, 'said.part.end'],
  [/^The recording has no sound track '(?<track>.+)': /, 'said.track'],
  [/^The recording contains no audio: /, 'said.noSound'],
  [/^The recording is incomplete: /, 'said.incomplete'],
  [/^The recording is empty: /, 'said.empty'],
  [/^The recording has (?<count>\d+) channels, and (?<most>\d+) are the most that are read: /, 'said.channels'],
  [/^The recording cannot be transcribed: its sample rate is (?<rate>\d+) Hz, and speech needs (?<least>\d+) at least/, 'said.rate'],
  [/^A file of WebVTT begins with (?<header>.+)\.$/, 'said.header'],
  [/^(?:There|Before the first text there) must be times such as (?<form>.+)\.$/, 'said.times'],
  [/^The times must be such as (?<form>.+)\.$/, 'said.times.form'],
  [/^The end is before the beginning\.$/, 'said.times.order'],
  [/^Before these times there must be an empty line\.$/, 'said.gap'],
  [/^There is a byte 0, /, 'said.binary'],
  [/^There is nothing to read in this file\.$/, 'said.nothing'],
  [/^There are more than (?<most>.+) lines of text: /, 'said.lines'],
  [/^There are more than (?<most>.+) characters: /, 'said.characters'],
  [/^There are more than (?<most>.+) speakers: '(?<name>.*)' is another\.$/, 'said.speakers'],
  [/^A person's name has at most (?<most>\d+) characters\.$/, 'said.name.long'],
  [/^A person's name is one line, /, 'said.name.line'],
  [/^This is not valid JSON\.$/, 'said.json'],
  [/^A transcript is a JSON object\.$|this is no transcript of Hansard\.$/, 'said.noTranscript'],
]

/** A sentence of the server in the user's language; null where the page has none for it. */
export function translated(message: string): string | null {
  const line = /^Line (\d+): (.*)$/s.exec(message)
  if (line) return t('said.line', { line: line[1]!, message: said(line[2]!) })
  for (const [pattern, text] of sentences) {
    const match = pattern.exec(message)
    if (match) return t(text, match.groups)
  }
  return null
}

/** A sentence of the server in the user's language, or else as it is. */
export function said(message: string): string {
  return translated(message) ?? message
}
