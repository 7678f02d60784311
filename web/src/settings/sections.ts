/** The sections of the settings, each with its address; the first is at that of the settings themselves. */
export const sections = ['general', 'usage', 'vocabulary', 'models', 'speakers', 'webhooks', 'projects', 'nodes', 'server'] as const

export type Section = (typeof sections)[number]

/** Sections about the whole server, for administrators' keys. */
export const administration: readonly Section[] = ['projects', 'nodes', 'server']

/** The section that a segment of the address names; null: there is none. */
export function sectionOf(segment: string | undefined): Section | null {
  if (segment === undefined) return 'general'
  return sections.find((section) => section !== 'general' && section === segment) ?? null
}
