import type { Labels } from '../api/labels'

/** Tags are the same whatever their case. */
export function hasTag(tags: readonly string[], tag: string): boolean {
  return tags.some((other) => isSame(other, tag))
}

/** Determines whether there is nothing to save. */
export function areSame(one: Labels, other: Labels): boolean {
  return one.notes === other.notes && one.tags.length === other.tags.length && one.tags.every((tag, index) => tag === other.tags[index])
}

/** Both of two versions: all tags, and one's notes below the other's. */
export function both(theirs: Labels, mine: Labels): Labels {
  const tags = [...theirs.tags, ...mine.tags.filter((tag) => !hasTag(theirs.tags, tag))]
  if (theirs.notes.includes(mine.notes)) return { tags, notes: theirs.notes }
  if (mine.notes.includes(theirs.notes)) return { tags, notes: mine.notes }
  return { tags, notes: `${theirs.notes.trimEnd()}\n\n${mine.notes}` }
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
