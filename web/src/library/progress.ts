import type { Transcription } from '../api/contract'

export function isUnfinished(transcription: Transcription): boolean {
  return transcription.status === 'queued' || transcription.status === 'processing'
}

/** The share of the recording that is transcribed, from 0 to 1; null where that is not known yet. */
export function shareOf(transcription: Transcription): number | null {
  const { status, transcribed_ms: done, audio_duration_ms: all } = transcription
  return status === 'processing' && done !== null && all !== null && all > 0 ? Math.min(done / all, 1) : null
}
