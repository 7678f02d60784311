import { call } from './client'
import type { Transcription } from './contract'

/** What people attach to a transcription. */
export interface Labels {
  tags: readonly string[]
  notes: string
}

/** The server refuses more. */
export const maximumTags = 50
export const maximumTag = 64
export const maximumNotes = 10_000

/**
 * Changes tags and notes.
 * @param version The version that was changed.
 * @throws ApiError with status 409 when somebody has changed it meanwhile: nothing is changed then.
 */
export function changeLabels(id: string, labels: Labels, version: number): Promise<Transcription> {
  return call('PATCH', `v1/transcriptions/${encodeURIComponent(id)}`, { body: { ...labels, version } })
}
