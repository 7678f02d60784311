import type { Model } from '../api/contract'
import { listModels } from '../api/transcriptions'
import { ApiError } from '../api/error'
import { faultText, sentenceOf } from '../i18n/faults'
import { span } from '../i18n/format'
import { t } from '../i18n/language.svelte'
import { chosenModel, options } from '../library/options.svelte'
import { uploads } from '../library/uploads.svelte'
import { session } from '../session/session.svelte'
import { Microphone } from '../sound/microphone'
import { canListen, microphoneProblem } from '../sound/problem'
import { record } from '../sound/recording'
import { Captions } from './captions.svelte'
import { devices } from './devices.svelte'
import { LiveLink, type LinkState } from './link.svelte'
import { Spoken } from './spoken.svelte'
import { liveStatus } from './status.svelte'
import { WakeLock } from './wake'

/** The microphone's side; the connection has states of its own. */
export type LiveState = 'idle' | 'asking' | 'listening' | 'paused' | 'finishing'

/** Live captions of what the microphone hears. They go on while another view is shown. */
class Live {
  readonly captions = new Captions()
  readonly spoken = new Spoken()
  #state = $state<LiveState>('idle')
  #level = $state(0)
  #elapsedMs = $state(0)
  #problem = $state('')
  #notice = $state('')
  #keeps = $state(false)
  #isKept = $state(false)
  #link = $state.raw<LiveLink | null>(null)
  #microphone: Microphone | null = null
  #recording: MediaRecorder | null = null
  // Grows with each start and end: what comes of an earlier one is nothing any more.
  #round = 0
  readonly #wake = new WakeLock()

  constructor() {
    session.guard(() => this.isOn)
    session.beforeClosing(() => {
      // Whoever comes next may be of another project.
      this.#keeps = false
      this.#halt('')
      this.captions.clear()
      this.spoken.clear()
      this.#notice = ''
    })
    addEventListener('beforeunload', (event) => {
      if (this.isOn) event.preventDefault()
    })
  }

  get state(): LiveState {
    return this.#state
  }

  /** True from the wish to listen until the last words are there. */
  get isOn(): boolean {
    return this.#state !== 'idle'
  }

  get connection(): LinkState {
    return this.#link?.state ?? 'connecting'
  }

  /** How loud it is, from 0 to 1. */
  get level(): number {
    return this.#state === 'listening' ? this.#level : 0
  }

  /** Time that was listened, pauses left out. */
  get elapsedMs(): number {
    return this.#elapsedMs
  }

  /** Why it does not go on; empty: nothing is wrong. */
  get problem(): string {
    return this.#problem
  }

  /** What is to be known beside; empty: nothing. */
  get notice(): string {
    return this.#notice
  }

  /** True while a recording is made, to be kept. */
  get keeps(): boolean {
    return this.#keeps
  }

  /** True where the recording has been kept, and its transcription is under way. */
  get isKept(): boolean {
    return this.#isKept
  }

  /** @param keeps Keeps the recording and its transcript. */
  async start(deviceId: string, keeps: boolean): Promise<void> {
    if (this.isOn) return
    const round = ++this.#round
    ;[this.#problem, this.#notice, this.#isKept, this.#elapsedMs] = ['', '', false, 0]
    if (!canListen()) {
      this.#problem = t('record.insecure')
      return
    }
    this.#enter('asking')
    let model: Model | undefined
    try {
      model = chosenModel(await listModels())
      if (!model) throw new ApiError(0, 'no_model', 'This server has no speech model.')
    } catch (fault) {
      if (round === this.#round) this.#halt(faultText(fault))
      return
    }
    try {
      const microphone = await Microphone.open(deviceId, {
        onSound: (samples) => this.#hear(samples),
        onLevel: (level) => (this.#level = level),
        onGone: () => this.#lose(),
      })
      if (round === this.#round) this.#listen(microphone, model, keeps)
      else microphone.close()
    } catch (fault) {
      if (round === this.#round) this.#halt(microphoneProblem(fault))
    }
  }

  pause(): void {
    if (this.#state !== 'listening') return
    this.#enter('paused')
    if (this.#recording?.state === 'recording') this.#recording.pause()
    this.#link?.pause()
  }

  resume(): void {
    if (this.#state !== 'paused') return
    this.#enter('listening')
    if (this.#recording?.state === 'paused') this.#recording.resume()
  }

  /** Ends listening; the last words still come. */
  stop(): void {
    if (this.#state === 'asking' || this.#state === 'finishing') this.#halt('')
    else if (this.isOn) {
      this.#enter('finishing')
      this.#silence()
      this.#link?.finish()
    }
  }

  #listen(microphone: Microphone, model: Model, keeps: boolean): void {
    this.#microphone = microphone
    this.captions.cut()
    this.#keeps = keeps
    if (keeps) {
      this.#recording = record(microphone.stream, (file) => {
        if (file === null || !this.#keeps) return
        uploads.add([file])
        this.#isKept = true
      })
    }
    this.#link = new LiveLink(model, microphone.rate, {
      onTokens: (tokens) => this.spoken.take(this.captions.take(tokens)),
      onBroken: () => this.captions.cut(),
      onAgain: () => (this.#notice = t(options.diarize ? 'live.again.speakers' : 'live.again')),
      onLost: (milliseconds) => (this.#notice = t('live.lost.sound', { time: span(milliseconds) })),
      onEnd: (fault) => this.#halt(fault === null ? '' : sentenceOf(fault.error_type ?? null, fault.error_message ?? null, fault.request_id)),
    })
    this.#enter('listening')
    void devices.load()
  }

  #hear(samples: Int16Array<ArrayBuffer>): void {
    if (this.#state === 'listening') {
      this.#elapsedMs += (1000 * samples.length) / this.#microphone!.rate
      this.#link?.send(samples)
    } else if (this.#state === 'paused') {
      // By the sound, since browsers let the timers of a hidden page run late.
      this.#link?.rest()
    }
  }

  #lose(): void {
    this.stop()
    this.#problem = t('live.gone')
  }

  // Stops listening and recording.
  #silence(): void {
    if (this.#recording && this.#recording.state !== 'inactive') this.#recording.stop()
    this.#recording = null
    this.#microphone?.close()
    this.#microphone = null
  }

  #halt(problem: string): void {
    this.#round++
    this.#silence()
    this.#link?.close()
    this.#link = null
    this.captions.settle()
    this.spoken.end()
    if (problem !== '') this.#problem = problem
    this.#enter('idle')
  }

  #enter(state: LiveState): void {
    this.#state = state
    liveStatus.isOn = this.isOn
    this.#wake.hold(this.isOn)
  }
}

export const live = new Live()
