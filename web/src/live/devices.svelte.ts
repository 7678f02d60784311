import { storageName } from '../app/base'

const entry = storageName('microphone')

/** The microphones that there are, and the one that is chosen. */
class Devices {
  #all = $state.raw<readonly MediaDeviceInfo[]>([])
  #chosen = $state(localStorage.getItem(entry) ?? '')

  /** Browsers tell names, and more than one, only once the page has been let to a microphone. */
  get all(): readonly MediaDeviceInfo[] {
    return this.#all
  }

  /** Empty: the browser's choice, also where the chosen one is not there. */
  get chosen(): string {
    return this.#all.some((device) => device.deviceId === this.#chosen) ? this.#chosen : ''
  }

  set chosen(id: string) {
    this.#chosen = id
    if (id === '') localStorage.removeItem(entry)
    else localStorage.setItem(entry, id)
  }

  async load(): Promise<void> {
    const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? []
    this.#all = all.filter((device) => device.kind === 'audioinput' && device.deviceId !== '' && device.deviceId !== 'default')
  }

  /** Notices microphones that come and go, until the function that is returned is called. */
  watch(): () => void {
    const stop = new AbortController()
    void this.load()
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.load(), { signal: stop.signal })
    return () => stop.abort()
  }
}

export const devices = new Devices()
