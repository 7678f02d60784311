import { call } from './client'

/** Words that people have corrected to more than once. */
export interface TermSuggestion {
  term: string
  /** What had been recognised instead, in one of the places. */
  heard: string
  times: number
}

export async function listSuggestions(): Promise<TermSuggestion[]> {
  return (await call<{ suggestions: TermSuggestion[] }>('GET', 'v1/vocabulary/suggestions')).suggestions
}

/** Suggests a term no more. */
export async function dismissSuggestion(term: string): Promise<void> {
  await call('POST', 'v1/vocabulary/suggestions/dismiss', { body: { terms: [term] } })
}

/** Makes it a term of the project, which applies to all of its recordings. */
export async function acceptSuggestion(term: string): Promise<void> {
  await call('POST', 'v1/vocabulary', { body: { terms: [term] } })
}
