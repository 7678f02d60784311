import type { Model } from '../api/contract'
import { Backlog } from './backlog'
import { LiveConnection, type Ending } from './connection'
import { startMessage, type LiveMessage, type LiveToken } from './protocol'

export type LinkState = 'connecting' | 'open' | 'lost'

export interface LinkListener {
  onTokens: (tokens: readonly LiveToken[]) => void
  /** Told that the words that may change will come again. */
  onBroken: () => void
  /** Told that it goes on after a connection was lost. */
  onAgain: () => void
  /** Told how much sound, in milliseconds, had to be given up. */
  onLost: (milliseconds: number) => void
  /** Told once: all is said, or, with the server's last message, that it does not go on. */
  onEnd: (fault: LiveMessage | null) => void
}

// Seconds of sound that are kept while there is no connection.
const memory = 300

// Milliseconds before a lost connection is tried again: the first time, and at most. It is tried for as long as the user wants captions.
const shortest = 500
const longest = 5_000

// Milliseconds between two signs of life while nothing is sent; the server waits for twenty seconds.
const restInterval = 5_000

// Milliseconds that the last words are waited for; a server that is behind needs some time for them.
const lastWords = 120_000

// Errors after which trying again is of no use, as long as nothing else changes.
const final = [400, 401, 402, 403, 404]

/** Sends sound over one live session after the other, so that nothing said is lost with a connection. */
export class LiveLink {
  #state = $state<LinkState>('connecting')
  readonly #backlog: Backlog
  #connection: LiveConnection | null = null
  // Position of the session's first sample.
  #base = 0
  #attempts = 0
  #wasOpen = false
  #isAgain = false
  #isFinishing = false
  #isFinishSent = false
  #restedAt = 0
  #lostMs = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #limit: ReturnType<typeof setTimeout> | undefined
  #more: ReturnType<typeof setTimeout> | undefined

  constructor(
    readonly model: Model,
    readonly rate: number,
    readonly listener: LinkListener,
  ) {
    this.#backlog = new Backlog(memory * rate)
    this.#connect()
  }

  get state(): LinkState {
    return this.#state
  }

  send(samples: Int16Array<ArrayBuffer>): void {
    const given = this.#backlog.add(samples)
    if (given > 0) this.listener.onLost((this.#lostMs += (1000 * given) / this.rate))
    this.#pump()
  }

  pause(): void {
    this.#pump()
    this.#connection?.finalize()
  }

  /** Called over and over again while nothing is sent. */
  rest(): void {
    this.#pump()
    if (performance.now() - this.#restedAt < restInterval) return
    this.#restedAt = performance.now()
    this.#connection?.keepAlive()
  }

  /** Ends the sound. */
  finish(): void {
    this.#isFinishing = true
    this.#limit = setTimeout(() => this.#end(null), lastWords)
    // Nobody has said anything that is not final, or never could.
    if (this.#backlog.isEmpty && !this.#connection?.isOpen) this.#end(null)
    else this.#pump()
  }

  /** Gives all up; nobody hears of it any more. */
  close(): void {
    clearTimeout(this.#retry)
    clearTimeout(this.#limit)
    clearTimeout(this.#more)
    this.#connection?.close()
    this.#connection = null
  }

  #connect(): void {
    this.#isFinishSent = false
    this.#connection = new LiveConnection(
      startMessage(this.model, this.rate), (message) => this.#take(message), () => this.#begin(), (ending) => this.#lose(ending))
  }

  #begin(): void {
    this.#base = this.#backlog.rewind()
    this.#state = 'open'
    this.#pump()
  }

  #take(message: LiveMessage): void {
    this.#attempts = 0
    this.#wasOpen = true
    if (this.#isAgain) {
      this.#isAgain = false
      this.listener.onAgain()
    }
    if (message.final_audio_proc_ms !== undefined) this.#backlog.forget(this.#base + Math.floor((message.final_audio_proc_ms * this.rate) / 1000))
    this.listener.onTokens(message.tokens)
    this.#pump()
  }

  #pump(): void {
    while (this.#connection?.takesMore && !this.#isFinishSent) {
      const samples = this.#backlog.take()
      if (samples !== null) {
        this.#connection.send(samples)
        continue
      }
      if (this.#isFinishing) {
        this.#isFinishSent = true
        this.#connection.finish()
      }
      return
    }
    // Nothing else calls, when no more sound comes.
    clearTimeout(this.#more)
    if (this.#isFinishing && this.#connection?.isOpen && !this.#isFinishSent) this.#more = setTimeout(() => this.#pump(), 100)
  }

  #lose(ending: Ending): void {
    this.#connection = null
    if (ending.kind === 'finished' && this.#isFinishSent) {
      this.#end(null)
      return
    }
    const code = ending.kind === 'error' ? ending.message.error_code! : 0
    // Where all sessions of the server are taken, it is for the user to say whether to wait; not so in the middle of what is said.
    if (ending.kind === 'error' && (final.includes(code) || (code === 429 && !this.#wasOpen))) {
      this.#end(this.#isFinishing ? null : ending.message)
      return
    }
    if (this.#isFinishing && this.#backlog.isEmpty) {
      this.#end(null)
      return
    }
    this.#state = 'lost'
    this.#isAgain ||= this.#wasOpen
    this.listener.onBroken()
    const delay = Math.min(shortest * 2 ** this.#attempts++, longest)
    this.#retry = setTimeout(() => this.#connect(), delay)
  }

  #end(fault: LiveMessage | null): void {
    this.close()
    this.listener.onEnd(fault)
  }
}
