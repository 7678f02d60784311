import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import OpenAI, { toFile } from 'openai';
import { noRecording, portuguese, said, speech } from '../fixtures.mjs';

const openai = new OpenAI({ baseURL: `${process.env.SONIOX_API_BASE_URL}/v1`, apiKey: process.env.SONIOX_API_KEY });
const { transcriptions, translations } = openai.audio;
const path = (name) => join(process.env.HANSARD_CLIPS, name);
const recording = (bytes = speech()) => toFile(bytes, 'speech.wav');

export async function OpenAI_transcribes_to_every_format() {
  const model = 'whisper-1';
  const json = await transcriptions.create({ file: createReadStream(path('en_LJ001-0008.wav')), model });
  assert.match(json.text, said);
  assert.equal(json.usage.type, 'duration');
  for (const response_format of ['text', 'srt', 'vtt']) {
    const text = await transcriptions.create({ file: await recording(), model, response_format });
    assert.equal(typeof text, 'string', response_format);
    assert.match(text, said);
    if (response_format === 'srt') assert.match(text, /^1\n00:00:00,\d{3} --> 00:00:0\d,\d{3}\n/);
    if (response_format === 'vtt') assert.match(text, /^WEBVTT\n\n00:00:00\.\d{3} --> 00:00:0\d\.\d{3}\n/);
  }

  const verbose = await transcriptions.create({
    file: await recording(), model, response_format: 'verbose_json', timestamp_granularities: ['word', 'segment'], language: 'en', temperature: 0,
  });
  assert.equal(verbose.language, 'english');
  assert.ok(Math.abs(verbose.duration - 1.783) < 0.1, `${verbose.duration}`);
  assert.equal(verbose.segments.map((segment) => segment.text).join('').trim(), verbose.text);
  assert.ok(verbose.words.some((word) => /^surpassed$/i.test(word.word)), JSON.stringify(verbose.words));
  for (const { start, end } of [...verbose.words, ...verbose.segments]) assert.ok(start >= 0 && end >= start && end <= verbose.duration + 0.1);
  assert.ok(verbose.segments.every((segment) => segment.avg_logprob <= 0 && segment.compression_ratio > 0));
}

export async function OpenAI_tells_how_sure_each_piece_is() {
  const { text, logprobs } = await transcriptions.create({ file: await recording(), model: 'gpt-4o-transcribe', include: ['logprobs'] });
  assert.equal(logprobs.map((piece) => piece.token).join('').trim(), text);
  for (const { token, logprob, bytes } of logprobs) {
    assert.ok(logprob <= 0);
    assert.equal(Buffer.from(bytes).toString(), token);
  }
}

export async function OpenAI_streams_words_that_are_the_text_together() {
  const stream = await transcriptions.create({ file: createReadStream(path('en_jfk.flac')), model: 'gpt-4o-mini-transcribe', stream: true });
  let told = '';
  let done;
  for await (const event of stream) {
    if (event.type === 'transcript.text.delta') told += event.delta;
    else done = event;
  }

  assert.equal(done.type, 'transcript.text.done');
  assert.match(done.text, /ask not what your country/i);
  assert.equal(told, done.text);
  assert.equal(done.usage.total_tokens, done.usage.input_tokens + done.usage.output_tokens);
}

export async function OpenAI_names_known_speakers() {
  const reference = async (name, type) => `data:${type};base64,${(await import('node:fs')).readFileSync(path(name)).toString('base64')}`;
  const request = {
    model: 'gpt-4o-transcribe-diarize',
    response_format: 'diarized_json',
    chunking_strategy: 'auto',
    known_speaker_names: ['Linda', 'Kennedy'],
    known_speaker_references: [await reference('en_LJ001-0001.wav', 'audio/wav'), await reference('en_jfk.flac', 'audio/flac')],
  };
  const answer = await transcriptions.create({ ...request, file: createReadStream(path('en_jfk.flac')) });
  assert.ok(answer.segments.length > 0);
  assert.deepEqual([...new Set(answer.segments.map((segment) => segment.speaker))], ['Kennedy']);
  assert.equal(answer.segments.map((segment) => segment.text).join('').trim(), answer.text);

  const segments = [];
  const stream = await transcriptions.create({ ...request, file: createReadStream(path('en_jfk.flac')), stream: true });
  for await (const event of stream) if (event.type === 'transcript.text.segment') segments.push(event);
  assert.deepEqual(segments, answer.segments);
}

export async function OpenAI_translates_into_english() {
  const file = () => recording(portuguese());
  const { text } = await translations.create({ file: await file(), model: 'whisper-1' });
  assert.ok(text.length > 10);
  const original = await transcriptions.create({ file: await file(), model: 'whisper-1' });
  assert.notEqual(text, original.text);
  const verbose = await translations.create({ file: await file(), model: 'whisper-1', response_format: 'verbose_json' });
  assert.equal(verbose.language, 'english');
  assert.equal(verbose.text, text);
  assert.equal(verbose.segments.map((segment) => segment.text).join('').trim(), text);
  assert.match(await translations.create({ file: await file(), model: 'whisper-1', response_format: 'srt' }), /^1\n00:00:0/);
}

export async function OpenAI_lists_and_describes_models() {
  const ids = [];
  for await (const model of openai.models.list()) ids.push(model.id);
  for (const id of ['whisper-base', 'whisper-1', 'gpt-4o-transcribe', 'gpt-4o-mini-transcribe', 'gpt-4o-transcribe-diarize']) {
    assert.ok(ids.includes(id), id);
    assert.equal((await openai.models.retrieve(id)).id, id);
  }
}

export async function OpenAI_raises_errors_of_its_own_classes() {
  const options = { maxRetries: 0 };
  const create = async (fields) => transcriptions.create({ file: await recording(), model: 'whisper-1', ...fields }, options);
  await assert.rejects(create({ model: 'gpt-5' }), (error) => error instanceof OpenAI.NotFoundError && error.code === 'model_not_found');
  await assert.rejects(create({ language: 'xx' }), (error) => error instanceof OpenAI.BadRequestError && error.param === 'language');
  for (const stream of [true, false]) {
    await assert.rejects(
      create({ file: await recording(noRecording()), stream }),
      (error) => error instanceof OpenAI.BadRequestError && error.code === 'invalid_audio_file' && error.requestID.length > 0);
  }

  const stranger = new OpenAI({ baseURL: openai.baseURL, apiKey: 'wrong', ...options });
  await assert.rejects(stranger.audio.transcriptions.create({ file: await recording(), model: 'whisper-1' }), OpenAI.AuthenticationError);
}
