/** Keeps the screen on, where the browser can: it lets go by itself whenever the page is hidden. */
export class WakeLock {
  #isWanted = false
  #lock: WakeLockSentinel | null = null

  constructor() {
    document.addEventListener('visibilitychange', () => void this.#take())
  }

  hold(isWanted: boolean): void {
    if (this.#isWanted === isWanted) return
    this.#isWanted = isWanted
    if (isWanted) {
      void this.#take()
    } else {
      void this.#lock?.release()
      this.#lock = null
    }
  }

  async #take(): Promise<void> {
    if (!this.#isWanted || document.visibilityState !== 'visible' || (this.#lock !== null && !this.#lock.released)) return
    // A browser that saves its battery refuses: captions go on all the same.
    const lock = await navigator.wakeLock?.request('screen').catch(() => null)
    if (this.#isWanted) this.#lock = lock ?? null
    else void lock?.release()
  }
}
