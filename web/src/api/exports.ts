import { pathOf } from '../app/base'
import { session } from '../session/session.svelte'
import { authorization } from './client'
import { ApiError, errorOf } from './error'

// Five hours of subtitles are made within seconds.
const patience = 60_000

/** A transcript that can be exported: that of the project, by the session's key, or that of a link, by its secret. */
export type ExportSource = { id: string } | { secret: string }

/** The header that carries the secret of a link. */
export const secretHeader = 'X-Hansard-Share'

/** The whole file. */
export async function exportTranscript(source: ExportSource, query: URLSearchParams, signal?: AbortSignal): Promise<Blob> {
  return read(source, query, signal, (response) => response.blob())
}

/**
 * The beginning of the file, as text; what follows is not read.
 * @param characters Where it is longer, so many of them are returned, and no half of a line.
 */
export function previewTranscript(
  source: ExportSource, query: URLSearchParams, characters: number, signal: AbortSignal,
): Promise<{ text: string; isWhole: boolean }> {
  return read(source, query, signal, async (response) => {
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (text.length <= characters) {
      const { done, value } = await reader.read()
      if (done) return { text, isWhole: true }
      text += value
    }
    await reader.cancel()
    const cut = text.slice(0, characters)
    return { text: cut.slice(0, Math.max(cut.lastIndexOf('\n'), 0)) || cut, isWhole: false }
  })
}

async function read<T>(
  source: ExportSource, query: URLSearchParams, signal: AbortSignal | undefined, take: (response: Response) => Promise<T>,
): Promise<T> {
  const limit = AbortSignal.timeout(patience)
  const stop = signal ? AbortSignal.any([signal, limit]) : limit
  const isOwn = 'id' in source
  const address = new URLSearchParams(query)
  if (isOwn) address.set('revision', 'latest')
  const path = isOwn ? `v1/transcriptions/${encodeURIComponent(source.id)}/transcript` : 'v1/shared'
  try {
    const response = await fetch(pathOf(`${path}?${address}`), {
      headers: isOwn ? authorization(session.key) : { [secretHeader]: source.secret },
      signal: stop, cache: 'no-store', credentials: 'omit', redirect: 'error',
    })
    if (response.ok) return await take(response)
    const error = errorOf(response.status, await response.text(), response.headers.get('Retry-After'))
    if (error.status === 401 && isOwn) session.expire()
    throw error
  } catch (fault) {
    if (fault instanceof ApiError || signal?.aborted) throw fault
    throw new ApiError(0, limit.aborted ? 'timeout' : 'network', fault instanceof Error ? fault.message : String(fault))
  }
}
