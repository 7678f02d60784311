import type { Status } from '../api/contract'
import type { SearchQuery } from '../api/search'
import { maximumText } from '../api/search'
import { router } from '../app/router.svelte'

/** The states by which transcriptions are looked for. */
export const statuses = ['queued', 'processing', 'completed', 'error'] as const satisfies readonly Status[]

function statusOf(value: string | null): Status | '' {
  return statuses.find((status) => status === value) ?? ''
}

/** The search that the address of the library names. */
class Query {
  readonly #current = $derived<SearchQuery>({
    text: (router.query.get('q') ?? '').slice(0, maximumText),
    tag: router.query.get('tag') ?? '',
    status: statusOf(router.query.get('status')),
  })

  get current(): SearchQuery {
    return this.#current
  }

  /** True when anything is looked for: all transcriptions are listed otherwise. */
  get isSearch(): boolean {
    const { text, tag, status } = this.#current
    return text.trim() !== '' || tag !== '' || status !== ''
  }

  change(changes: Partial<SearchQuery>): void {
    const { text, tag, status } = { ...this.#current, ...changes }
    router.replaceQuery({ q: text || null, tag: tag || null, status: status || null })
  }

  clear(): void {
    this.change({ text: '', tag: '', status: '' })
  }
}

export const query = new Query()
