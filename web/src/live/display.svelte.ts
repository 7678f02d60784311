import { storageName } from '../app/base'

const entry = storageName('captions')

// Sizes of the letters, from a telephone in the hand to the back of a room; the style sheet of the lines has them.
const largest = 5
const usual = 2

/** Where translations are shown. */
export const places = ['below', 'beside'] as const

export type Place = (typeof places)[number]

/** How captions are shown; remembered. */
class Display {
  #step = $state(usual)
  #hasContrast = $state(false)
  #place = $state<Place>('below')

  constructor() {
    try {
      const { step, contrast, place } = JSON.parse(localStorage.getItem(entry) ?? '{}') as Record<string, unknown>
      if (Number.isInteger(step)) this.#step = Math.min(Math.max(step as number, 0), largest)
      this.#hasContrast = contrast === true
      this.#place = places.find((known) => known === place) ?? 'below'
    } catch {
      // Of nobody's making: it is as usual.
    }
  }

  /** The size of the letters, from 0. */
  get step(): number {
    return this.#step
  }

  get isSmallest(): boolean {
    return this.#step === 0
  }

  get isLargest(): boolean {
    return this.#step === largest
  }

  /** Changes the size by a step. */
  resize(by: 1 | -1): void {
    this.#step = Math.min(Math.max(this.#step + by, 0), largest)
    this.#keep()
  }

  /** White on black, whatever the theme is. */
  get hasContrast(): boolean {
    return this.#hasContrast
  }

  set hasContrast(value: boolean) {
    this.#hasContrast = value
    this.#keep()
  }

  get place(): Place {
    return this.#place
  }

  set place(value: Place) {
    this.#place = value
    this.#keep()
  }

  #keep(): void {
    localStorage.setItem(entry, JSON.stringify({ step: this.#step, contrast: this.#hasContrast, place: this.#place }))
  }
}

export const display = new Display()
