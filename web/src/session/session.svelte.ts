import { storageName } from '../app/base'
import { Drafts, removeDrafts } from './drafts'
import type { ServerInfo } from './server'

export type SessionState = 'open' | 'signed-out' | 'expired'

const entry = storageName('key')
// Whose drafts are in this tab: it stays when the key is refused, since whoever comes back is to find them.
const owner = storageName('project')

// What nobody wants to lose by signing out; the rest is quickly written again.
const precious = [new Drafts('correction'), new Drafts('labels')]

/**
 * The key that the page calls the API with. It is in this tab's session storage and nowhere else: it is gone when the tab is closed, and no
 * other tab or site has it.
 */
class Session {
  #key = $state<string | null>(null)
  #state = $state<SessionState>('signed-out')
  #needsKey = true
  // No state of Svelte's: what a component does when it goes sees that as it was before.
  #isClosed = false
  readonly #farewells: (() => void)[] = []
  readonly #guards = new Set<() => boolean>()

  get key(): string | null {
    return this.#key
  }

  get state(): SessionState {
    return this.#state
  }

  /** True once the user has signed out, and nothing of the user is to be left in the tab. */
  get isClosed(): boolean {
    return this.#isClosed
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

  /**
   * Begins with a key that the server has accepted.
   * @param project That the key is of: people of another one find no drafts of this one.
   */
  open(key: string, project: string): void {
    if (sessionStorage.getItem(owner) !== project) this.#forget()
    sessionStorage.setItem(entry, key)
    sessionStorage.setItem(owner, project)
    this.#key = key
    this.#isClosed = false
    this.#state = 'open'
  }

  /** Has something done before the user gives the key up, or somebody of another project comes. */
  beforeClosing(farewell: () => void): void {
    this.#farewells.push(farewell)
  }

  /** Asks whether something is not saved, until the function that is returned is called. */
  guard(isUnsaved: () => boolean): () => void {
    this.#guards.add(isUnsaved)
    return () => this.#guards.delete(isUnsaved)
  }

  /** True where the user would lose something by signing out. */
  hasUnsaved(): boolean {
    return [...this.#guards].some((isUnsaved) => isUnsaved()) || precious.some((drafts) => drafts.exist)
  }

  /** Ends it because the user wants to: nothing of the user stays in the tab. */
  close(): void {
    this.#isClosed = true
    this.#forget()
    this.#end('signed-out')
    sessionStorage.removeItem(owner)
  }

  /** Ends it because the server does not accept the key any more. */
  expire(): void {
    if (this.#needsKey && this.#state === 'open') this.#end('expired')
  }

  #forget(): void {
    for (const farewell of this.#farewells) farewell()
    removeDrafts()
  }

  #end(state: SessionState): void {
    sessionStorage.removeItem(entry)
    this.#key = null
    this.#state = state
  }
}

export const session = new Session()
