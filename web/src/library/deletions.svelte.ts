import { SvelteSet } from 'svelte/reactivity'
import { ownReference, type Transcription } from '../api/contract'
import { search } from '../api/search'
import { deleteAndLeave, deleteFile, deleteTranscription } from '../api/transcriptions'
import { toasts } from '../app/toasts.svelte'
import { faultText } from '../i18n/faults'
import { t } from '../i18n/language.svelte'
import { session } from '../session/session.svelte'

// Results of one call, and calls, in which others of the same recording are looked for.
const others = 50
const maximumCalls = 10

/**
 * Deletions that can still be undone: the server hears of one when its time is over, or when the page is left. What is deleted is hidden
 * meanwhile. A recording that this page has uploaded goes with its last transcription; what other clients have uploaded is theirs.
 */
class Deletions {
  readonly #hidden = new SvelteSet<string>()
  readonly #pending = new Map<string, Transcription>()
  // The other transcriptions of the recording, as far as they are known.
  readonly #siblings = new Map<string, readonly string[]>()

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
    // Known in time if the page is left.
    siblingsOf(transcription).then((ids) => this.#siblings.set(id, ids), () => undefined)
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
      const file = ownFile(transcription)
      const siblings = file === null ? [] : await siblingsOf(transcription)
      await deleteTranscription(transcription.id)
      if (file !== null && siblings.length === 0) await deleteFile(file)
    } catch (fault) {
      this.#hidden.delete(transcription.id)
      if (session.state === 'open') toasts.fault(faultText(fault))
    }
  }

  // The page, or the key, is about to go.
  #flush(): void {
    for (const transcription of this.#pending.values()) {
      const isShared = this.#siblings.get(transcription.id)?.some((id) => !this.#pending.has(id)) ?? false
      deleteAndLeave(transcription.id, isShared ? null : ownFile(transcription))
    }
    this.#pending.clear()
  }
}

function ownFile(transcription: Transcription): string | null {
  return transcription.client_reference_id === ownReference ? transcription.file_id : null
}

/** The other transcriptions of the same recording, such as one that was tried again: they have its name. */
async function siblingsOf({ id, filename, file_id: file }: Transcription): Promise<readonly string[]> {
  const ids: string[] = []
  let cursor: string | null = null
  for (let calls = 0; calls < maximumCalls; calls++) {
    const page = await search({ text: filename, tag: '', status: '' }, others, cursor)
    for (const { transcription } of page.results) if (transcription.id !== id && transcription.file_id === file) ids.push(transcription.id)
    cursor = page.next_page_cursor
    if (cursor === null) break
  }
  return ids
}

export const deletions = new Deletions()
