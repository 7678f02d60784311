import type english from './en.json'

export type Text = keyof typeof english

/** A text that is there in a form for each plural category, such as "transcript.words" for "transcript.words.one". */
export type CountedText = Text extends infer Name ? (Name extends `${infer Stem}.other` ? Stem : never) : never

type Strings = Record<Text, string>

/** The languages of the page, each by its own name. */
export const languages = { en: 'English', es: 'Español', pt: 'Português', de: 'Deutsch' } as const

export type LanguageCode = keyof typeof languages

// One language of the interface is loaded: a string file each, by its name.
const files = import.meta.glob<Strings>('./*.json', { import: 'default' })
const entry = 'hansard.language'

function isLanguage(code: string | null | undefined): code is LanguageCode {
  return code !== null && code !== undefined && Object.hasOwn(languages, code)
}

/** The user's choice, or the first language of the browser that the page has. */
function preferred(): LanguageCode {
  const stored = localStorage.getItem(entry)
  if (isLanguage(stored)) return stored
  return navigator.languages.map((tag) => tag.split('-')[0]).find((code): code is LanguageCode => isLanguage(code)) ?? 'en'
}

/** The language of the interface. */
class Language {
  #code = $state<LanguageCode>('en')
  #strings = $state.raw<Partial<Strings>>({})

  get code(): LanguageCode {
    return this.#code
  }

  /** The language with the region of the browser, where that is of the same language: dates are written otherwise in en-GB and en-US. */
  get locale(): string {
    return navigator.languages.find((tag) => tag.split('-')[0] === this.#code) ?? this.#code
  }

  start(): Promise<void> {
    return this.#load(preferred())
  }

  async choose(code: LanguageCode): Promise<void> {
    localStorage.setItem(entry, code)
    await this.#load(code)
  }

  /** The text of that name, with its {gaps} filled. */
  text(name: Text, gaps: Record<string, string> = {}): string {
    return (this.#strings[name] ?? name).replace(/\{(\w+)\}/g, (gap, key: string) => gaps[key] ?? gap)
  }

  /** The text for a number of things. */
  counted(stem: CountedText, count: number): string {
    const form = `${stem}.${new Intl.PluralRules(this.#code).select(count)}` as Text
    const gaps = { count: new Intl.NumberFormat(this.locale).format(count) }
    return this.text(form in this.#strings ? form : `${stem}.other`, gaps)
  }

  async #load(code: LanguageCode): Promise<void> {
    this.#strings = await files[`./${code}.json`]!()
    this.#code = code
    document.documentElement.lang = code
  }
}

export const language = new Language()

/** The text of that name in the language of the interface. */
export function t(name: Text, gaps?: Record<string, string>): string {
  return language.text(name, gaps)
}
