import type { Highlights, Span } from './highlights'

const motion = matchMedia('(prefers-reduced-motion: reduce)')

// Keys that scroll.
const keys = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End']

/** Keeps what is being said in sight, until the user scrolls away from it. */
export class Following {
  #active = $state(true)

  get active(): boolean {
    return this.#active
  }

  resume(): void {
    this.#active = true
  }

  pause(): void {
    this.#active = false
  }

  /** Notices that the user scrolls, until the function that is returned is called. */
  start(): () => void {
    const stop = new AbortController()
    const pause = () => (this.#active = false)
    const options = { signal: stop.signal, passive: true }
    addEventListener('wheel', pause, options)
    addEventListener('touchmove', pause, options)
    // The scroll bar belongs to the document itself.
    addEventListener('pointerdown', (event) => event.target === document.documentElement && pause(), options)
    addEventListener('keydown', (event) => {
      const isField = event.target instanceof Element && event.target.closest('input, textarea, select, dialog, [role=slider], [role=spinbutton]')
      if (!isField && keys.includes(event.key)) pause()
    }, options)
    return () => stop.abort()
  }
}

/** Brings a stretch of the text into the upper half of what is seen, unless it is well in sight. */
export function reveal(highlights: Highlights, span: Span): void {
  const range = highlights.range(span)
  if (!range) return
  const { top, bottom } = range.getBoundingClientRect()
  const height = document.documentElement.clientHeight
  if (top > 0.15 * height && bottom < 0.7 * height) return
  const by = top - 0.3 * height
  scrollBy({ top: by, behavior: motion.matches || Math.abs(by) > 1.5 * height ? 'instant' : 'smooth' })
}
