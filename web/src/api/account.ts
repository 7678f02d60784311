import { call, type CallOptions } from './client'
import type { StoredFile } from './contract'

/** Usage of a model, or of all, by day. */
export interface UsageEntry {
  /** Null in the total. */
  model: string | null
  days: string[]
  total_num_requests: number
  total_input_audio_duration_ms: number
  num_requests: number[]
  input_audio_duration_ms: number[]
}

export interface Usage {
  total: UsageEntry
  models: UsageEntry[]
}

/** A person who is known again by voice. */
export interface KnownSpeaker {
  id: string
  name: string
  created_at: string
  /** With how the person agreed. */
  samples: { created_at: string; speech_ms: number; readable: boolean; consent: string }[]
}

/** The files that are stored, and whether these are all of them. */
export interface StorageUse {
  files: number
  bytes: number
  isComplete: boolean
}

// As many as one call can give, and calls that are made at most.
const pageSize = 1000
const maximumPages = 20

/** The usage of the last days, today included. */
export function getUsage(days: number, signal?: AbortSignal): Promise<Usage> {
  const end = new Date()
  const start = new Date(end.getTime() - (days - 1) * 86_400_000)
  return call('GET', `v1/usage/summary?${new URLSearchParams({ start_time: start.toISOString(), end_time: end.toISOString() })}`, { signal })
}

/** Adds up what the files of the project take. */
export async function getStorageUse(signal?: AbortSignal): Promise<StorageUse> {
  const use = { files: 0, bytes: 0 }
  let cursor: string | null = null
  for (let page = 0; page < maximumPages; page++) {
    const { files, next_page_cursor: next } = await listFiles(cursor, signal)
    use.files += files.length
    use.bytes += files.reduce((sum, file) => sum + file.size, 0)
    if (next === null) return { ...use, isComplete: true }
    cursor = next
  }
  return { ...use, isComplete: false }
}

export async function listKnownSpeakers(signal?: AbortSignal): Promise<KnownSpeaker[]> {
  const all: KnownSpeaker[] = []
  let cursor: string | null = null
  for (let page = 0; page < maximumPages; page++) {
    const answer: { known_speakers: KnownSpeaker[]; next_page_cursor: string | null } =
      await call('GET', `v1/known-speakers?${queryOf(cursor)}`, { signal })
    all.push(...answer.known_speakers)
    cursor = answer.next_page_cursor
    if (cursor === null) break
  }
  return all
}

/** Deletes a person and all samples of the voice. */
export async function deleteKnownSpeaker(id: string): Promise<void> {
  await call('DELETE', `v1/known-speakers/${encodeURIComponent(id)}`)
}

function listFiles(cursor: string | null, signal?: AbortSignal): Promise<{ files: StoredFile[]; next_page_cursor: string | null }> {
  return call('GET', `v1/files?${queryOf(cursor)}`, { signal })
}

function queryOf(cursor: string | null): URLSearchParams {
  return new URLSearchParams({ limit: String(pageSize), ...(cursor === null ? {} : { cursor }) })
}

/** The project and the rights of the session's key. */
export interface Account {
  project: string
  /** Null where the server asks for no key. */
  key_name: string | null
  administrator: boolean
}

/** @param options Another key than the session's own, where one is tried. */
export function getAccount(options: Pick<CallOptions, 'key' | 'signal'> = {}): Promise<Account> {
  return call('GET', 'v1/account', options)
}
