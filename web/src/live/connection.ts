import { pathOf } from '../app/base'
import { session } from '../session/session.svelte'
import type { LiveMessage } from './protocol'

/** How a session has ended: as it should, by an error that the server has told, or because the connection is lost. */
export type Ending = { kind: 'finished' } | { kind: 'error'; message: LiveMessage } | { kind: 'lost' }

/** The subprotocol whose next one is the key: browsers send no headers with a WebSocket. */
const keyProtocol = 'soniox-api-key'

// Milliseconds for opening a connection.
const opening = 20_000

// Milliseconds without a message while sound is sent, after which a connection is taken for dead; the server tells of each second of sound.
const longestSilence = 45_000

// Bytes that wait in the browser; more would only be old when it is sent.
const maximumWaiting = 500_000

/** A live session with the server, over one WebSocket. */
export class LiveConnection {
  readonly #socket: WebSocket
  readonly #onEnd: (ending: Ending) => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #isOver = false

  constructor(start: string, onMessage: (message: LiveMessage) => void, onOpen: () => void, onEnd: (ending: Ending) => void) {
    this.#onEnd = onEnd
    const address = new URL(pathOf('transcribe-websocket'), location.href)
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
    this.#socket = new WebSocket(address, session.key === null ? [] : [keyProtocol, session.key])
    this.#watch(opening)
    this.#socket.addEventListener('open', () => {
      this.#unwatch()
      this.#socket.send(start)
      onOpen()
    })
    this.#socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const message = JSON.parse(data) as LiveMessage
      this.#unwatch()
      if (message.error_code !== undefined) this.#end({ kind: 'error', message })
      else if (!this.#isOver) onMessage(message)
      if (message.finished) this.#end({ kind: 'finished' })
    })
    this.#socket.addEventListener('close', () => this.#end({ kind: 'lost' }))
    addEventListener('offline', this.#lose)
  }

  get isOpen(): boolean {
    return !this.#isOver && this.#socket.readyState === WebSocket.OPEN
  }

  /** False where more than enough is on its way. */
  get takesMore(): boolean {
    return this.isOpen && this.#socket.bufferedAmount < maximumWaiting
  }

  send(samples: Int16Array<ArrayBuffer>): void {
    this.#socket.send(samples)
    if (this.#timer === undefined) this.#watch(longestSilence)
  }

  /** Has all words so far become final. */
  finalize(): void {
    if (this.isOpen) this.#socket.send('{"type":"finalize"}')
  }

  /** Keeps the session while there is no sound. */
  keepAlive(): void {
    if (this.isOpen) this.#socket.send('{"type":"keepalive"}')
  }

  /** Ends the sound: the last words come, and then the end. */
  finish(): void {
    this.#socket.send('')
  }

  /** Gives the session up; nobody hears of it any more. */
  close(): void {
    this.#isOver = true
    this.#leave()
  }

  readonly #lose = (): void => this.#end({ kind: 'lost' })

  #end(ending: Ending): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#leave()
    this.#onEnd(ending)
  }

  #leave(): void {
    this.#unwatch()
    removeEventListener('offline', this.#lose)
    this.#socket.close()
  }

  #watch(patience: number): void {
    this.#timer = setTimeout(this.#lose, patience)
  }

  #unwatch(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
