import { pathOf } from '../app/base'
import { call } from './client'

/** An address that the server has given out, as the browser reaches it: the server may know itself by another name, so its path counts. */
export function reachable(url: string): string {
  return pathOf(url.slice(url.search(/v1\/(files|shared)\//)))
}

/** An address of a recording's bytes that needs no key, for an hour: media elements send none. */
export async function recordingAddress(file: string, signal?: AbortSignal): Promise<string> {
  const { url } = await call<{ url: string }>('GET', `v1/files/${encodeURIComponent(file)}/url`, { signal })
  return reachable(url)
}
