import type { Transcription } from '../api/contract'
import { ApiError } from '../api/error'
import { readEvents, type ServerEvent } from '../api/events'
import { session } from '../session/session.svelte'

/** A transcription as it is now, or the id of one that was deleted. */
export type Change = { transcription: Transcription } | { deleted: string }

export interface ChangeListener {
  onChange: (change: Change) => void
  /** Told when changes are heard of from now on, and when not any more: what happened in between is not known. */
  onState: () => void
}

// Milliseconds until a connection that broke off is tried again: doubled each time, and not by all tabs at the same moment.
const firstPause = 1000
const longestPause = 60_000

// A browser has few connections to a host for all tabs together: one that nobody looks at gives its own back.
const hiddenFor = 20_000

// The next view listens a moment after the last one has stopped.
const idleFor = 1000

/** Changes on the server, by one connection for everything in the tab. */
class Changes {
  readonly #listeners = new Set<ChangeListener>()
  #connection: AbortController | null = null
  #key: string | null = null
  #last: string | null = null
  #isLive = false
  #hidden: ReturnType<typeof setTimeout> | undefined

  constructor() {
    document.addEventListener('visibilitychange', () => {
      clearTimeout(this.#hidden)
      if (document.visibilityState === 'visible') this.#open()
      else this.#hidden = setTimeout(() => this.#close(), hiddenFor)
    })
    session.beforeClosing(() => this.#close())
  }

  /** False while there is no stream of changes: whoever wants to know has to ask. */
  get isLive(): boolean {
    return this.#isLive
  }

  /** Listens until the function that is returned is called. */
  listen(listener: ChangeListener): () => void {
    this.#listeners.add(listener)
    this.#open()
    return () => {
      this.#listeners.delete(listener)
      setTimeout(() => this.#listeners.size === 0 && this.#close(), idleFor)
    }
  }

  #open(): void {
    if (this.#connection !== null && this.#key === session.key) return
    if (this.#listeners.size === 0 || document.visibilityState !== 'visible') return
    this.#close()
    // Those of another key may be of another project.
    if (this.#key !== session.key) this.#last = null
    this.#key = session.key
    this.#connection = new AbortController()
    void this.#run(this.#connection.signal)
  }

  #close(): void {
    this.#connection?.abort()
    this.#connection = null
    this.#isLive = false
    if (this.#listeners.size === 0) this.#last = null
  }

  async #run(signal: AbortSignal): Promise<void> {
    let pause = firstPause
    while (!signal.aborted) {
      let wait = 0
      try {
        await readEvents(this.#last, signal, (event) => {
          pause = firstPause
          if (!signal.aborted) this.#hear(event)
        })
        // The server ends each stream after some minutes, and goes on where it was.
        wait = firstPause / 4
      } catch (fault) {
        if (signal.aborted) return
        wait = Math.max(pause * (0.75 + Math.random() / 2), 1000 * ((fault instanceof ApiError ? fault.retryAfter : null) ?? 0))
        pause = Math.min(pause * 2, longestPause)
        this.#setLive(false)
      }
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }

  #hear({ id, name, data }: ServerEvent): void {
    if (id !== '') this.#last = id
    if (name === 'ready' || name === 'resumed') {
      const wasLive = this.#isLive
      this.#isLive = true
      if (name === 'ready' || !wasLive) for (const listener of this.#listeners) listener.onState()
    } else if (name === 'transcription') {
      this.#tell({ transcription: JSON.parse(data) as Transcription })
    } else if (name === 'deleted') {
      this.#tell({ deleted: (JSON.parse(data) as { id: string }).id })
    }
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener.onChange(change)
  }

  #setLive(isLive: boolean): void {
    if (this.#isLive === isLive) return
    this.#isLive = isLive
    for (const listener of this.#listeners) listener.onState()
  }
}

export const changes = new Changes()
