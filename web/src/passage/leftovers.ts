import { ApiError } from '../api/error'
import { cancelTranscription, deleteTranscription, getTranscription } from '../api/transcriptions'
import { isUnfinished } from '../library/progress'
import { Drafts } from '../session/drafts'

// Transcriptions of passages that this tab has started and not deleted: a reload must not leave them behind.
const drafts = new Drafts('passages')

/** Notes a transcription that is to be deleted. */
export function noteLeftover(id: string): void {
  store([...noted(), id])
}

/** Deletes the transcription of a passage, whether it has ended or not. */
export async function removeLeftover(id: string): Promise<void> {
  // One that has ended cannot be cancelled, and one that is being processed cannot be deleted.
  const transcription = await getTranscription(id).catch(unless(404))
  if (transcription && isUnfinished(transcription)) await cancelTranscription(id).catch(unless(404, 409))
  if (transcription) await deleteTranscription(id)
  store(noted().filter((other) => other !== id))
}

/** Deletes what a reload has left behind; what cannot be deleted now is tried again at the next visit. */
export function removeLeftovers(): void {
  for (const id of noted()) void removeLeftover(id).catch(() => undefined)
}

// Lets an answer with one of these pass.
function unless(...statuses: readonly number[]): (fault: unknown) => undefined {
  return (fault) => {
    if (!(fault instanceof ApiError && statuses.includes(fault.status))) throw fault
  }
}

function noted(): string[] {
  const read = drafts.read()
  return Array.isArray(read) ? read.filter((id): id is string => typeof id === 'string') : []
}

// In a browser without room, it is deleted when the dialog closes.
function store(ids: readonly string[]): void {
  drafts.keep(ids.length === 0 ? null : ids)
}
