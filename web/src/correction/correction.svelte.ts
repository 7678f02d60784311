import type { Token } from '../api/contract'
import { ApiError } from '../api/error'
import { getRevision, saveRevision, type RevisedTranscript, type RevisionRequest, type SpeakerNames } from '../api/revisions'
import type { Match } from '../transcript/find'
import { paragraphsOf, type Paragraph } from '../transcript/paragraphs'
import type { PlacedWord } from '../transcript/script'
import { stillThere, withConfirmed, type ConfirmedWord } from './confirmed'
import { keepDraft, readDraft } from './drafts'
import { merge, type Clash } from './merge'
import { keyOf, placedAs, split, tidy, withText, type Piece } from './placement'
import { retold, type Stretch } from './retold'

/** A transcript as it is at one point of a correction. */
interface State {
  paragraphs: readonly Paragraph[]
  /** By speaker, those that people gave. */
  names: SpeakerNames
  /** Doubtful words that were found right. */
  confirmed: readonly ConfirmedWord[]
}

/** A paragraph whose text is being typed. */
export interface OpenField {
  paragraph: number
  /** Where the caret is at first, in UTF-16 code units. */
  caret: number
  /** Where what is selected at first ends. */
  end: number
}

/** What somebody else has saved meanwhile, beside what is not saved here. */
export interface Conflict {
  theirs: RevisedTranscript
  clashes: readonly Clash[]
  merged: State
}

// Steps that can be taken back; they share what does not change.
const maximumSteps = 500

// Milliseconds after the last key until what is typed is kept for a reload.
const pause = 300

/** The correction of a transcript, from a revision on until the next one is saved: each step can be undone, and a reload loses nothing. */
export class Correction {
  readonly id: string
  #base = $state(0)
  #steps = $state.raw<readonly State[]>([])
  #at = $state(0)
  // Where it began: it is not among the steps any more when there are too many.
  #saved = $state.raw<State>({ paragraphs: [], names: {}, confirmed: [] })
  #open = $state.raw<OpenField | null>(null)
  #text = $state('')
  #caret = $state(0)
  #isSaving = $state(false)
  #isKept = $state(true)
  #conflict = $state.raw<Conflict | null>(null)
  #timer: ReturnType<typeof setTimeout> | undefined

  readonly #state = $derived(this.#steps[this.#at]!)
  readonly #isChanged = $derived.by(() => !areSame(this.#state, this.#saved) || this.isTyped)

  constructor(id: string, transcript: RevisedTranscript) {
    this.id = id
    this.#saved = savedState(transcript)
    this.#base = transcript.revision
    this.#steps = [this.#saved]
    const draft = readDraft(id)
    if (draft?.base === transcript.revision) {
      const { pieces, names, confirmed } = draft
      this.#push({ paragraphs: withConfirmed(placedAs(this.#saved.paragraphs, pieces), confirmed), names, confirmed })
    }
  }

  /** Number of the revision that is corrected; 0: the original. */
  get base(): number {
    return this.#base
  }

  get paragraphs(): readonly Paragraph[] {
    return this.#state.paragraphs
  }

  /** The paragraphs of the revision that is corrected. */
  get saved(): readonly Paragraph[] {
    return this.#saved.paragraphs
  }

  get names(): SpeakerNames {
    return this.#state.names
  }

  get open(): OpenField | null {
    return this.#open
  }

  /** What is typed in the open field. */
  get text(): string {
    return this.#text
  }

  set text(value: string) {
    this.#text = value
    this.#keepSoon()
  }

  /** True where something is not saved. */
  get isChanged(): boolean {
    return this.#isChanged
  }

  get isSaving(): boolean {
    return this.#isSaving
  }

  /** False where the browser has no room for what is not saved: a reload would lose it. */
  get isKept(): boolean {
    return this.#isKept
  }

  get conflict(): Conflict | null {
    return this.#conflict
  }

  /** True where the open field has what is no step yet. */
  get isTyped(): boolean {
    return this.#open !== null && tidy(this.#text) !== this.#state.paragraphs[this.#open.paragraph]?.text
  }

  get canUndo(): boolean {
    return this.#at > 0 || this.isTyped
  }

  get canRedo(): boolean {
    return this.#at < this.#steps.length - 1 && !this.isTyped
  }

  /** Notes where the caret is in what is typed. */
  point(caret: number): void {
    this.#caret = caret
  }

  /** Where another speaker would begin in a paragraph: at the word that the caret is on; 0 where it is in none of its middle. */
  placeOf(paragraph: number): number {
    if (this.#open?.paragraph !== paragraph) return 0
    const text = this.#state.paragraphs[paragraph]?.text ?? ''
    const caret = tidy(`${this.#text.slice(0, this.#caret)}|`).length - 1
    if (caret <= 0 || caret >= text.length) return 0
    return text.includes(' ') ? text.lastIndexOf(' ', caret) + 1 : caret
  }

  /** Makes the text of a paragraph one that can be typed in, with what is between two places of it selected. */
  begin(paragraph: number, caret = 0, end = caret): void {
    this.commit()
    const text = this.#state.paragraphs[paragraph]?.text
    if (text === undefined) return
    this.#text = text
    this.#open = { paragraph, caret, end }
  }

  /** Takes what is typed in as a step. */
  commit(): void {
    if (this.#open === null || !this.isTyped) return
    const { paragraph } = this.#open
    const changed = withText(this.#state.paragraphs[paragraph]!, tidy(this.#text))
    this.#change({ paragraphs: this.#state.paragraphs.with(paragraph, changed) })
  }

  /** Leaves the open field, with what was typed in it. */
  end(): void {
    this.commit()
    this.#open = null
  }

  /** Takes the last step back. */
  undo(): number | null {
    this.commit()
    return this.#go(-1)
  }

  /** Takes a step that was taken back again. */
  redo(): number | null {
    this.commit()
    return this.#go(1)
  }

  /** Puts another text in the place of what was found. */
  replace(matches: readonly Match[], by: string): void {
    this.commit()
    const byParagraph = new Map<number, Match[]>()
    for (const match of matches) {
      // A translation is the machine's.
      if (!match.isTranslation) byParagraph.set(match.paragraph, [...(byParagraph.get(match.paragraph) ?? []), match])
    }
    if (byParagraph.size === 0) return
    this.#change({
      paragraphs: this.#state.paragraphs.map((paragraph, index) => {
        const own = byParagraph.get(index)
        if (own === undefined) return paragraph
        // From the end on, since places before it stay where they are.
        const text = own.toSorted((one, other) => other.start - one.start)
          .reduce((text, { start, end }) => text.slice(0, start) + by + text.slice(end), paragraph.text)
        return withText(paragraph, tidy(text))
      }),
    })
    if (this.#open) this.#text = this.#state.paragraphs[this.#open.paragraph]?.text ?? ''
  }

  /** Puts what was heard in the place of a stretch. */
  retell(stretch: Stretch, tokens: readonly Token[]): void {
    this.end()
    const { paragraphs } = this.#state
    const { start, end } = stretch
    const count = end.paragraph - start.paragraph + 1
    this.#change({ paragraphs: paragraphs.toSpliced(start.paragraph, count, ...retold(paragraphs, stretch, tokens)) })
  }

  /** Notes that a doubtful word is right. */
  confirm({ startMs, endMs, text }: PlacedWord): void {
    this.commit()
    const word = { start_ms: startMs, end_ms: endMs, text }
    this.#change({ paragraphs: withConfirmed(this.#state.paragraphs, [word]), confirmed: [...this.#state.confirmed, word] })
  }

  /** Gives a speaker a name; an empty one takes it away. */
  rename(speaker: string, name: string): void {
    this.commit()
    const names: Record<string, string> = { ...this.#state.names }
    if (tidy(name) === '') delete names[speaker]
    else names[speaker] = tidy(name)
    if (names[speaker] !== this.#state.names[speaker]) this.#change({ names })
  }

  /** Gives all that one speaker says to another. */
  mergeSpeakers(speaker: string, into: string): void {
    this.commit()
    const names: Record<string, string> = { ...this.#state.names }
    const name = names[speaker]
    delete names[speaker]
    if (name !== undefined) names[into] ??= name
    const paragraphs = this.#state.paragraphs.map((item) => (item.speaker === speaker ? { ...item, speaker: into } : item))
    this.#change({ names, paragraphs })
  }

  /**
   * Gives a paragraph to another speaker.
   * @param offset Where that one begins to speak in the paragraph.
   */
  give(paragraph: number, speaker: string, offset = 0): void {
    this.commit()
    const before = this.#state.paragraphs[paragraph]
    if (before === undefined || before.speaker === speaker) return
    this.#open = null
    const after = offset > 0 && offset < before.text.length ? split(before, offset, speaker) : [{ ...before, speaker }]
    this.#change({ paragraphs: this.#state.paragraphs.toSpliced(paragraph, 1, ...after) })
  }

  /** Gives up all that is not saved. */
  discard(): void {
    this.#open = null
    this.#conflict = null
    this.#reset(this.#saved)
  }

  /**
   * Saves a revision. What is typed meanwhile is a correction of that revision.
   * @returns False when there was nothing to save, or somebody else was faster: then there is a conflict, and nothing is saved.
   */
  async save(): Promise<boolean> {
    this.commit()
    if (this.#isSaving || this.#conflict !== null || !this.isChanged) return false
    const sent = this.#state
    this.#isSaving = true
    try {
      const { revision } = await saveRevision(this.id, this.#request(sent))
      // The draft is of the revision that is there now, also when that cannot be read.
      this.#base = revision
      this.#saved = sent
      this.#keep()
      const saved = await getRevision(this.id, revision).catch(() => null)
      if (saved !== null) this.#rebase(saved, sent)
      return true
    } catch (fault) {
      if (!(fault instanceof ApiError && fault.status === 409)) throw fault
      await this.meet()
      return false
    } finally {
      this.#isSaving = false
    }
  }

  /** Reads what somebody else has saved, and shows it beside what is not saved here; where nothing is, it is taken as it is. */
  async meet(): Promise<void> {
    this.commit()
    const theirs = await getRevision(this.id, 'latest')
    if (theirs.revision === this.#base) return
    if (!this.isChanged) {
      this.#rebase(theirs, this.#state)
      return
    }
    const [their, mine] = [paragraphsOf(theirs.tokens), this.#state]
    const { pieces, clashes } = merge(this.#saved.paragraphs, their, mine.paragraphs)
    const names = mergedNames(this.#saved.names, theirs.speaker_names, mine.names)
    const nameClashes = names.clashing.map((speaker): Clash => ({
      theirs: [{ speaker, text: theirs.speaker_names[speaker] ?? '' }], mine: [{ speaker, text: mine.names[speaker] ?? '' }],
    }))
    this.#conflict = {
      theirs,
      clashes: [...clashes, ...nameClashes],
      merged: { paragraphs: withConfirmed(placedAs(their, pieces), mine.confirmed), names: names.both, confirmed: mine.confirmed },
    }
  }

  /** Goes on from what somebody else has saved: with the changes made here in it, or without them. */
  settle(keepsMine: boolean): void {
    const conflict = this.#conflict
    if (conflict === null) return
    this.commit()
    this.#open = null
    this.#conflict = null
    this.#base = conflict.theirs.revision
    this.#saved = savedState(conflict.theirs)
    this.#reset(this.#saved)
    if (keepsMine) this.#change(conflict.merged)
  }

  /** Keeps what is typed for a reload, without waiting for more. */
  keep(): void {
    this.#keep()
  }

  #request({ paragraphs, names, confirmed }: State): RevisionRequest {
    const request: RevisionRequest = { base: this.#base, speaker_names: names }
    const right = stillThere(paragraphs, confirmed)
    if (right.length > 0) request.confirmed = right.map(({ start_ms, end_ms }) => ({ start_ms, end_ms }))
    if (paragraphs.some((paragraph, index) => keyOf(paragraph) !== keyOf(this.#saved.paragraphs[index] ?? nobody))
      || paragraphs.length !== this.#saved.paragraphs.length) {
      request.segments = paragraphs.filter(({ text }) => text !== '')
        .map(({ text, speaker }) => (speaker === null ? { text } : { text, speaker }))
    }
    return request
  }

  // Puts what was changed since it was sent onto what the server has made of it, which has other times and perhaps other paragraphs.
  #rebase(transcript: RevisedTranscript, sent: State): void {
    this.commit()
    const now = this.#state
    const saved = savedState(transcript)
    const open = this.#open
    this.#base = transcript.revision
    this.#saved = saved
    if (areSame(now, sent)) this.#reset(saved)
    else {
      const { pieces } = merge(sent.paragraphs, saved.paragraphs, now.paragraphs)
      this.#reset(saved)
      const confirmed = now.confirmed.slice(sent.confirmed.length)
      const { both } = mergedNames(sent.names, saved.names, now.names)
      this.#change({ paragraphs: withConfirmed(placedAs(saved.paragraphs, pieces), confirmed), names: both, confirmed })
    }
    if (open === null) return
    const { paragraphs } = this.#state
    const text = now.paragraphs[open.paragraph]?.text
    // The same field stays, with its caret, where the paragraph has stayed where it was.
    if (paragraphs[open.paragraph]?.text === text) return
    const place = paragraphs.findIndex((item) => item.text === text)
    this.#open = place < 0 ? null : { paragraph: place, caret: this.#caret, end: this.#caret }
  }

  #reset(state: State): void {
    this.#steps = [state]
    this.#at = 0
    this.#keep()
  }

  #change(change: Partial<State>): void {
    this.#push({ ...this.#state, ...change })
    this.#keepSoon()
  }

  #push(state: State): void {
    this.#steps = [...this.#steps.slice(0, this.#at + 1), state].slice(-maximumSteps)
    this.#at = this.#steps.length - 1
  }

  // The first paragraph that is another one then.
  #go(by: -1 | 1): number | null {
    const next = this.#steps[this.#at + by]
    if (next === undefined) return null
    const before = this.#state.paragraphs
    this.#at += by
    const changed = next.paragraphs.findIndex((paragraph, index) => paragraph !== before[index])
    const place = changed < 0 ? null : Math.min(changed, next.paragraphs.length - 1)
    if (this.#open) this.#open = null
    this.#keep()
    return place
  }

  // All of a long transcript is kept: not between a key and what it does. A page that is left keeps it at once.
  #keepSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#keep(), pause)
  }

  #keep(): void {
    clearTimeout(this.#timer)
    const open = this.isTyped ? this.#open : null
    const pieces: Piece[] = this.#state.paragraphs
      .map(({ speaker, text }, index) => ({ speaker, text: open?.paragraph === index ? tidy(this.#text) : text }))
    const isChanged = open !== null || !areSame(this.#state, this.#saved)
    const { names, confirmed } = this.#state
    this.#isKept = keepDraft(this.id, isChanged ? { base: this.#base, pieces, names, confirmed } : null)
  }
}

// Where nothing was said, or all was taken out: something to type in.
const nothing: Paragraph = {
  startMs: 0, endMs: 0, speaker: null, language: null, text: '', words: [], translation: '', translationLanguage: null,
}

const nobody: Piece = { speaker: null, text: '' }

function savedState({ tokens, speaker_names }: RevisedTranscript): State {
  const paragraphs = paragraphsOf(tokens)
  return { paragraphs: paragraphs.length > 0 ? paragraphs : [nothing], names: speaker_names, confirmed: [] }
}

function areSame(one: State, other: State): boolean {
  return one === other
    || (one.paragraphs.length === other.paragraphs.length
      && one.paragraphs.every((paragraph, index) => paragraph === other.paragraphs[index] || isSame(paragraph, other.paragraphs[index]!))
      && namesKey(one.names) === namesKey(other.names) && one.confirmed.length === other.confirmed.length)
}

function isSame(one: Piece, other: Piece): boolean {
  return one.speaker === other.speaker && one.text === other.text
}

function namesKey(names: SpeakerNames): string {
  return JSON.stringify(Object.entries(names).sort(([one], [other]) => (one < other ? -1 : 1)))
}

function mergedNames(base: SpeakerNames, theirs: SpeakerNames, mine: SpeakerNames): { both: SpeakerNames; clashing: string[] } {
  const both: Record<string, string> = {}
  const clashing: string[] = []
  for (const speaker of new Set([...Object.keys(base), ...Object.keys(theirs), ...Object.keys(mine)])) {
    const isMine = mine[speaker] !== base[speaker]
    if (isMine && theirs[speaker] !== base[speaker] && theirs[speaker] !== mine[speaker]) clashing.push(speaker)
    const name = isMine ? mine[speaker] : theirs[speaker]
    if (name !== undefined) both[speaker] = name
  }
  return { both, clashing }
}
