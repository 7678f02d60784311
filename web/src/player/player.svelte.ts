import { recordingAddress } from '../api/recordings'
import { ApiError } from '../api/error'
import type { TimeRange } from '../transcript/script'

/** "gone" where the server has no recording any more, "unplayable" where the browser has no decoder for it. */
export type PlayerState = 'loading' | 'ready' | 'gone' | 'unplayable' | 'unreachable'

export const rates = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const

// So much of a silence is left on either side of it, in milliseconds.
const margin = 250

// An address is renewed when its hour is over, and not again at once where that does not help, in milliseconds.
const renewal = 30_000

/** Plays a recording, all times in milliseconds. */
export class Player {
  #state = $state<PlayerState>('loading')
  #playing = $state(false)
  #time = $state(0)
  #duration = $state(0)
  #rate = $state(1)
  #loop = $state.raw<TimeRange | null>(null)
  #hasPicture = $state(false)
  #media: HTMLMediaElement | null = null
  #renewed = Number.NEGATIVE_INFINITY
  readonly #stopped = new AbortController()
  readonly #file: string | null

  /** Skips the silences that are told of. */
  skipsSilence = $state(false)

  /** Told by the transcript. */
  silenceAt: (ms: number) => TimeRange | null = () => null

  /**
   * @param file Id of the recording; null where the server never had it.
   * @param time Where it begins.
   */
  constructor(file: string | null, time: number, rate: number) {
    this.#file = file
    this.#time = time
    this.#rate = rate
    if (file === null) this.#state = 'gone'
  }

  get state(): PlayerState {
    return this.#state
  }

  get playing(): boolean {
    return this.#playing
  }

  get time(): number {
    return this.#time
  }

  /** 0 until it is known. */
  get duration(): number {
    return this.#duration
  }

  get rate(): number {
    return this.#rate
  }

  set rate(value: number) {
    this.#rate = value
    if (this.#media) this.#media.playbackRate = value
  }

  get loop(): TimeRange | null {
    return this.#loop
  }

  get hasPicture(): boolean {
    return this.#hasPicture
  }

  /** Plays with an element, until the function that is returned is called. */
  attach(media: HTMLMediaElement): () => void {
    this.#media = media
    const options = { signal: this.#stopped.signal }
    media.addEventListener('loadedmetadata', () => {
      this.#state = 'ready'
      this.#hasPicture = media instanceof HTMLVideoElement && media.videoWidth > 0
      media.playbackRate = this.#rate
      if (this.#time > 0) media.currentTime = this.#time / 1000
    }, options)
    media.addEventListener('durationchange', () => {
      this.#duration = Number.isFinite(media.duration) ? media.duration * 1000 : 0
    }, options)
    media.addEventListener('play', () => this.#begin(), options)
    media.addEventListener('pause', () => (this.#playing = false), options)
    media.addEventListener('ended', () => (this.#playing = false), options)
    // Tabs that are not looked at have no animation frames.
    media.addEventListener('timeupdate', () => this.#tick(), options)
    media.addEventListener('seeked', () => (this.#time = timeOf(media)), options)
    media.addEventListener('error', () => void this.#fail(), options)
    void this.#load()
    return () => {
      this.#stopped.abort()
      media.removeAttribute('src')
      media.load()
      this.#media = null
    }
  }

  play(): void {
    // Refused where the browser wants the user to have done something first, and while nothing is there to be played.
    void this.#media?.play().catch(() => undefined)
  }

  toggle(): void {
    if (this.#playing) this.#media?.pause()
    else this.play()
  }

  /** Goes to a time; out of the loop where it lies outside of it. */
  seek(time: number): void {
    const end = this.#duration > 0 ? this.#duration : Number.MAX_SAFE_INTEGER
    this.#time = Math.min(Math.max(0, time), end)
    if (this.#loop && (this.#time < this.#loop.startMs || this.#time >= this.#loop.endMs)) this.#loop = null
    if (this.#media && this.#state === 'ready') this.#media.currentTime = this.#time / 1000
  }

  /** Plays from a time on. */
  playFrom(time: number): void {
    this.seek(time)
    this.play()
  }

  /** Plays a stretch over and over again; null ends that. */
  repeat(range: TimeRange | null): void {
    this.#loop = range
    if (range) this.playFrom(range.startMs)
  }

  /** Makes it faster or slower by one step. */
  changeRate(by: -1 | 1): void {
    const next = by > 0 ? rates.find((rate) => rate > this.#rate) : rates.findLast((rate) => rate < this.#rate)
    if (next !== undefined) this.rate = next
  }

  #begin(): void {
    this.#playing = true
    const frame = () => {
      if (!this.#playing || !this.#media) return
      this.#tick()
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  }

  #tick(): void {
    const media = this.#media
    if (!media || media.seeking || this.#state !== 'ready') return
    const time = timeOf(media)
    this.#time = time
    if (!this.#playing) return
    if (this.#loop) {
      if (time >= this.#loop.endMs) media.currentTime = this.#loop.startMs / 1000
      return
    }
    const silence = this.skipsSilence ? this.silenceAt(time) : null
    if (silence && time > silence.startMs + margin && time < silence.endMs - 2 * margin) {
      media.currentTime = (silence.endMs - margin) / 1000
    }
  }

  async #load(): Promise<void> {
    if (this.#file === null || !this.#media) return
    try {
      const address = await recordingAddress(this.#file, this.#stopped.signal)
      if (!this.#media) return
      this.#media.src = address
      this.#media.load()
    } catch (fault) {
      if (this.#stopped.signal.aborted) return
      this.#state = fault instanceof ApiError && fault.status === 404 ? 'gone' : 'unreachable'
    }
  }

  async #fail(): Promise<void> {
    const media = this.#media
    if (!media || media.error === null) return
    const now = performance.now()
    // What has played before can be decoded: the address has run out, or the server was away.
    if (this.#state === 'ready' && now - this.#renewed > renewal) {
      this.#renewed = now
      const wasPlaying = this.#playing
      await this.#load()
      if (wasPlaying) this.play()
      return
    }
    this.#state = media.error.code === MediaError.MEDIA_ERR_NETWORK ? 'unreachable' : 'unplayable'
    this.#playing = false
  }

  /** Tries again where the server could not be reached. */
  retry(): void {
    this.#state = 'loading'
    void this.#load()
  }
}

// Decoders come out just before the time that was asked for, which is that of the word before.
function timeOf(media: HTMLMediaElement): number {
  return Math.round(media.currentTime * 1000)
}
