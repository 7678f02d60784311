import { language } from './language.svelte'

/** A length of time as a clock shows it: 0:07, 12:34, 1:02:03. */
export function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** A length of time as HTML's time element has it, which is how machines read it. */
export function isoDuration(milliseconds: number): string {
  return `PT${Math.round(milliseconds / 1000)}S`
}

/** A moment as people of the interface's language write it. */
export function moment(iso: string): string {
  return new Intl.DateTimeFormat(language.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso))
}

export function percent(share: number): string {
  return new Intl.NumberFormat(language.locale, { style: 'percent', maximumFractionDigits: 0 }).format(share)
}

/** The name of a language in the language of the interface. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(language.locale, { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}

/** Sorts texts as a dictionary of the interface's language does. */
export function inOrder<T>(items: readonly T[], text: (item: T) => string): T[] {
  const { compare } = new Intl.Collator(language.code)
  return [...items].sort((one, other) => compare(text(one), text(other)))
}

/** A factor, with two digits that mean something: 0.8, 2.5, 12. */
export function multiple(factor: number): string {
  return new Intl.NumberFormat(language.locale, { maximumFractionDigits: factor < 10 ? 1 : 0 }).format(factor)
}

/** About how long something takes: 25 seconds, 3 minutes, 1.5 hours. */
export function span(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 57.5) return unit(Math.max(Math.ceil(seconds / 5) * 5, 5), 'second')
  if (seconds < 3570) return unit(Math.round(seconds / 60), 'minute')
  return unit(Math.round(seconds / 360) / 10, 'hour')
}

function unit(value: number, name: 'second' | 'minute' | 'hour'): string {
  return new Intl.NumberFormat(language.locale, { style: 'unit', unit: name, unitDisplay: 'long', maximumFractionDigits: 1 }).format(value)
}

export function number(value: number): string {
  return new Intl.NumberFormat(language.locale).format(value)
}

/** A day of UTC, such as 2026-01-31. */
export function day(iso: string): string {
  return new Intl.DateTimeFormat(language.locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(iso))
}

/** An amount of storage: 812 kB, 1.4 GB. */
export function bytes(count: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte']
  const power = Math.min(Math.max(Math.floor(Math.log10(Math.max(count, 1)) / 3), 0), units.length - 1)
  const value = count / 1000 ** power
  return new Intl.NumberFormat(language.locale, {
    style: 'unit', unit: units[power]!, unitDisplay: power === 0 ? 'long' : 'short', maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value)
}
