import { call } from './client'

/** The least and the greatest sample of each of as many equal stretches of a recording, from -128 to 127. */
export interface Peaks {
  min: number[]
  max: number[]
}

export function getWaveform(transcription: string, points: number, signal: AbortSignal): Promise<Peaks> {
  return call('GET', `v1/transcriptions/${encodeURIComponent(transcription)}/waveform?points=${points}`, { signal })
}
