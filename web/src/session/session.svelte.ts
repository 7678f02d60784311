import { storageName } from '../app/base'
import type { ServerInfo } from './server'

export type SessionState = 'open' | 'signed-out' | 'expired'

const entry = storageName('key')

/**
 * The key that the page calls the API with. It is in this tab's session storage and nowhere else: it is gone when the tab is closed, and no
 * other tab or site has it.
 */
class Session {
  #key = $state<string | null>(null)
  #state = $state<SessionState>('signed-out')
  #needsKey = true
  readonly #farewells: (() => void)[] = []

  get key(): string | null {
    return this.#key
  }

  get state(): SessionState {
    return this.#state
  }

  /** False on a server that lets everybody in. */
  get needsKey(): boolean {
    return this.#needsKey
  }

  /** Goes on with the key of this tab, if it has one. */
  begin(server: ServerInfo): void {
    this.#needsKey = server.auth_required
    this.#key = this.#needsKey ? sessionStorage.getItem(entry) : null
    this.#state = !this.#needsKey || this.#key !== null ? 'open' : 'signed-out'
  }

  /** Begins with a key that the server has accepted. */
  open(key: string): void {
    sessionStorage.setItem(entry, key)
    this.#key = key
    this.#state = 'open'
  }

  /** Has something done with the key before the user gives it up. */
  beforeClosing(farewell: () => void): void {
    this.#farewells.push(farewell)
  }

  /** Ends it because the user wants to. */
  close(): void {
    for (const farewell of this.#farewells) farewell()
    this.#end('signed-out')
  }

  /** Ends it because the server does not accept the key any more. */
  expire(): void {
    if (this.#needsKey && this.#state === 'open') this.#end('expired')
  }

  #end(state: SessionState): void {
    sessionStorage.removeItem(entry)
    this.#key = null
    this.#state = state
  }
}

export const session = new Session()
