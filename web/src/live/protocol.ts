import type { Model, Token } from '../api/contract'
import { wordOptionsFor } from '../library/options.svelte'

/** A message of the server in a live session. */
export interface LiveMessage {
  /** Final ones, each once, then those that may still change, in place of all such before. */
  tokens: LiveToken[]
  /** Milliseconds of the session's sound up to which all is final. */
  final_audio_proc_ms?: number
  finished?: boolean
  error_code?: number
  error_type?: string
  error_message?: string
  request_id?: string
}

export interface LiveToken extends Token {
  is_final: boolean
}

/** Text of the token that says that an utterance is over. */
export const utteranceEnd = '<end>'

/** Texts of tokens that are signs and no words. */
export const signs: readonly string[] = [utteranceEnd, '<fin>']

/** The first message of a session, with the options of the library as far as they are of use before all is said. */
export function startMessage(model: Model, rate: number): string {
  return JSON.stringify({
    ...wordOptionsFor(model), audio_format: 'pcm_s16le', sample_rate: rate, num_channels: 1, enable_endpoint_detection: true,
  })
}
