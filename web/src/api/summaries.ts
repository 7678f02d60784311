import { call } from './client'

/** Kinds of summaries, in the order in which they are offered. */
export const summaryKinds = ['summary', 'chapters', 'action_items', 'title'] as const

export type SummaryKind = (typeof summaryKinds)[number]

/** A statement with the passages of the recording that it rests on, of which there is at least one. */
export interface Statement {
  text: string
  passages: readonly { start_ms: number; end_ms: number; text: string }[]
}

export interface Summary {
  id: string
  kind: SummaryKind
  status: 'queued' | 'processing' | 'completed' | 'error'
  /** Of the transcript that it was made of. */
  revision: number
  model: string
  statements: readonly Statement[] | null
  unfounded: number
  error: string | null
}

export interface Summaries {
  /** Where they are asked of; null where the server has nobody to ask. */
  endpoint: string | null
  model: string | null
  summaries: readonly Summary[]
}

function pathOf(transcription: string): string {
  return `v1/transcriptions/${encodeURIComponent(transcription)}/summaries`
}

export function getSummaries(transcription: string, signal: AbortSignal): Promise<Summaries> {
  return call('GET', pathOf(transcription), { signal })
}

/** Has a summary written, which sends the transcript to the endpoint. */
export function askSummary(transcription: string, kind: SummaryKind, language: string): Promise<Summary> {
  return call('POST', pathOf(transcription), { body: { kind, ...(language === '' ? {} : { language }) } })
}

/** Deletes a summary, or stops writing it. */
export function deleteSummary(transcription: string, summary: string): Promise<void> {
  return call('DELETE', `${pathOf(transcription)}/${encodeURIComponent(summary)}`)
}
