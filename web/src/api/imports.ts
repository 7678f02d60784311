import { pathOf } from '../app/base'
import { session } from '../session/session.svelte'
import { authorization } from './client'
import { ApiError, errorOf } from './error'

/** Formats of texts that can be brought in, which are the ends of file names too. */
export const importFormats = ['srt', 'vtt', 'txt', 'json'] as const

export type ImportFormat = (typeof importFormats)[number]

/** Bytes of a text; the server refuses more. */
export const maximumImport = 32 * 2 ** 20

// A large text is sent, and its words are looked for in the sound.
const patience = 120_000

/**
 * Brings a text in as a revision of a transcript.
 * @param base The revision that it takes the place of.
 * @returns The number of the revision.
 * @throws ApiError with status 409 when there is a newer revision by now: nothing is changed then.
 */
export async function importText(
  transcription: string, file: Blob, format: ImportFormat, base: number, signal: AbortSignal,
): Promise<number> {
  const limit = AbortSignal.timeout(patience)
  const query = new URLSearchParams({ format, base: String(base) })
  try {
    const response = await fetch(pathOf(`v1/transcriptions/${encodeURIComponent(transcription)}/revisions/import?${query}`), {
      method: 'POST', body: file, headers: { ...authorization(session.key), 'Content-Type': 'application/octet-stream' },
      signal: AbortSignal.any([signal, limit]), credentials: 'omit', redirect: 'error',
    })
    const text = await response.text()
    if (response.ok) return (JSON.parse(text) as { revision: number }).revision
    const error = errorOf(response.status, text, response.headers.get('Retry-After'))
    if (error.status === 401) session.expire()
    throw error
  } catch (fault) {
    if (fault instanceof ApiError || signal.aborted) throw fault
    throw new ApiError(0, limit.aborted ? 'timeout' : 'network', fault instanceof Error ? fault.message : String(fault))
  }
}
