/** Sound of which the words are not final yet: it is sent again, where a connection breaks off. Positions are samples from the beginning. */
export class Backlog {
  #samples: Int16Array<ArrayBuffer>[] = []
  /** Position of the first sample that is kept. */
  #start = 0
  #end = 0
  /** Position of the next sample to send. */
  #next = 0

  constructor(
    /** Samples that are kept at most: then the oldest give way. */
    readonly maximum: number,
  ) {}

  get isEmpty(): boolean {
    return this.#start === this.#end
  }

  /** @returns The number of samples that had to give way though they have never been sent, or may have to be sent again. */
  add(samples: Int16Array<ArrayBuffer>): number {
    this.#samples.push(samples)
    this.#end += samples.length
    const excess = Math.max(this.#end - this.#start - this.maximum, 0)
    const isUnsent = this.#next < this.#start + excess
    this.forget(this.#start + excess)
    return isUnsent ? excess : 0
  }

  /** The next piece to send; null where all is sent. */
  take(): Int16Array<ArrayBuffer> | null {
    let position = this.#start
    for (const piece of this.#samples) {
      const end = position + piece.length
      if (end > this.#next) {
        const rest = piece.subarray(this.#next - position)
        this.#next = end
        return rest
      }
      position = end
    }
    return null
  }

  /** Begins again, with all whose words are not final. @returns The position of the first sample. */
  rewind(): number {
    this.#next = this.#start
    return this.#start
  }

  /** Gives up what is before a position. */
  forget(position: number): void {
    const to = Math.min(position, this.#end)
    while (this.#start < to) {
      const first = this.#samples[0]!
      const count = Math.min(first.length, to - this.#start)
      if (count === first.length) this.#samples.shift()
      else this.#samples[0] = first.subarray(count)
      this.#start += count
    }
    this.#next = Math.max(this.#next, this.#start)
  }
}
