import type { Paragraph } from './paragraphs'

/** A place where something was found. */
export interface Match {
  paragraph: number
  isTranslation: boolean
  start: number
  end: number
}

// More than anybody looks at one by one; a single letter is found everywhere.
const most = 5000

/** Finds a text, whatever its case and accents, in the order of reading. */
export function find(paragraphs: readonly Paragraph[], wanted: string, withTranslation: boolean): Match[] {
  const needle = fold(wanted.trim())
  const matches: Match[] = []
  if (needle === '') return matches
  paragraphs.forEach((item, paragraph) => {
    findIn(item.text, false)
    if (withTranslation) findIn(item.translation, true)

    function findIn(text: string, isTranslation: boolean): void {
      const folded = fold(text)
      for (let at = folded.indexOf(needle); at >= 0 && matches.length < most; at = folded.indexOf(needle, at + needle.length)) {
        matches.push({ paragraph, isTranslation, start: at, end: at + needle.length })
      }
    }
  })
  return matches
}

/** The text without case and accents; every code unit stays where it is. */
function fold(text: string): string {
  return text.replace(/[^\x00-\x40\x5b-\x7f]/g, (unit) => {
    const folded = unit.normalize('NFD').charAt(0).toLowerCase()
    return folded.length === 1 ? folded : unit
  })
}
