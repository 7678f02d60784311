import { storageName } from '../app/base'
import { formats, numbers, styles, translations, type ExportChoice } from './formats'

const entry = storageName('export')
const digits = 12

// What is stored may be of another version of the page, or of nobody's making.
function stored(): ExportChoice {
  const choice: ExportChoice = { format: 'txt', style: 'default', numbers: {}, translation: '', timestamps: false, clean: false, redact: false }
  try {
    const read = JSON.parse(localStorage.getItem(entry) ?? '{}') as Partial<Record<keyof ExportChoice, unknown>>
    choice.format = formats.find((format) => format === read.format) ?? choice.format
    choice.style = styles.find((style) => style === read.style) ?? choice.style
    choice.translation = translations.find((translation) => translation === read.translation) ?? choice.translation
    choice.timestamps = read.timestamps === true
    choice.clean = read.clean === true
    choice.redact = read.redact === true
    const values = (read.numbers ?? {}) as Record<string, unknown>
    for (const { name } of numbers) {
      const value = values[name]
      if (typeof value === 'string' && value.length <= digits) choice.numbers[name] = value
    }
  } catch {
    // Nothing is remembered.
  }
  return choice
}

/** How transcripts are exported, the same for all; the player's subtitles follow it. */
export const choice = $state<ExportChoice>(stored())

/** Remembers the choice for the next time. */
export function remember(): void {
  localStorage.setItem(entry, JSON.stringify(choice))
}
