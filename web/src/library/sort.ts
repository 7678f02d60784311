import type { Transcription } from '../api/contract'
import { language } from '../i18n/language.svelte'

/** The orders in which transcriptions are listed. */
export const orders = ['date', 'name', 'length', 'state'] as const

export type Order = (typeof orders)[number]

// What wants attention comes first.
const states = ['processing', 'queued', 'error', 'completed']

export function orderOf(name: string | null): Order {
  return orders.find((order) => order === name) ?? 'date'
}

/** Sorts transcriptions, which are the newest first: so are those that are alike. */
export function sorted(rows: readonly Transcription[], order: Order): readonly Transcription[] {
  switch (order) {
    case 'date':
      return rows
    case 'name': {
      const { compare } = new Intl.Collator(language.code, { numeric: true })
      return rows.toSorted((one, other) => compare(one.filename, other.filename))
    }
    case 'length':
      return rows.toSorted((one, other) => (other.audio_duration_ms ?? 0) - (one.audio_duration_ms ?? 0))
    case 'state':
      return rows.toSorted((one, other) => states.indexOf(one.status) - states.indexOf(other.status))
  }
}
