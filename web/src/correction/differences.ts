/** A stretch of one list in whose place there is another stretch in the other list. */
export interface Difference {
  start: number
  end: number
  /** In the other list. */
  otherStart: number
  otherEnd: number
}

// Cells of the table of the comparison: beyond that, a stretch counts as different as a whole.
const maximumTable = 16_000_000

/** The stretches in which two lists differ, in order: those of a longest common subsequence. */
export function differences(before: readonly string[], after: readonly string[]): Difference[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let [end, otherEnd] = [before.length, after.length]
  while (end > start && otherEnd > start && before[end - 1] === after[otherEnd - 1]) [end, otherEnd] = [end - 1, otherEnd - 1]
  const [rows, columns] = [end - start, otherEnd - start]
  if (rows === 0 && columns === 0) return []
  if (rows === 0 || columns === 0 || rows * columns > maximumTable) return [{ start, end, otherStart: start, otherEnd }]

  // Lengths of the longest common subsequences of what is left of both.
  const width = columns + 1
  const lengths = new Uint16Array((rows + 1) * width)
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      lengths[row * width + column] = before[start + row] === after[start + column]
        ? lengths[(row + 1) * width + column + 1]! + 1
        : Math.max(lengths[(row + 1) * width + column]!, lengths[row * width + column + 1]!)
    }
  }

  const found: Difference[] = []
  let [row, column] = [0, 0]
  while (row < rows || column < columns) {
    const [firstRow, firstColumn] = [row, column]
    while ((row < rows || column < columns) && !(row < rows && column < columns && before[start + row] === after[start + column])) {
      if (column >= columns || (row < rows && lengths[(row + 1) * width + column]! >= lengths[row * width + column + 1]!)) row++
      else column++
    }
    if (row > firstRow || column > firstColumn) {
      found.push({ start: start + firstRow, end: start + row, otherStart: start + firstColumn, otherEnd: start + column })
    }
    while (row < rows && column < columns && before[start + row] === after[start + column]) [row, column] = [row + 1, column + 1]
  }
  return found
}
