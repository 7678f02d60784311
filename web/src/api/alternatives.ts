import { call } from './client'

/** A doubtful word of the original transcript, as on its token, and what else was heard. */
export interface DoubtfulWord {
  text: string
  start_ms: number
  end_ms: number
  confidence: number
  /** The likeliest first; up to five. */
  alternatives: readonly string[]
}

export async function getAlternatives(transcription: string): Promise<readonly DoubtfulWord[]> {
  const { words } = await call<{ words: DoubtfulWord[] }>('GET', `v1/transcriptions/${encodeURIComponent(transcription)}/alternatives`)
  return words
}
