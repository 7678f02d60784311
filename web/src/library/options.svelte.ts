import type { Model, RecordingSource, RequestedTranscription, TranscriptionRequest } from '../api/contract'
import { ownReference } from '../api/contract'
import { storageName } from '../app/base'

/** How recordings that are added are to be transcribed. */
export interface TranscriptionOptions {
  /** An id of GET /v1/models; empty: the server's default. */
  model: string
  languages: string[]
  strict: boolean
  diarize: boolean
  /** 0: found out. */
  speakers: number
  /** Empty: no translation. */
  translateInto: string
  terms: string
  /** The project's terms apply as well. */
  vocabulary: boolean
  /** Names people whose voices are known; only where speakers are told apart. */
  identify: boolean
  /** Empty: the one that the file recommends; all; or the number of one. */
  track: string
}

const defaults: TranscriptionOptions = {
  model: '', languages: [], strict: false, diarize: true, speakers: 0, translateInto: '', terms: '', vocabulary: true,
  identify: false, track: '',
}
const entry = storageName('options')

/** Characters that a context may have; the server refuses more. */
export const maximumTerms = 10_000

/** Speakers that a transcription can be told to have; the server refuses more. */
export const maximumSpeakers = 20

/** Sound tracks that can be chosen; a film has a handful. */
export const tracks: readonly string[] = ['', 'all', ...Array.from({ length: 8 }, (_, index) => String(index + 1))]

// What is stored may be of another version of the page, or of nobody's making.
function stored(): TranscriptionOptions {
  const options = { ...defaults, languages: [] as string[] }
  try {
    const read = JSON.parse(localStorage.getItem(entry) ?? '{}') as Partial<Record<keyof TranscriptionOptions, unknown>>
    if (typeof read.model === 'string') options.model = read.model
    if (Array.isArray(read.languages)) options.languages = read.languages.filter((code): code is string => typeof code === 'string')
    if (typeof read.strict === 'boolean') options.strict = read.strict
    if (typeof read.diarize === 'boolean') options.diarize = read.diarize
    if (Number.isInteger(read.speakers)) options.speakers = Math.min(Math.max(read.speakers as number, 0), maximumSpeakers)
    if (typeof read.translateInto === 'string') options.translateInto = read.translateInto
    if (typeof read.vocabulary === 'boolean') options.vocabulary = read.vocabulary
    if (typeof read.identify === 'boolean') options.identify = read.identify
    if (typeof read.track === 'string' && tracks.includes(read.track)) options.track = read.track
    if (typeof read.terms === 'string') options.terms = read.terms.slice(0, maximumTerms)
  } catch {
    return { ...defaults, languages: [] }
  }
  return options
}

export const options = $state<TranscriptionOptions>(stored())

/** Remembers the options for the next time. */
export function remember(): void {
  localStorage.setItem(entry, JSON.stringify(options))
}

/** The model that is chosen, or the server's default where there is none of that name any more. */
export function chosenModel(models: readonly Model[]): Model | undefined {
  return models.find((model) => model.id === options.model) ?? models[0]
}

/** The terms, one of each line. */
export function termList(terms: string): string[] {
  return terms.split('\n').map((term) => term.trim()).filter((term) => term !== '')
}

/** The options that hold for live captions too, as they are now; what the model cannot do is left out. */
export function wordOptionsFor(model: Model): RequestedTranscription {
  const languages = options.languages.filter((code) => model.languages.some((language) => language.code === code))
  const terms = termList(options.terms)
  const target = canTranslateInto(model, options.translateInto) ? options.translateInto : ''
  return {
    model: model.id,
    client_reference_id: ownReference,
    enable_language_identification: true,
    enable_speaker_diarization: options.diarize,
    ...(languages.length > 0 ? { language_hints: languages, language_hints_strict: options.strict } : {}),
    ...(terms.length > 0 ? { context: { terms } } : {}),
    ...(options.vocabulary ? {} : { use_vocabulary: false }),
    ...(target !== '' ? { translation: { type: 'one_way', target_language: target } } : {}),
  }
}

/** The request for a recording with the options as they are now. */
export function requestFor(source: RecordingSource, model: Model): TranscriptionRequest {
  return {
    ...source,
    ...wordOptionsFor(model),
    ...(options.diarize && options.speakers > 0 ? { num_speakers: options.speakers } : {}),
    ...(options.diarize && options.identify ? { identify_speakers: true } : {}),
    ...(options.track !== '' ? { audio_track: options.track } : {}),
  }
}

/** The languages that a model's transcripts can be translated into. */
export function translationTargets(model: Model): string[] {
  return model.one_way_translation === 'all_languages'
    ? model.languages.map((language) => language.code)
    : model.translation_targets.map((target) => target.target_language)
}

function canTranslateInto(model: Model, language: string): boolean {
  return language !== '' && translationTargets(model).includes(language)
}
