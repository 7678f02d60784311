import type { ImportFormat } from '../api/imports'

/** The format that a text seems to have. */
export function formatOf(text: string): ImportFormat {
  const beginning = text.slice(0, 2000).trimStart()
  if (beginning.startsWith('WEBVTT')) return 'vtt'
  if (beginning.startsWith('{')) return 'json'
  return beginning.includes('-->') ? 'srt' : 'txt'
}
