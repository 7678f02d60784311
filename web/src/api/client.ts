import { pathOf } from '../app/base'
import { session } from '../session/session.svelte'
import { textOf } from './body'
import { ApiError, errorOf } from './error'

// The server answers every call within seconds of the request's last byte.
const patience = 30_000

/** Headers that say who asks. */
export function authorization(key: string | null): Record<string, string> {
  return key === null ? {} : { Authorization: `Bearer ${key}` }
}

export interface CallOptions {
  body?: unknown
  signal?: AbortSignal | undefined
  /** The key to send instead of the session's own. */
  key?: string
}

/**
 * Calls the API.
 * @param path Below the server's root, such as "v1/models".
 * @returns The answer's JSON; undefined where it has no body.
 * @throws ApiError for anything but a success. The session is over when its key is refused.
 */
export async function call<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, options: CallOptions = {}): Promise<T> {
  const limit = AbortSignal.timeout(patience)
  const key = options.key ?? session.key
  let response: Response
  let text: string
  try {
    response = await fetch(pathOf(path), {
      method,
      headers: { ...authorization(key), ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ? AbortSignal.any([options.signal, limit]) : limit,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    })
    text = await textOf(response)
  } catch (fault) {
    if (options.signal?.aborted) throw fault
    throw new ApiError(0, limit.aborted ? 'timeout' : 'network', fault instanceof Error ? fault.message : String(fault))
  }
  if (!response.ok) {
    const error = errorOf(response.status, text, response.headers.get('Retry-After'))
    if (error.status === 401 && options.key === undefined) session.expire()
    throw error
  }
  try {
    return (text === '' ? undefined : JSON.parse(text)) as T
  } catch {
    throw new ApiError(response.status, 'unreadable', `The answer to ${method} ${path} is not JSON.`)
  }
}

/** Asks for something to be done although the page is going away; nobody hears of the answer. */
export function callAndLeave(method: 'DELETE', path: string): void {
  void fetch(pathOf(path), { method, headers: authorization(session.key), keepalive: true, credentials: 'omit' }).catch(() => undefined)
}
