/** A place in the text of a paragraph. */
export interface TextPlace {
  paragraph: number
  offset: number
}

/** The place in what was said that the pointer is on. */
export function pointedAt(event: MouseEvent): TextPlace | null {
  const caret = document.caretPositionFromPoint?.(event.clientX, event.clientY)
  if (caret) return placeOf(caret.offsetNode, caret.offset)
  // Browsers of before 2024.
  const range = document.caretRangeFromPoint?.(event.clientX, event.clientY)
  return range ? placeOf(range.startContainer, range.startOffset) : null
}

/** The stretch of what was said that is selected. */
export function selected(): { start: TextPlace; end: TextPlace } | null {
  const selection = getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  const start = placeOf(range.startContainer, range.startOffset)
  const end = placeOf(range.endContainer, range.endOffset)
  return start && end ? { start, end } : null
}

function placeOf(node: Node, offset: number): TextPlace | null {
  const element = node instanceof Element ? node : node.parentElement
  const section = element?.closest('[data-paragraph]')
  if (!section) return null
  const paragraph = Number(section.getAttribute('data-paragraph'))
  // The end of a selection of whole lines is the beginning of the next paragraph.
  return { paragraph, offset: node instanceof Text && element?.hasAttribute('data-said') ? offset : 0 }
}
