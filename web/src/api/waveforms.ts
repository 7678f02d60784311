import { call } from './client'
import { ApiError } from './error'

/** The least and the greatest sample of each of as many equal stretches of a recording, from -128 to 127. */
export interface Peaks {
  min: number[]
  max: number[]
}

// A recording of a day takes minutes to decode, and others may be waiting before it.
const [tries, longestPause] = [30, 60]

/**
 * The waveform of a recording, which may have to be computed first.
 * @throws ApiError where there is none, or still none after many tries.
 */
export async function getWaveform(transcription: string, points: number, signal: AbortSignal): Promise<Peaks> {
  const path = `v1/transcriptions/${encodeURIComponent(transcription)}/waveform?points=${points}`
  for (let left = tries; ; left--) {
    try {
      return await call('GET', path, { signal })
    } catch (fault) {
      if (left === 0 || !(fault instanceof ApiError) || fault.status !== 503) throw fault
      await pause(Math.min(fault.retryAfter ?? 5, longestPause) * 1000, signal)
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => (clearTimeout(timer), reject(signal.reason as Error)), { once: true })
  })
}
