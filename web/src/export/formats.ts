/** The formats in which a transcript is downloaded, by their names in the API, which are the ends of file names too. */
export const formats = ['txt', 'md', 'docx', 'srt', 'vtt', 'ass', 'csv', 'rttm', 'json'] as const

export type ExportFormat = (typeof formats)[number]

/** Layouts of subtitles. */
export const styles = ['default', 'broadcast', 'web', 'netflix'] as const

export const translations = ['original', 'translated', 'both'] as const

/** The options of subtitles that are numbers, with the bounds that the server has for them. */
export const numbers = [
  { name: 'line_width', least: 10, most: 200 },
  { name: 'max_lines', least: 1, most: 2 },
  { name: 'reading_speed', least: 1, most: 100 },
  { name: 'min_duration_ms', least: 0, most: 10_000 },
  { name: 'max_duration_ms', least: 500, most: 60_000 },
  { name: 'gap_ms', least: 0, most: 2000 },
  { name: 'frame_rate', least: 10, most: 240 },
] as const

export type NumberOption = (typeof numbers)[number]['name']

export interface ExportChoice {
  format: ExportFormat
  style: (typeof styles)[number]
  /** Absent: as the style has it. */
  numbers: Partial<Record<NumberOption, string>>
  /** Empty: as the format has it. */
  translation: '' | (typeof translations)[number]
  timestamps: boolean
  /** Without fillers, false starts and repeated words. */
  clean: boolean
  /** Without numbers and addresses that tell of a person. */
  redact: boolean
}

export function isSubtitles(format: ExportFormat): boolean {
  return format === 'srt' || format === 'vtt' || format === 'ass'
}

/** Determines whether paragraphs may begin with their times. */
export function hasTimestamps(format: ExportFormat): boolean {
  return format === 'txt' || format === 'md'
}

/** Determines whether the format can leave out translations, or what they translate. */
export function choosesTranslation(format: ExportFormat): boolean {
  return format !== 'json' && format !== 'rttm'
}

/** Determines whether the format has words. */
export function hasWords(format: ExportFormat): boolean {
  return format !== 'rttm'
}

/** The choice without numbers that the server would refuse, for where nobody could be told. */
export function possible(choice: ExportChoice): ExportChoice {
  const kept = numbers.filter(({ name, least, most }) => {
    const value = Number(choice.numbers[name] || NaN)
    return value >= least && value <= most
  })
  return { ...choice, numbers: Object.fromEntries(kept.map(({ name }) => [name, choice.numbers[name]])) }
}

/** The query of the API for a choice. */
export function queryOf(choice: ExportChoice, format = choice.format): URLSearchParams {
  const query = new URLSearchParams({ format })
  const style = [...(hasWords(format) && choice.clean ? ['clean'] : []), ...(isSubtitles(format) ? [choice.style] : [])]
  if (style.length > 0) query.set('style', style.join(','))
  if (hasWords(format) && choice.redact) query.set('redact', 'true')
  if (isSubtitles(format)) {
    for (const { name } of numbers) if (choice.numbers[name]) query.set(name, choice.numbers[name])
  }
  if (choosesTranslation(format) && choice.translation !== '') query.set('translation', choice.translation)
  if (hasTimestamps(format) && choice.timestamps) query.set('timestamps', 'true')
  return query
}
