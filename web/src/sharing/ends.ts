/** How long a link is good for, to choose from. */
export const terms = ['day', 'week', 'month', 'date'] as const

export type Term = (typeof terms)[number]

const days = { day: 1, week: 7, month: 30 } as const

/** Days that a link is good for at most; the server refuses more. */
export const maximumDays = 365

/** The end of a link for the API: a date is good until its last second, where the user is. */
export function endOf(term: Term, date: string): { days: number } | { expires_at: string } {
  return term === 'date' ? { expires_at: new Date(`${date}T23:59:59`).toISOString() } : { days: days[term] }
}

/** A date some days from today, as a field for dates has it. */
export function dateIn(count: number): string {
  const date = new Date()
  date.setDate(date.getDate() + count)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Determines whether a link can end on a date. */
export function isPossible(date: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(date) && date >= dateIn(0) && date < dateIn(maximumDays)
}
