import { createTranscription, listModels } from '../api/transcriptions'
import type { Transcription } from '../api/contract'
import { faultText } from '../i18n/faults'
import { Drafts } from '../session/drafts'
import { session } from '../session/session.svelte'
import { chosenModel, requestFor } from './options.svelte'

const drafts = new Drafts('addresses')

/** Addresses that are taken at once. */
export const maximumAddresses = 100

/** An address that no transcription was created for, and why. */
export interface RefusedAddress {
  address: string
  problem: string
}

/** Determines whether a text is an address that a server can fetch a recording from. */
export function isAddress(text: string): boolean {
  if (!/^https?:\/\//i.test(text)) return false
  return URL.canParse(text)
}

/** The addresses of a text, one of each line, each once. */
export function addressesOf(text: string): string[] {
  return [...new Set(text.split(/\s+/).filter((line) => line !== ''))]
}

/** Addresses of recordings that are being written down. They outlive a reload. */
class Addresses {
  #text = $state(stored())

  constructor() {
    session.beforeClosing(() => (this.text = ''))
  }

  get text(): string {
    return this.#text
  }

  set text(text: string) {
    this.#text = text
    drafts.keep(text === '' ? null : text)
  }

  /**
   * Creates a transcription for each; those that are refused stay in the text.
   * @param onCreated Told of each.
   */
  async start(onCreated: (transcription: Transcription) => void): Promise<RefusedAddress[]> {
    const model = chosenModel(await listModels())
    const refused: RefusedAddress[] = []
    for (const address of addressesOf(this.#text).slice(0, maximumAddresses)) {
      try {
        if (model) onCreated(await createTranscription(requestFor({ audio_url: address }, model)))
        this.text = addressesOf(this.#text).filter((other) => other !== address).join('\n')
      } catch (fault) {
        refused.push({ address, problem: faultText(fault) })
      }
    }
    return refused
  }
}

function stored(): string {
  const text = drafts.read()
  return typeof text === 'string' ? text : ''
}

export const addresses = new Addresses()
