import { ApiError } from '../api/error'
import { t, type Text } from './language.svelte'
import { said, translated } from './said'

const known = [
  'network', 'timeout', 'unauthenticated', 'permission_denied', 'limit_exceeded', 'transcription_not_found', 'transcription_invalid_state', 'internal_error',
  'service_unavailable', 'invalid_audio_file', 'max_duration_reached', 'cancelled',
] as const

// Which limit it is, and how much may be transcribed, the server alone knows.
const detailed: readonly string[] = ['limit_exceeded', 'max_duration_reached']

function isKnown(type: string): type is (typeof known)[number] {
  return (known as readonly string[]).includes(type)
}

// Of what the page has no words for, the server's own say more than the page's.
const undecodable = /^The recording cannot be decoded|^The file is not a recording/

/** The sentence of an error type in the user's language; the server's own sentence, which is English, where the page has none. */
export function sentenceOf(type: string | null, message: string | null, requestId: string | null = null): string {
  if (type === 'invalid_request') return t('error.invalid_request', { message: said(message ?? '') })
  // There is more that can be wrong with a recording, such as the part of it that was asked for.
  if (type === 'invalid_audio_file' && message !== null && !undecodable.test(message)) {
    return translated(message) ?? t('error.other', { message })
  }
  if (type === null || !isKnown(type)) return t('error.other', { message: said(message ?? '') })
  const sentence = t(`error.${type}` satisfies Text, { request: requestId ?? '' })
  return message !== null && detailed.includes(type) ? `${sentence} ${message}` : sentence
}

/** The sentence that tells the user of a fault. */
export function faultText(fault: unknown): string {
  if (fault instanceof ApiError) return sentenceOf(fault.type, fault.fields[0]?.message ?? fault.message, fault.requestId)
  return t('error.other', { message: fault instanceof Error ? fault.message : String(fault) })
}
