import type { Token, Transcription, TranscriptionRequest } from '../api/contract'
import { createTranscription, getTranscript, getTranscription } from '../api/transcriptions'
import { toasts } from '../app/toasts.svelte'
import { faultText, sentenceOf } from '../i18n/faults'
import { isUnfinished } from '../library/progress'
import { watch, type Watch } from '../library/watch'
import { noteLeftover, removeLeftover } from './leftovers'

/** A passage being transcribed again, until it is closed: then nothing of it stays on the server. */
export class Attempt {
  #tokens = $state.raw<readonly Token[] | null>(null)
  #problem = $state('')
  #id: string | null = null
  #watch: Watch | undefined
  #isClosed = false

  constructor(request: TranscriptionRequest) {
    void this.#start(request)
  }

  /** What was heard; null while that is not known. */
  get tokens(): readonly Token[] | null {
    return this.#tokens
  }

  /** What went wrong; empty: nothing. */
  get problem(): string {
    return this.#problem
  }

  close(): void {
    this.#isClosed = true
    this.#watch?.stop()
    if (this.#id !== null) removeLeftover(this.#id).catch((fault: unknown) => toasts.fault(faultText(fault)))
    this.#id = null
  }

  async #start(request: TranscriptionRequest): Promise<void> {
    try {
      let transcription: Transcription | null = await createTranscription(request)
      const { id } = transcription
      noteLeftover(id)
      this.#id = id
      if (this.#isClosed) {
        this.close()
        return
      }
      this.#watch = watch(
        async (signal) => {
          transcription = await getTranscription(id, signal)
          await this.#take(transcription, signal)
        },
        () => transcription !== null && isUnfinished(transcription),
        (fault) => (this.#problem = faultText(fault)),
        (change) => ('deleted' in change ? change.deleted : change.transcription.id) === id,
      )
    } catch (fault) {
      this.#problem = faultText(fault)
    }
  }

  async #take({ id, status, error_type, error_message }: Transcription, signal: AbortSignal): Promise<void> {
    if (status === 'completed' && this.#tokens === null) this.#tokens = (await getTranscript(id, signal)).tokens
    this.#problem = status === 'error' ? sentenceOf(error_type, error_message) : ''
    if (status === 'error' || status === 'completed') this.#watch?.stop()
  }
}
