import { t } from '../i18n/language.svelte'

export type RecorderState = 'idle' | 'asking' | 'recording'

// What browsers record, the best first; the server decodes each of them.
const types = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4']

// Milliseconds between two looks at the level.
const interval = 100

// A voice at a usual distance fills about half of the meter.
const gain = 4

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
    // Browsers let secure pages alone hear anything: https, or the machine itself.
    if (!navigator.mediaDevices || typeof MediaRecorder === 'undefined') {
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
      this.#problem = problemOf(fault)
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
    const type = types.find((type) => MediaRecorder.isTypeSupported(type))
    const recorder = new MediaRecorder(stream, type === undefined ? {} : { mimeType: type })
    const parts: Blob[] = []
    let isKept = true
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    context.createMediaStreamSource(stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    const begun = performance.now()
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples)
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
      this.#level = Math.min(Math.sqrt(power) * gain, 1)
      this.#elapsedMs = performance.now() - begun
    }, interval)
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault()
    addEventListener('beforeunload', warn)
    this.#end = (keep) => {
      isKept = keep
      if (recorder.state !== 'inactive') recorder.stop()
    }
    recorder.addEventListener('dataavailable', (event) => parts.push(event.data))
    // Also when the microphone is unplugged.
    recorder.addEventListener('stop', () => {
      clearInterval(timer)
      removeEventListener('beforeunload', warn)
      for (const track of stream.getTracks()) track.stop()
      void context.close()
      this.#end = null
      this.#state = 'idle'
      this.#level = 0
      this.#elapsedMs = 0
      const file = new File(parts, nameOf(new Date(), recorder.mimeType), { type: recorder.mimeType })
      if (file.size > 0) this.onRecorded(file, isKept)
    })
    recorder.start(1000)
    this.#state = 'recording'
  }
}

function nameOf(time: Date, type: string): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  const extension = /^audio\/(webm|ogg|mp4)/.exec(type)?.[1] ?? 'webm'
  const moment = `${day} ${two(time.getHours())}.${two(time.getMinutes())}.${two(time.getSeconds())}`
  return t('record.name', { time: moment, extension })
}

function problemOf(fault: unknown): string {
  const name = fault instanceof DOMException ? fault.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return t('record.refused')
  if (name === 'NotFoundError') return t('record.missing')
  return t('record.failed', { message: fault instanceof Error ? fault.message : String(fault) })
}
