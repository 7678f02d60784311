import { call, callAndLeave } from './client'
import { ownReference, type Model, type Transcript, type Transcription, type TranscriptionPage, type TranscriptionRequest } from './contract'
import { ApiError } from './error'

const resource = 'v1/transcriptions'

function at(id: string): string {
  return `${resource}/${encodeURIComponent(id)}`
}

function fileAt(id: string): string {
  return `v1/files/${encodeURIComponent(id)}`
}

export function listTranscriptions(limit: number, cursor: string | null, signal?: AbortSignal): Promise<TranscriptionPage> {
  const query = new URLSearchParams({ limit: String(limit), ...(cursor === null ? {} : { cursor }) })
  return call('GET', `${resource}?${query}`, { signal })
}

export function getTranscription(id: string, signal?: AbortSignal): Promise<Transcription> {
  return call('GET', at(id), { signal })
}

export function getTranscript(id: string, signal?: AbortSignal): Promise<Transcript> {
  return call('GET', `${at(id)}/transcript`, { signal })
}

export function createTranscription(request: TranscriptionRequest, signal?: AbortSignal): Promise<Transcription> {
  return call('POST', resource, { body: request, signal })
}

export function cancelTranscription(id: string): Promise<unknown> {
  return call('POST', `${at(id)}/cancel`)
}

export async function listModels(key?: string): Promise<Model[]> {
  const { models } = await call<{ models: Model[] }>('GET', 'v1/models', key === undefined ? {} : { key })
  return models
}

/** Deletes an uploaded file; one that is gone already is well. */
export async function deleteFile(id: string): Promise<void> {
  await call('DELETE', fileAt(id)).catch(unlessMissing)
}

/** Deletes a transcription, and with it the recording where this page has uploaded it; what other clients have uploaded is theirs. */
export async function deleteTranscription(transcription: Transcription): Promise<void> {
  await call('DELETE', at(transcription.id)).catch(unlessMissing)
  const file = ownFile(transcription)
  if (file !== null) await deleteFile(file)
}

/** The same, when the page is about to be left. */
export function deleteTranscriptionAndLeave(transcription: Transcription): void {
  callAndLeave('DELETE', at(transcription.id))
  const file = ownFile(transcription)
  if (file !== null) callAndLeave('DELETE', fileAt(file))
}

function ownFile(transcription: Transcription): string | null {
  return transcription.client_reference_id === ownReference ? transcription.file_id : null
}

function unlessMissing(fault: unknown): void {
  if (!(fault instanceof ApiError && fault.status === 404)) throw fault
}
