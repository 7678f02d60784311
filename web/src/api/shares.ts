import { pathOf } from '../app/base'
import { textOf } from './body'
import { call } from './client'
import type { SpeakerEntry, Token } from './contract'
import { ApiError, errorOf } from './error'
import { secretHeader } from './exports'

/** A link that shows a transcript to whoever has it. */
export interface Share {
  id: string
  /** Only in the answer that makes it. */
  url?: string
  /** Whether the recording may be heard as well. */
  audio: boolean
  created_at: string
  expires_at: string
}

/** A transcript, as a link shows it. */
export interface SharedTranscript {
  filename: string
  created_at: string
  expires_at: string
  audio_duration_ms: number
  speakers: SpeakerEntry[] | null
  audio_url: string | null
  tokens: Token[]
}

// Five hours of tokens come within seconds.
const patience = 60_000

export async function listShares(transcription: string, signal?: AbortSignal): Promise<Share[]> {
  return (await call<{ shares: Share[] }>('GET', `${at(transcription)}/shares`, { signal })).shares
}

/** @param end Days, or the time itself. */
export function createShare(transcription: string, end: { days: number } | { expires_at: string }, audio: boolean): Promise<Share> {
  return call('POST', `${at(transcription)}/shares`, { body: { ...end, audio } })
}

/** Withdraws a link; one that is gone already is well. */
export async function withdrawShare(id: string): Promise<void> {
  try {
    await call('DELETE', `v1/shares/${encodeURIComponent(id)}`)
  } catch (fault) {
    if (!(fault instanceof ApiError && fault.status === 404)) throw fault
  }
}

/** Follows a link. The session's key, where there is one, is not sent: what is seen is what everybody sees. */
export async function readShared(secret: string, signal: AbortSignal): Promise<SharedTranscript> {
  const limit = AbortSignal.timeout(patience)
  try {
    const response = await fetch(pathOf('v1/shared'), {
      headers: { [secretHeader]: secret }, signal: AbortSignal.any([signal, limit]), cache: 'no-store', credentials: 'omit', redirect: 'error',
    })
    const text = await textOf(response)
    if (!response.ok) throw errorOf(response.status, text, response.headers.get('Retry-After'))
    return JSON.parse(text) as SharedTranscript
  } catch (fault) {
    if (fault instanceof ApiError || signal.aborted) throw fault
    throw new ApiError(0, limit.aborted ? 'timeout' : 'network', fault instanceof Error ? fault.message : String(fault))
  }
}

function at(transcription: string): string {
  return `v1/transcriptions/${encodeURIComponent(transcription)}`
}
