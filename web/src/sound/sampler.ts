// Runs in the browser's audio thread, by itself: what that knows and documents do not.
declare const sampleRate: number
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: typeof AudioWorkletProcessor): void

// Tenths of a second: short enough for words to appear at once, long enough to be few.
const pieceLength = Math.round(sampleRate / 10)

/** Posts what it hears, in pieces of 16-bit samples. */
class Sampler extends AudioWorkletProcessor {
  #piece = new Int16Array(pieceLength)
  #filled = 0

  process([input]: Float32Array[][]): boolean {
    for (const sample of input?.[0] ?? []) {
      this.#piece[this.#filled++] = Math.max(-1, Math.min(1, sample)) * 0x7fff
      if (this.#filled < pieceLength) continue
      this.port.postMessage(this.#piece, [this.#piece.buffer])
      this.#piece = new Int16Array(pieceLength)
      this.#filled = 0
    }
    return true
  }
}

registerProcessor('sampler', Sampler)
