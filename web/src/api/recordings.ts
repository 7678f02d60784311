import { pathOf } from '../app/base'
import { call } from './client'

/**
 * An address of a recording's bytes that needs no key, for an hour: media elements send none.
 * The server may be known to the browser by another name than to itself, so only its path counts.
 */
export async function recordingAddress(file: string, signal?: AbortSignal): Promise<string> {
  const { url } = await call<{ url: string }>('GET', `v1/files/${encodeURIComponent(file)}/url`, { signal })
  return pathOf(url.slice(url.indexOf('v1/files/')))
}
