import { differences, type Difference } from './differences'
import { keyOf, type Piece } from './placement'

/** A place where two people have changed the same: both versions. */
export interface Clash {
  theirs: readonly Piece[]
  mine: readonly Piece[]
}

export interface Merged {
  /** Where both have changed the same, mine. */
  pieces: readonly Piece[]
  clashes: readonly Clash[]
}

/** Puts two people's changes of the same paragraphs together. */
export function merge(base: readonly Piece[], theirs: readonly Piece[], mine: readonly Piece[]): Merged {
  const keys = base.map(keyOf)
  const [theirChanges, myChanges] = [differences(keys, theirs.map(keyOf)), differences(keys, mine.map(keyOf))]
  const pieces: Piece[] = []
  const clashes: Clash[] = []
  let [at, their, my] = [0, 0, 0]
  while (their < theirChanges.length || my < myChanges.length) {
    // All changes that touch one another are one place.
    const start = Math.min(theirChanges[their]?.start ?? Infinity, myChanges[my]?.start ?? Infinity)
    let end = start
    const [firstTheir, firstMy] = [their, my]
    for (let grows = true; grows; ) {
      grows = false
      const [next, other] = [theirChanges[their], myChanges[my]]
      const hasBegun = their > firstTheir || my > firstMy
      if (next && touches(next, start, end, hasBegun)) [end, their, grows] = [Math.max(end, next.end), their + 1, true]
      else if (other && touches(other, start, end, hasBegun)) [end, my, grows] = [Math.max(end, other.end), my + 1, true]
    }
    pieces.push(...base.slice(at, start))
    const theirVersion = version(base, theirs, theirChanges.slice(firstTheir, their), start, end)
    const myVersion = version(base, mine, myChanges.slice(firstMy, my), start, end)
    const isSame = theirVersion.map(keyOf).join('\n') === myVersion.map(keyOf).join('\n')
    if (my === firstMy) pieces.push(...theirVersion)
    else pieces.push(...myVersion)
    if (their > firstTheir && my > firstMy && !isSame) clashes.push({ theirs: theirVersion, mine: myVersion })
    at = end
  }
  pieces.push(...base.slice(at))
  return { pieces, clashes }
}

function touches(change: Difference, start: number, end: number, hasBegun: boolean): boolean {
  return !hasBegun ? change.start === start : change.start < end || (change.start === end && change.start === start)
}

// A stretch of the base as one of them has it.
function version(base: readonly Piece[], own: readonly Piece[], changes: readonly Difference[], start: number, end: number): Piece[] {
  const pieces: Piece[] = []
  let at = start
  for (const change of changes) {
    pieces.push(...base.slice(at, change.start), ...own.slice(change.otherStart, change.otherEnd))
    at = change.end
  }
  pieces.push(...base.slice(at, end))
  return pieces
}
