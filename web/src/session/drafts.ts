import { storageName } from '../app/base'

/** What a draft is of. */
export type DraftKind = 'addresses' | 'correction' | 'labels' | 'passages' | 'vocabulary' | 'webhook'

const prefix = storageName('draft:')

/** What the user of this tab has not finished yet: it outlives a reload, and is gone when somebody else uses the tab. */
export class Drafts {
  readonly #prefix: string

  constructor(kind: DraftKind) {
    this.#prefix = prefix + kind
  }

  /** Reads one, as JSON gave it; null where there is none. */
  read(id: string | null = null): unknown {
    try {
      return JSON.parse(sessionStorage.getItem(this.#entryOf(id)) ?? 'null') as unknown
    } catch {
      return null
    }
  }

  /**
   * Keeps one; null: there is none any more.
   * @returns False where the browser has no room for it.
   */
  keep(value: unknown, id: string | null = null): boolean {
    try {
      if (value === null) sessionStorage.removeItem(this.#entryOf(id))
      else sessionStorage.setItem(this.#entryOf(id), JSON.stringify(value))
      return true
    } catch {
      return false
    }
  }

  /** True where there is any. */
  get exist(): boolean {
    return Object.keys(sessionStorage).some((entry) => entry.startsWith(this.#prefix))
  }

  #entryOf(id: string | null): string {
    return id === null ? this.#prefix : `${this.#prefix}:${id}`
  }
}

/** Removes the drafts of all kinds. */
export function removeDrafts(): void {
  for (const entry of Object.keys(sessionStorage)) if (entry.startsWith(prefix)) sessionStorage.removeItem(entry)
}
