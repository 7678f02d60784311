import type { Text } from '../i18n/language.svelte'

export interface Shortcut {
  /**
   * One key, or two that are pressed one after the other; "Shift+" stands before one that is no character, and "Ctrl+" before all that is
   * pressed with Ctrl or ⌘.
   */
  keys: [string] | [string, string]
  text: Text
  run: () => void
  /** Pressed while something is typed, too. */
  inFields?: boolean
  /** Only told of here: what has the focus hears of the key itself. */
  isElsewhere?: boolean
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
  // The same, and no state of Svelte's: views that go take theirs out, and see that as it was before any of them went.
  #current: readonly Shortcut[] = []
  #enabled = $state(localStorage.getItem(entry) !== 'off')
  #first: { key: string; at: number } | null = null

  constructor() {
    addEventListener('keydown', (event) => this.#press(event))
  }

  get all(): readonly Shortcut[] {
    return this.#all
  }

  get #heard(): readonly Shortcut[] {
    return this.#current.filter(({ isElsewhere }) => !isElsewhere)
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
    this.#set([...this.#current, ...shortcuts])
    return () => this.#set(this.#current.filter((shortcut) => !shortcuts.includes(shortcut)))
  }

  #set(shortcuts: readonly Shortcut[]): void {
    this.#current = shortcuts
    this.#all = shortcuts
  }

  #press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey || event.isComposing) return
    if (event.ctrlKey || event.metaKey) this.#pressWithCtrl(event)
    else if (this.#enabled) this.#pressAlone(event)
  }

  #pressWithCtrl(event: KeyboardEvent): void {
    const key = `Ctrl+${keyOf(event)}`
    const shortcut = this.#heard.find(({ keys }) => keys.length === 1 && keys[0] === key)
    if (!shortcut || (!shortcut.inFields && isIn(event, fields)) || isIn(event, 'dialog')) return
    event.preventDefault()
    shortcut.run()
  }

  #pressAlone(event: KeyboardEvent): void {
    if (isIn(event, fields)) return
    // Space and Enter press what has the focus.
    if ((event.key === ' ' || event.key === 'Enter') && isIn(event, 'button, a, summary')) return
    const key = keyOf(event)
    const first = this.#first !== null && event.timeStamp - this.#first.at < patience ? this.#first.key : null
    this.#first = null
    const pair = this.#heard.find(({ keys }) => keys.length === 2 && keys[0] === first && keys[1] === key)
    const shortcut = pair ?? this.#heard.find(({ keys }) => keys.length === 1 && keys[0] === key)
    if (shortcut) {
      event.preventDefault()
      shortcut.run()
    } else if (this.#heard.some(({ keys }) => keys.length === 2 && keys[0] === key)) {
      this.#first = { key, at: event.timeStamp }
    }
  }
}

const fields = 'input, textarea, select, dialog, [contenteditable]'

function isIn(event: KeyboardEvent, selector: string): boolean {
  return event.target instanceof HTMLElement && event.target.closest(selector) !== null
}

function keyOf({ key, shiftKey }: KeyboardEvent): string {
  return shiftKey && key.length > 1 ? `Shift+${key}` : key
}

export const shortcuts = new Shortcuts()
