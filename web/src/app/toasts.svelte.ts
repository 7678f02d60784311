export interface Toast {
  id: number
  text: string
  kind: 'done' | 'fault'
  /** A way to take back what the toast tells of. */
  undo: (() => void) | null
}

interface Running extends Toast {
  onEnd: (() => void) | null
}

// Milliseconds that a toast stays; one that tells of a fault stays until it is dismissed.
const lifetime = 7000

// More would cover the page; the oldest gives way.
const maximum = 4

/** Short messages about what has happened, read out by screen readers. Their time stands still while the pointer or the focus is on them. */
class Toasts {
  #all = $state.raw<readonly Running[]>([])
  #held = false
  #last = 0
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>()

  get all(): readonly Toast[] {
    return this.#all
  }

  done(text: string): void {
    this.#show({ id: ++this.#last, text, kind: 'done', undo: null, onEnd: null })
  }

  fault(text: string): void {
    // The same fault over and over again, as of a server that is away, is told once.
    if (this.#all.some((toast) => toast.text === text)) return
    this.#show({ id: ++this.#last, text, kind: 'fault', undo: null, onEnd: null })
  }

  /**
   * Tells of something that can be undone.
   * @param onEnd Called when it can be undone no more, unless it was.
   */
  undoable(text: string, undo: () => void, onEnd: () => void): void {
    const id = ++this.#last
    this.#show({ id, text, kind: 'done', undo: () => this.#end(id, undo), onEnd })
  }

  /** Undoes the last thing that can be undone. */
  undoLast(): void {
    this.#all.findLast((toast) => toast.undo !== null)?.undo?.()
  }

  dismiss(id: number): void {
    this.#end(id, this.#all.find((toast) => toast.id === id)?.onEnd ?? null)
  }

  /** Stops time for all of them. */
  hold(): void {
    this.#held = true
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  /** Lets time go on, from the beginning. */
  release(): void {
    this.#held = false
    for (const toast of this.#all) this.#time(toast)
  }

  #show(toast: Running): void {
    const oldest = this.#all.length >= maximum ? this.#all[0] : undefined
    if (oldest) this.dismiss(oldest.id)
    this.#all = [...this.#all, toast]
    this.#time(toast)
  }

  #time(toast: Running): void {
    if (this.#held || toast.kind === 'fault' || this.#timers.has(toast.id)) return
    this.#timers.set(toast.id, setTimeout(() => this.dismiss(toast.id), lifetime))
  }

  #end(id: number, action: (() => void) | null): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
    if (!this.#all.some((toast) => toast.id === id)) return
    this.#all = this.#all.filter((toast) => toast.id !== id)
    // The one that was pointed at is gone, and with it the end of the pointing.
    if (this.#all.length === 0) this.#held = false
    action?.()
  }
}

export const toasts = new Toasts()
