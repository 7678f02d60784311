import { SvelteMap } from 'svelte/reactivity'
import type { Transcription } from '../api/contract'

/** How fast a recording is being transcribed. */
export interface Pace {
  /** Milliseconds of the recording that are transcribed in one. */
  speed: number
  /** Milliseconds until all of it is, at that speed; null where the length is not known. */
  leftMs: number | null
}

interface Sample {
  atMs: number
  doneMs: number
}

// The speed is that of the last so many milliseconds: what a machine does beside changes it.
const span = 60_000

/** The paces of transcriptions, from how far they were when the server last told of them. */
export class Paces {
  readonly #samples = new Map<string, Sample[]>()
  readonly #paces = new SvelteMap<string, Pace>()

  of(id: string): Pace | null {
    return this.#paces.get(id) ?? null
  }

  note({ id, status, stage, transcribed_ms: doneMs, audio_duration_ms: allMs }: Transcription, atMs: number): void {
    if (status !== 'processing' || doneMs === null || (stage !== null && stage !== 'recognition')) {
      this.forget(id)
      return
    }
    let samples = this.#samples.get(id) ?? []
    const before = samples.at(-1)
    // Begun anew, as after a restart of the server.
    if (before !== undefined && doneMs < before.doneMs) samples = []
    if (before?.doneMs === doneMs) return
    samples = [...samples.filter((sample, index) => atMs - sample.atMs < span || index >= samples.length - 1), { atMs, doneMs }]
    this.#samples.set(id, samples)
    const [first] = samples
    if (first === undefined || samples.length < 2 || atMs <= first.atMs) return
    const speed = (doneMs - first.doneMs) / (atMs - first.atMs)
    this.#paces.set(id, { speed, leftMs: allMs === null ? null : Math.max(allMs - doneMs, 0) / speed })
  }

  forget(id: string): void {
    this.#samples.delete(id)
    this.#paces.delete(id)
  }
}
