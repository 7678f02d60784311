import { call } from './client'
import type { KnownSpeaker } from './account'

/** What a voice is kept for, and where it is heard. */
export interface VoiceRequest {
  name: string
  transcription_id: string
  speaker: string
  /** How the person has agreed. */
  consent: string
}

/** Keeps the voice of a speaker of a transcription, so that the person is known again. */
export function keepVoice(request: VoiceRequest): Promise<KnownSpeaker> {
  return call('POST', 'v1/known-speakers', { body: request })
}
