import { sentenceEnd } from '../transcript/paragraphs'

// Characters after which what was said is told though no sentence has ended.
const longest = 200

// Stretches that stay: a screen reader reads each when it comes.
const maximum = 4

/** What was said, a sentence at a time, for screen readers: words that change, or that come one by one, would be noise to them. */
export class Spoken {
  #told = $state.raw<readonly { id: number; text: string }[]>([])
  #open = ''
  #last = 0

  get told(): readonly { id: number; text: string }[] {
    return this.#told
  }

  /** Takes words that are final. */
  take(text: string): void {
    this.#open += text
    if (this.#open.length > longest || sentenceEnd.test(this.#open.trimEnd().slice(-8))) this.end()
  }

  /** Tells what is left. */
  end(): void {
    const text = this.#open.trim()
    this.#open = ''
    if (text !== '') this.#told = [...this.#told, { id: ++this.#last, text }].slice(-maximum)
  }

  clear(): void {
    this.#told = []
    this.#open = ''
  }
}
