import { router } from '../app/router.svelte'

/** Where translations are. */
export const translationPlaces = ['below', 'beside', 'hidden'] as const

export type TranslationPlace = (typeof translationPlaces)[number]

/** How a transcript is read, kept in the address of the view. */
class Reading {
  readonly #times = $derived(router.query.get('times') !== 'off')
  readonly #doubts = $derived(router.query.get('doubts') !== 'off')
  readonly #translation = $derived(translationPlaces.find((place) => place === router.query.get('translation')) ?? 'below')
  readonly #corrects = $derived(router.query.get('correct') !== null)
  readonly #revision = $derived(numberOf(router.query.get('revision')))
  readonly #wanted = $derived(router.query.get('find'))

  get times(): boolean {
    return this.#times
  }

  set times(value: boolean) {
    router.replaceQuery({ times: value ? null : 'off' })
  }

  /** Marks words that the server is not sure of. */
  get doubts(): boolean {
    return this.#doubts
  }

  set doubts(value: boolean) {
    router.replaceQuery({ doubts: value ? null : 'off' })
  }

  get translation(): TranslationPlace {
    return this.#translation
  }

  set translation(value: TranslationPlace) {
    router.replaceQuery({ translation: value === 'below' ? null : value })
  }

  /** The text can be typed in. */
  get corrects(): boolean {
    return this.#corrects
  }

  set corrects(value: boolean) {
    router.replaceQuery({ correct: value ? 'on' : null })
  }

  /** The revision that is read, 0 for the original; null: the newest one. */
  get revision(): number | null {
    return this.#revision
  }

  /** Shows a revision to read. */
  view(revision: number | null): void {
    router.pushQuery({ revision: revision === null ? null : String(revision), correct: null })
  }

  /** Goes on with the newest revision, which is what is shown. */
  follow(): void {
    router.replaceQuery({ revision: null })
  }

  /** The text looked for; null where nothing is. */
  get wanted(): string | null {
    return this.#wanted
  }

  set wanted(value: string | null) {
    router.replaceQuery({ find: value })
  }

  /** The place in the recording, in milliseconds. */
  get time(): number {
    const seconds = Number.parseFloat(router.query.get('t') ?? '')
    return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0
  }

  get rate(): number {
    const rate = Number.parseFloat(router.query.get('rate') ?? '')
    return rate >= 0.5 && rate <= 3 ? rate : 1
  }

  /** Notes where the user is. */
  keep(time: number, rate: number): void {
    router.replaceQuery({ t: time > 0 ? (time / 1000).toFixed(1) : null, rate: rate === 1 ? null : String(rate) })
  }
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null
}

export const reading = new Reading()
