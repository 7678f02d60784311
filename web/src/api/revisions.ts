import { call } from './client'
import type { Token, Transcript } from './contract'

/** Names by speaker. */
export type SpeakerNames = Readonly<Record<string, string>>

/** A corrected transcript, without its text. */
export interface Revision {
  revision: number
  /** The revision that was corrected; 0: the original. */
  base: number
  created_at: string
  /** Name of the API key; empty where the server asks for none. */
  author: string
  speaker_names: SpeakerNames
}

export interface RevisionPage {
  revisions: Revision[]
  next_page_cursor: string | null
}

/** A transcript as somebody has corrected it; revision 0 is the original. */
export interface RevisedTranscript extends Transcript {
  revision: number
  speaker_names: SpeakerNames
}

/** What is saved: the text in pieces, or tokens as they are; neither where only names change. */
export interface RevisionRequest {
  base: number
  segments?: { text: string; speaker?: string }[]
  tokens?: Token[]
  speaker_names: SpeakerNames
  /** Words that were found right: the server is sure of them from then on. */
  confirmed?: readonly { start_ms: number; end_ms: number }[]
}

function at(id: string): string {
  return `v1/transcriptions/${encodeURIComponent(id)}`
}

export function getRevision(id: string, revision: number | 'latest', signal?: AbortSignal): Promise<RevisedTranscript> {
  return call('GET', `${at(id)}/transcript?revision=${revision}`, { signal })
}

/** A page of the revisions, the newest first. */
export function listRevisions(id: string, limit: number, cursor: string | null = null): Promise<RevisionPage> {
  const query = new URLSearchParams({ limit: String(limit), ...(cursor === null ? {} : { cursor }) })
  return call('GET', `${at(id)}/revisions?${query}`)
}

/**
 * Saves a corrected transcript beside the original and all others.
 * @throws ApiError with status 409 when there is a newer revision than the base: nothing is saved then.
 */
export function saveRevision(id: string, request: RevisionRequest): Promise<Revision> {
  return call('POST', `${at(id)}/revisions`, { body: request })
}
