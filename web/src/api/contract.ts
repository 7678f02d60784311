/** The server's answers, as far as the page reads them. */

export type Status = 'queued' | 'processing' | 'completed' | 'error'

export interface SpeakerEntry {
  speaker: string
  name?: string
  certainty?: number
}

export interface Transcription {
  id: string
  status: Status
  created_at: string
  model: string
  audio_url: string | null
  file_id: string | null
  filename: string
  language_hints: string[] | null
  enable_speaker_diarization: boolean
  audio_duration_ms: number | null
  /** The part of the recording that was asked for; null: from its beginning, to its end. */
  audio_start_ms: number | null
  audio_end_ms: number | null
  transcribed_ms: number | null
  /** 1 for the next; null where it does not wait for a worker, or that is not known. */
  queue_position: number | null
  expected_start: string | null
  stage: 'recognition' | 'diarization' | 'translation' | null
  error_type: string | null
  error_message: string | null
  client_reference_id: string | null
  speakers: SpeakerEntry[] | null
  tags: string[]
  notes: string
  /** Counts the changes of tags, notes and the text. */
  version: number
  /** Number of the newest revision of the transcript; 0: there is only the original. */
  revision: number
  warnings: string[] | null
}

export interface TranscriptionPage {
  transcriptions: Transcription[]
  next_page_cursor: string | null
}

export interface Token {
  text: string
  start_ms?: number
  end_ms?: number
  confidence: number
  speaker?: string
  language?: string
  source_language?: string
  translation_status?: 'none' | 'original' | 'translation'
}

export interface Transcript {
  id: string
  text: string
  tokens: Token[]
}

export interface Model {
  id: string
  aliased_model_id: string | null
  name: string
  languages: { code: string; name: string }[]
  translation_targets: { target_language: string; source_languages: string[]; exclude_source_languages: string[] }[]
  one_way_translation: string | null
}

export interface StoredFile {
  id: string
  filename: string
  size: number
}

/** The recording of a transcription. */
export type RecordingSource = { file_id: string } | { audio_url: string }

/** The body of POST /v1/transcriptions without the recording. */
export interface RequestedTranscription {
  model: string
  client_reference_id: string
  language_hints?: string[]
  language_hints_strict?: boolean
  enable_language_identification: boolean
  enable_speaker_diarization: boolean
  num_speakers?: number
  identify_speakers?: boolean
  audio_track?: string
  /** A part of the recording, in milliseconds. */
  audio_start_ms?: number
  audio_end_ms?: number
  context?: { terms: string[] }
  use_vocabulary?: boolean
  translation?: { type: 'one_way'; target_language: string }
}

/** The body of POST /v1/transcriptions. */
export type TranscriptionRequest = RecordingSource & RequestedTranscription

/** The client_reference_id of what the page itself has uploaded and started. */
export const ownReference = 'hansard-web'
