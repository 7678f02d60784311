import { pathOf } from '../app/base'
import { session } from '../session/session.svelte'
import { authorization } from './client'
import { ApiError, errorOf } from './error'

/** One event of a stream of server-sent events (WHATWG HTML, 9.2). */
export interface ServerEvent {
  id: string
  name: string
  data: string
}

// The server says something every 15 seconds at least: one that is silent for longer than this is not heard any more.
const longestSilence = 40_000

// The first event comes at once, unless something in between keeps it back.
const longestStart = 10_000

// Characters of one event; a transcription with the largest context has a tenth.
const maximumEvent = 4_000_000

/**
 * Reads GET /v1/events until the server ends the stream. With fetch, since an EventSource sends no header, and so no key.
 * @param after The last event that is known; null: those from now on.
 * @throws ApiError where there is no such stream, or it breaks off.
 */
export async function readEvents(after: string | null, signal: AbortSignal, onEvent: (event: ServerEvent) => void): Promise<void> {
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), longestStart)
  try {
    const response = await fetch(pathOf(`v1/events${after === null ? '' : `?after=${encodeURIComponent(after)}`}`), {
      headers: { ...authorization(session.key), Accept: 'text/event-stream' },
      signal: AbortSignal.any([signal, silence.signal]),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    })
    if (!response.ok || response.body === null || !response.headers.get('Content-Type')?.startsWith('text/event-stream')) {
      const error = errorOf(response.status, response.ok ? '' : await response.text(), response.headers.get('Retry-After'))
      if (error.status === 401) session.expire()
      throw error
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), longestSilence)
      text += value
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const event = eventOf(text.slice(0, end))
        text = text.slice(end + 2)
        if (event !== null) onEvent(event)
      }
      if (text.length > maximumEvent) throw new ApiError(0, 'unreadable', 'An event does not end.')
    }
  } catch (fault) {
    if (signal.aborted || fault instanceof ApiError) throw fault
    throw new ApiError(0, silence.signal.aborted ? 'timeout' : 'network', fault instanceof Error ? fault.message : String(fault))
  } finally {
    clearTimeout(timer)
  }
}

// Null for a comment, which only keeps the connection open.
function eventOf(block: string): ServerEvent | null {
  const fields = new Map(block.split('\n').map((line): [string, string] => {
    const colon = line.indexOf(':')
    return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')]
  }))
  const data = fields.get('data')
  return data === undefined ? null : { id: fields.get('id') ?? '', name: fields.get('event') ?? 'message', data }
}
