import { call } from './client'
import type { Status, Transcription } from './contract'

/** A stretch of a transcript in which something was found. */
export interface Passage {
  start_ms: number
  end_ms: number
  speaker?: string
  /** As corrected. */
  speaker_name?: string
  text: string
  /** In UTF-16 code units; the end is the one after the last. */
  matches: { start: number; end: number }[]
}

export interface SearchResult {
  transcription: Transcription
  passages: Passage[]
}

export interface SearchPage {
  results: SearchResult[]
  next_page_cursor: string | null
}

export interface Tag {
  tag: string
  count: number
}

/** Things looked for, all of which must hold; empty: any. */
export interface SearchQuery {
  text: string
  tag: string
  status: Status | ''
}

/** Characters that are looked for; the server refuses more. */
export const maximumText = 200

export function search({ text, tag, status }: SearchQuery, limit: number, cursor: string | null, signal?: AbortSignal): Promise<SearchPage> {
  const query = new URLSearchParams({ limit: String(limit) })
  for (const [name, value] of Object.entries({ q: text.slice(0, maximumText), tag, status, cursor: cursor ?? '' })) {
    if (value !== '') query.set(name, value)
  }
  return call('GET', `v1/search?${query}`, { signal })
}

/** The tags of the project, the most frequent first. */
export async function listTags(signal?: AbortSignal): Promise<Tag[]> {
  return (await call<{ tags: Tag[] }>('GET', 'v1/tags', { signal })).tags
}
