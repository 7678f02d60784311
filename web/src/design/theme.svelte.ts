export const themes = ['system', 'light', 'dark'] as const

export type Theme = (typeof themes)[number]

// theme-at-start.ts reads this entry before anything else runs.
const entry = 'hansard.theme'

function isTheme(value: unknown): value is Theme {
  return themes.includes(value as Theme)
}

/** The colours that the user has chosen; "system" follows the operating system. */
class ThemeChoice {
  #current = $state<Theme>('system')
  readonly #dark = matchMedia('(prefers-color-scheme: dark)')

  constructor() {
    const stored = localStorage.getItem(entry)
    if (isTheme(stored)) this.#current = stored
    this.#dark.addEventListener('change', () => this.#apply(this.#current))
    // Another tab has chosen.
    addEventListener('storage', (event) => {
      if (event.key === entry) this.#apply(isTheme(event.newValue) ? event.newValue : 'system')
    })
  }

  get current(): Theme {
    return this.#current
  }

  choose(theme: Theme): void {
    if (theme === 'system') localStorage.removeItem(entry)
    else localStorage.setItem(entry, theme)
    this.#apply(theme)
  }

  #apply(theme: Theme): void {
    this.#current = theme
    // The document says which colours it has, so that they stand in the style sheet once.
    document.documentElement.dataset['theme'] = theme === 'system' ? (this.#dark.matches ? 'dark' : 'light') : theme
  }
}

export const theme = new ThemeChoice()
