import type { Status } from '../api/contract'
import type { SearchQuery } from '../api/search'
import { maximumText } from '../api/search'
import { router } from '../app/router.svelte'

/** The states by which transcriptions are looked for. */
export const statuses = ['queued', 'processing', 'completed', 'error'] as const satisfies readonly Status[]

function statusOf(value: string | null): Status | '' {
  return statuses.find((status) => status === value) ?? ''
}

// Of what is searched in place of the list, also once the search is empty again.
const mark = 'search'

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
    const parameters = { q: text || null, tag: tag || null, status: status || null }
    // The list is what Back leads to: not a search of one letter less.
    const begins = !this.isSearch && (text.trim() !== '' || tag !== '' || status !== '')
    if (begins && router.mark !== mark) router.pushQuery(parameters, mark)
    else router.replaceQuery(parameters)
  }

  clear(): void {
    this.change({ text: '', tag: '', status: '' })
  }
}

export const query = new Query()
