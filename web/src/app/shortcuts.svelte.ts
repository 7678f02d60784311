import type { Text } from '../i18n/language.svelte'

export interface Shortcut {
  /** One key, or two that are pressed one after the other; "Shift+" stands before one that is no character. */
  keys: [string] | [string, string]
  text: Text
  run: () => void
}

const entry = 'hansard.shortcuts'

// The second key of a pair comes within this time, in milliseconds.
const patience = 1500

/**
 * Shortcuts of single keys, which views add while they are shown. They can be switched off, since speech input and some keyboards press keys
 * that nobody meant (WCAG 2.1.4).
 */
class Shortcuts {
  #all = $state.raw<readonly Shortcut[]>([])
  #enabled = $state(localStorage.getItem(entry) !== 'off')
  #first: { key: string; at: number } | null = null

  constructor() {
    addEventListener('keydown', (event) => this.#press(event))
  }

  get all(): readonly Shortcut[] {
    return this.#all
  }

  get enabled(): boolean {
    return this.#enabled
  }

  set enabled(value: boolean) {
    this.#enabled = value
    if (value) localStorage.removeItem(entry)
    else localStorage.setItem(entry, 'off')
  }

  /** Adds shortcuts until the function that is returned is called. */
  add(shortcuts: readonly Shortcut[]): () => void {
    this.#all = [...this.#all, ...shortcuts]
    return () => {
      this.#all = this.#all.filter((shortcut) => !shortcuts.includes(shortcut))
    }
  }

  #press(event: KeyboardEvent): void {
    if (!this.#enabled || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select, dialog, [contenteditable]')) return
    // Space presses what has the focus.
    if (event.key === ' ' && event.target instanceof HTMLElement && event.target.closest('button, a, summary')) return
    const key = event.shiftKey && event.key.length > 1 ? `Shift+${event.key}` : event.key
    const first = this.#first !== null && event.timeStamp - this.#first.at < patience ? this.#first.key : null
    this.#first = null
    const pair = this.#all.find(({ keys }) => keys.length === 2 && keys[0] === first && keys[1] === key)
    const shortcut = pair ?? this.#all.find(({ keys }) => keys.length === 1 && keys[0] === key)
    if (shortcut) {
      event.preventDefault()
      shortcut.run()
    } else if (this.#all.some(({ keys }) => keys.length === 2 && keys[0] === key)) {
      this.#first = { key, at: event.timeStamp }
    }
  }
}

export const shortcuts = new Shortcuts()
