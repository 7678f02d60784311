import type { Model, Transcription } from '../api/contract'
import { ApiError } from '../api/error'
import { createTranscription, deleteFile, listModels } from '../api/transcriptions'
import { upload } from '../api/upload'
import { faultText } from '../i18n/faults'
import { chosenModel, requestFor } from './options.svelte'

export type UploadState = 'waiting' | 'sending' | 'starting' | 'failed'

/** A recording on its way to the server, until its transcription is created. */
export class Upload {
  state = $state<UploadState>('waiting')
  share = $state(0)
  problem = $state('')
  readonly #stop = new AbortController()

  constructor(
    readonly id: number,
    readonly file: File,
  ) {}

  get signal(): AbortSignal {
    return this.#stop.signal
  }

  stop(): void {
    this.#stop.abort()
  }
}

// More at once would only make each of them slower.
const concurrency = 2

/** Recordings that are being uploaded. They go on while another view is shown. */
class Uploads {
  #all = $state.raw<readonly Upload[]>([])
  #last = 0
  /** Told of each transcription that was created. */
  onCreated: (transcription: Transcription) => void = () => undefined

  constructor() {
    addEventListener('beforeunload', (event) => {
      if (this.#all.some((item) => item.state !== 'failed')) event.preventDefault()
    })
  }

  get all(): readonly Upload[] {
    return this.#all
  }

  add(files: readonly File[]): void {
    this.#all = [...this.#all, ...files.map((file) => new Upload(++this.#last, file))]
    this.#next()
  }

  /** Gives one up. */
  remove(item: Upload): void {
    item.stop()
    this.#all = this.#all.filter((other) => other !== item)
    this.#next()
  }

  retry(item: Upload): void {
    this.#all = this.#all.map((other) => (other === item ? new Upload(item.id, item.file) : other))
    this.#next()
  }

  #next(): void {
    const busy = this.#all.filter((item) => item.state === 'sending' || item.state === 'starting').length
    for (const item of this.#all.filter((other) => other.state === 'waiting').slice(0, Math.max(concurrency - busy, 0))) void this.#run(item)
  }

  async #run(item: Upload): Promise<void> {
    item.state = 'sending'
    try {
      const file = await upload(item.file, item.signal, (share) => (item.share = share))
      item.state = 'starting'
      const transcription = await this.#start(file.id, item.signal)
      this.#all = this.#all.filter((other) => other !== item)
      this.onCreated(transcription)
    } catch (fault) {
      if (!item.signal.aborted) {
        item.state = 'failed'
        item.problem = faultText(fault)
      }
    }
    this.#next()
  }

  // A recording without a transcription would only take room: nobody sees it here.
  async #start(fileId: string, signal: AbortSignal): Promise<Transcription> {
    try {
      const model: Model | undefined = chosenModel(await listModels())
      if (!model) throw new ApiError(0, 'no_model', 'This server has no speech model.')
      return await createTranscription(requestFor({ file_id: fileId }, model), signal)
    } catch (fault) {
      await deleteFile(fileId).catch(() => undefined)
      throw fault
    }
  }
}

export const uploads = new Uploads()
