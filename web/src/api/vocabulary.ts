import { call } from './client'

/** A name or word that may be said in any recording of the project, as it is to be written. */
export interface Term {
  id: string
  term: string
}

/** Terms that a project may have, and characters of one; the server refuses more. */
export const maximumTerms = 2000
export const maximumTerm = 100

export async function listTerms(signal?: AbortSignal): Promise<Term[]> {
  return (await call<{ terms: Term[] }>('GET', 'v1/vocabulary', { signal })).terms
}

/** Adds terms; those that are there already stay. */
export async function addTerms(terms: readonly string[]): Promise<Term[]> {
  return (await call<{ terms: Term[] }>('POST', 'v1/vocabulary', { body: { terms } })).terms
}

export async function removeTerm(id: string): Promise<void> {
  await call('DELETE', `v1/vocabulary/${encodeURIComponent(id)}`)
}
