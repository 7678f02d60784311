import { getAccount, type Account } from '../api/account'

/** The project and the rights of the session's key. */
class CurrentAccount {
  #info = $state.raw<Account | null>(null)

  /** Null until it is known. */
  get info(): Account | null {
    return this.#info
  }

  get isAdministrator(): boolean {
    return this.#info?.administrator ?? false
  }

  /** Asks the server anew: the key may be another than before. */
  async load(signal: AbortSignal): Promise<void> {
    this.#info = null
    this.#info = await getAccount({ signal })
  }
}

export const account = new CurrentAccount()
