import type { Transcription } from '../api/contract'
import { listTranscriptions } from '../api/transcriptions'

/** Rows of a page of the list. */
export const pageSize = 50

// As many as one call can give.
const maximumLimit = 1000

/** The transcriptions that are shown, the newest first. */
export class TranscriptionList {
  #rows = $state.raw<readonly Transcription[]>([])
  #cursor = $state<string | null>(null)
  #isLoaded = $state(false)

  get rows(): readonly Transcription[] {
    return this.#rows
  }

  get hasMore(): boolean {
    return this.#cursor !== null
  }

  get isLoaded(): boolean {
    return this.#isLoaded
  }

  /** Reads as many rows as there are to be, again. */
  async refresh(count: number, signal: AbortSignal): Promise<void> {
    const rows: Transcription[] = []
    let cursor: string | null = null
    do {
      const page = await listTranscriptions(Math.min(count - rows.length, maximumLimit), cursor, signal)
      rows.push(...page.transcriptions)
      cursor = page.next_page_cursor
    } while (cursor !== null && rows.length < count)
    this.#rows = rows
    this.#cursor = cursor
    this.#isLoaded = true
  }

  /** Shows one as it is now; a new one is the first. */
  put(transcription: Transcription): void {
    if (this.#rows.some((row) => row.id === transcription.id)) {
      this.#rows = this.#rows.map((row) => (row.id === transcription.id ? placed(transcription, row) : row))
    } else if (!this.#rows[0] || transcription.created_at >= this.#rows[0].created_at) {
      this.#rows = [transcription, ...this.#rows]
    }
  }

  remove(id: string): void {
    this.#rows = this.#rows.filter((row) => row.id !== id)
  }
}

/** A transcription with the place that it last had: news of changes do not tell it. */
function placed(transcription: Transcription, before: Transcription): Transcription {
  if (transcription.status !== 'queued' || transcription.queue_position !== null) return transcription
  return { ...transcription, queue_position: before.queue_position, expected_start: before.expected_start }
}
