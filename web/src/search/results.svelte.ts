import type { Transcription } from '../api/contract'
import { search, type SearchQuery, type SearchResult } from '../api/search'

/** Results that one call gives at most. */
export const pageSize = 20

/** What was found, the newest first. */
export class Results {
  #all = $state.raw<readonly SearchResult[]>([])
  #cursor = $state<string | null>(null)
  #isLoaded = $state(false)

  get all(): readonly SearchResult[] {
    return this.#all
  }

  get hasMore(): boolean {
    return this.#cursor !== null
  }

  get isLoaded(): boolean {
    return this.#isLoaded
  }

  /** Looks for as many results as there are to be. */
  async refresh(query: SearchQuery, count: number, signal: AbortSignal): Promise<void> {
    const all: SearchResult[] = []
    let cursor: string | null = null
    do {
      const page = await search(query, pageSize, cursor, signal)
      all.push(...page.results)
      cursor = page.next_page_cursor
    } while (cursor !== null && all.length < count)
    this.#all = all
    this.#cursor = cursor
    this.#isLoaded = true
  }

  has(id: string): boolean {
    return this.#all.some(({ transcription }) => transcription.id === id)
  }

  /** Shows one as it is now. */
  put(transcription: Transcription): void {
    this.#all = this.#all.map((result) => (result.transcription.id === transcription.id ? { ...result, transcription } : result))
  }

  remove(id: string): void {
    this.#all = this.#all.filter(({ transcription }) => transcription.id !== id)
  }

  clear(): void {
    this.#all = []
    this.#cursor = null
    this.#isLoaded = false
  }
}
