import { pathOf } from '../app/base'
import { ApiError } from '../api/error'

/** What the page has to know of its server before anybody has signed in. */
export interface ServerInfo {
  version: string
  auth_required: boolean
  /** False where live transcription is switched off. */
  live: boolean
}

class Server {
  #info: ServerInfo | null = null

  /** Known once the page has started. */
  get info(): ServerInfo | null {
    return this.#info
  }

  async load(): Promise<ServerInfo> {
    const response = await fetch(pathOf('app/config.json'), { cache: 'no-store', credentials: 'omit' }).catch((fault: unknown) => {
      throw new ApiError(0, 'network', String(fault))
    })
    if (!response.ok) throw new ApiError(response.status, 'unreadable', `HTTP ${response.status}`)
    this.#info = (await response.json()) as ServerInfo
    return this.#info
  }
}

export const server = new Server()
