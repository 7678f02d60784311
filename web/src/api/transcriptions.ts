import { call, callAndLeave } from './client'
import type { Model, Transcript, Transcription, TranscriptionPage, TranscriptionRequest } from './contract'
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

/** The text that is recognised so far, of one that has not ended. */
export async function getTextSoFar(id: string, signal?: AbortSignal): Promise<string> {
  return (await call<Transcript>('GET', `${at(id)}/transcript?partial=true`, { signal })).text
}

export function createTranscription(request: TranscriptionRequest, signal?: AbortSignal): Promise<Transcription> {
  return call('POST', resource, { body: request, signal })
}

export function cancelTranscription(id: string): Promise<Transcription> {
  return call('POST', `${at(id)}/cancel`)
}

/** Creates a transcription like one that has failed. */
export function retryTranscription(id: string): Promise<Transcription> {
  return call('POST', `${at(id)}/retry`)
}

export async function listModels(): Promise<Model[]> {
  return (await call<{ models: Model[] }>('GET', 'v1/models')).models
}

/** Deletes an uploaded file; one that is gone already is well. */
export async function deleteFile(id: string): Promise<void> {
  await call('DELETE', fileAt(id)).catch(unlessMissing)
}

/** Deletes a transcription; one that is gone already is well. */
export async function deleteTranscription(id: string): Promise<void> {
  await call('DELETE', at(id)).catch(unlessMissing)
}

/** Deletes a transcription, and a recording with it, when the page is about to be left. */
export function deleteAndLeave(id: string, fileId: string | null): void {
  callAndLeave('DELETE', at(id))
  if (fileId !== null) callAndLeave('DELETE', fileAt(fileId))
}

function unlessMissing(fault: unknown): void {
  if (!(fault instanceof ApiError && fault.status === 404)) throw fault
}
