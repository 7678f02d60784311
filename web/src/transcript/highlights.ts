import './highlights.css'

/** A stretch of the text of a paragraph, or of its translation. */
export interface Span {
  paragraph: number
  start: number
  end: number
  isTranslation?: boolean
}

export type HighlightName = 'spoken' | 'doubt' | 'doubt-strong' | 'found' | 'found-current' | 'loop' | 'doubted'

/** Paints stretches of the text without an element for each: only those of paragraphs that are near what is seen. */
export class Highlights {
  readonly #sections = new Map<number, HTMLElement>()
  readonly #near = new Set<number>()
  readonly #numbers = new WeakMap<Element, number>()
  readonly #spans = new Map<HighlightName, Map<number, Span[]>>()
  readonly #ranges = new Map<HighlightName, Map<number, Range[]>>()
  readonly #observer = new IntersectionObserver((entries) => this.#observe(entries), { rootMargin: '100% 0px' })

  /** Takes a paragraph that is shown in, until the function that is returned is called. */
  add(paragraph: number, section: HTMLElement): () => void {
    this.#sections.set(paragraph, section)
    this.#numbers.set(section, paragraph)
    this.#observer.observe(section)
    return () => {
      this.#observer.unobserve(section)
      this.#leave(paragraph)
      this.#sections.delete(paragraph)
    }
  }

  /** Paints these stretches, and none of those before, under a name. */
  paint(name: HighlightName, spans: readonly Span[]): void {
    const byParagraph = new Map<number, Span[]>()
    for (const span of spans) {
      const own = byParagraph.get(span.paragraph)
      if (own) own.push(span)
      else byParagraph.set(span.paragraph, [span])
    }
    registry.get(name)?.clear()
    this.#spans.set(name, byParagraph)
    this.#ranges.set(name, new Map())
    for (const paragraph of this.#near) this.#paintIn(name, paragraph)
  }

  /** The element of a paragraph; null where it is not shown yet. */
  section(paragraph: number): HTMLElement | null {
    return this.#sections.get(paragraph) ?? null
  }

  /** The place of a stretch in the document; null where it is not shown yet. */
  range(span: Span): Range | null {
    const selector = span.isTranslation ? '[data-translation]' : '[data-said]'
    const node = this.#sections.get(span.paragraph)?.querySelector(selector)?.firstChild
    if (!(node instanceof Text) || span.end > node.length) return null
    const range = document.createRange()
    range.setStart(node, span.start)
    range.setEnd(node, span.end)
    return range
  }

  /** Paints nothing any more. */
  clear(): void {
    this.#observer.disconnect()
    for (const name of this.#spans.keys()) registry.get(name)?.clear()
  }

  #observe(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const paragraph = this.#numbers.get(target)
      if (paragraph === undefined) continue
      if (!isIntersecting) this.#leave(paragraph)
      else if (!this.#near.has(paragraph)) {
        this.#near.add(paragraph)
        for (const name of this.#spans.keys()) this.#paintIn(name, paragraph)
      }
    }
  }

  #leave(paragraph: number): void {
    if (!this.#near.delete(paragraph)) return
    for (const [name, byParagraph] of this.#ranges) {
      for (const range of byParagraph.get(paragraph) ?? []) registry.get(name)?.delete(range)
      byParagraph.delete(paragraph)
    }
  }

  #paintIn(name: HighlightName, paragraph: number): void {
    const spans = this.#spans.get(name)?.get(paragraph)
    if (!spans) return
    const ranges = spans.map((span) => this.range(span)).filter((range) => range !== null)
    this.#ranges.get(name)!.set(paragraph, ranges)
    for (const range of ranges) registry.get(name)?.add(range)
  }
}

// The later ones are painted over the earlier ones. A browser without the API shows the text alone.
const order: readonly HighlightName[] = ['loop', 'doubt', 'doubt-strong', 'found', 'spoken', 'found-current', 'doubted']

const registry = new Map<HighlightName, Highlight>()
if ('highlights' in CSS) {
  order.forEach((name, priority) => {
    const highlight = new Highlight()
    highlight.priority = priority
    CSS.highlights.set(name, highlight)
    registry.set(name, highlight)
  })
}
