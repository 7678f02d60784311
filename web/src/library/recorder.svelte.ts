import { t } from '../i18n/language.svelte'
import { measureLevel } from '../sound/level'
import { canListen, microphoneProblem } from '../sound/problem'
import { record } from '../sound/recording'

export type RecorderState = 'idle' | 'asking' | 'recording'

/** Records from the microphone. */
export class Recorder {
  #state = $state<RecorderState>('idle')
  #level = $state(0)
  #elapsedMs = $state(0)
  #problem = $state('')
  #end: ((isKept: boolean) => void) | null = null
  #isLeft = false

  constructor(
    /** Told of the recording, and whether it is wanted. */
    readonly onRecorded: (file: File, isKept: boolean) => void,
  ) {}

  get state(): RecorderState {
    return this.#state
  }

  /** How loud it is, from 0 to 1. */
  get level(): number {
    return this.#level
  }

  get elapsedMs(): number {
    return this.#elapsedMs
  }

  /** Why there is no recording; empty: nothing is wrong. */
  get problem(): string {
    return this.#problem
  }

  async start(): Promise<void> {
    if (this.#state !== 'idle') return
    this.#problem = ''
    if (!canListen()) {
      this.#problem = t('record.insecure')
      return
    }
    this.#state = 'asking'
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
      if (this.#isLeft) for (const track of stream.getTracks()) track.stop()
      else this.#record(stream)
    } catch (fault) {
      this.#state = 'idle'
      this.#problem = microphoneProblem(fault)
    }
  }

  /** Ends the recording and keeps it. */
  stop(): void {
    this.#end?.(true)
  }

  discard(): void {
    this.#end?.(false)
  }

  /** Ends the recording, which is kept, because the view is left. */
  leave(): void {
    this.#isLeft = true
    this.stop()
  }

  #record(stream: MediaStream): void {
    let isKept = true
    const context = new AudioContext()
    const begun = performance.now()
    const stopMeter = measureLevel(context.createMediaStreamSource(stream), (level) => {
      this.#level = level
      this.#elapsedMs = performance.now() - begun
    })
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault()
    addEventListener('beforeunload', warn)
    const recorder = record(stream, (file) => {
      stopMeter()
      removeEventListener('beforeunload', warn)
      for (const track of stream.getTracks()) track.stop()
      void context.close()
      this.#end = null
      this.#state = 'idle'
      this.#level = 0
      this.#elapsedMs = 0
      if (file !== null) this.onRecorded(file, isKept)
    })
    this.#end = (keep) => {
      isKept = keep
      if (recorder.state !== 'inactive') recorder.stop()
    }
    this.#state = 'recording'
  }
}
