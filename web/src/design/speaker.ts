// As many as there are colours.
const colours = 8

/** The class that gives a speaker's name its colour. */
export function colourOf(speaker: string | null): string {
  return `colour-${((Number.parseInt(speaker ?? '1', 10) - 1) % colours) + 1}`
}
