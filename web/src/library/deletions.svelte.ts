import { SvelteSet } from 'svelte/reactivity'
import type { Transcription } from '../api/contract'
import { deleteTranscription, deleteTranscriptionAndLeave } from '../api/transcriptions'
import { toasts } from '../app/toasts.svelte'
import { faultText } from '../i18n/faults'
import { t } from '../i18n/language.svelte'
import { session } from '../session/session.svelte'

/**
 * Deletions that can still be undone: the server hears of one when its time is over, or when the page is left. What is deleted is hidden
 * meanwhile.
 */
class Deletions {
  readonly #hidden = new SvelteSet<string>()
  readonly #pending = new Map<string, Transcription>()

  constructor() {
    addEventListener('pagehide', () => this.#flush())
    session.beforeClosing(() => this.#flush())
  }

  isHidden(id: string): boolean {
    return this.#hidden.has(id)
  }

  add(transcription: Transcription): void {
    const { id, filename: name } = transcription
    this.#hidden.add(id)
    this.#pending.set(id, transcription)
    toasts.undoable(
      t('library.deleted', { name }),
      () => {
        this.#pending.delete(id)
        this.#hidden.delete(id)
        toasts.done(t('library.restored', { name }))
      },
      () => void this.#carryOut(transcription),
    )
  }

  async #carryOut(transcription: Transcription): Promise<void> {
    if (!this.#pending.delete(transcription.id)) return
    try {
      await deleteTranscription(transcription)
    } catch (fault) {
      this.#hidden.delete(transcription.id)
      if (session.state === 'open') toasts.fault(faultText(fault))
    }
  }

  // The page, or the key, is about to go.
  #flush(): void {
    for (const transcription of this.#pending.values()) deleteTranscriptionAndLeave(transcription)
    this.#pending.clear()
  }
}

export const deletions = new Deletions()
