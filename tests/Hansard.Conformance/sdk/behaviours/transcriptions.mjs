import assert from 'node:assert/strict';
import { SonioxTranscription, segmentTranscript } from '@soniox/node';
import { failed, model, noRecording, said, speech, withServer } from '../fixtures.mjs';

const unknown = '550e8400-e29b-41d4-a716-446655440000';

export async function A_file_is_transcribed_in_one_call(soniox) {
  const statuses = [];
  const ended = await soniox.stt.transcribe({
    model,
    file: speech(),
    filename: 'speech.wav',
    client_reference_id: 'mine',
    wait: true,
    wait_options: { interval_ms: 1000, on_status_change: (status) => statuses.push(status) },
  });
  assert.equal(ended.status, 'completed');
  assert.equal(statuses.at(-1), 'completed');
  assert.equal(ended.filename, 'speech.wav');
  assert.equal(ended.client_reference_id, 'mine');
  assert.ok(Math.abs(ended.audio_duration_ms - 1780) < 100, `${ended.audio_duration_ms} ms`);
  const { id, text, tokens } = ended.transcript;
  assert.equal(id, ended.id);
  assert.match(text, said);
  assert.equal(tokens.map((token) => token.text).join(''), text);
  for (const token of tokens) {
    assert.ok(token.start_ms >= 0 && token.start_ms <= token.end_ms && token.end_ms <= ended.audio_duration_ms);
    assert.ok(token.confidence >= 0 && token.confidence <= 1);
    assert.deepEqual(Object.keys(token).sort(), ['confidence', 'end_ms', 'start_ms', 'text']);
  }
}

export async function A_recording_in_memory_is_transcribed(soniox) {
  const ended = await soniox.stt.transcribeFromFile(speech(), { model, filename: 'speech.wav', wait: true });
  assert.equal(ended.status, 'completed');
  assert.equal(ended.filename, 'speech.wav');
  assert.match(ended.transcript.text, said);
}

export async function A_recording_is_transcribed_from_a_url(soniox) {
  await withServer(
    (_, response) => response.end(speech()),
    async (base) => {
      const audio_url = `${base}/calls/monday.wav?signature=a%20b`;
      const ended = await soniox.stt.transcribeFromUrl(audio_url, { model, wait: true });
      assert.equal(ended.status, 'completed');
      assert.equal(ended.audio_url, audio_url);
      assert.equal(ended.file_id, null);
      assert.equal(ended.filename, 'monday.wav');
      assert.match(ended.transcript.text, said);
    },
  );
}

export async function A_url_that_has_no_recording_ends_in_an_error(soniox) {
  await withServer(
    (_, response) => response.writeHead(404).end(),
    async (base) => {
      const ended = await soniox.stt.transcribeFromUrl(`${base}/gone.wav`, { model, wait: true });
      assert.equal(ended.status, 'error');
      assert.match(ended.error_message, /404/);
      assert.equal(ended.transcript, null);
    },
  );
}

export async function An_uploaded_file_is_transcribed_by_its_id(soniox) {
  const file = await soniox.files.upload(speech(), { filename: 'speech.wav' });
  const ended = await soniox.stt.transcribeFromFileId(file.id, { model, wait: true, fetch_transcript: false });
  assert.equal(ended.status, 'completed');
  assert.equal(ended.file_id, file.id);
  assert.equal(ended.transcript, undefined);
  assert.match((await ended.getTranscript()).text, said);
}

export async function A_job_is_created_followed_and_read_step_by_step(soniox) {
  const file = await soniox.files.upload(speech(), { filename: 'speech.wav' });
  const created = await soniox.stt.create({ model, file_id: file.id });
  assert.ok(created instanceof SonioxTranscription);
  assert.equal(created.status, 'queued');
  assert.equal(created.model, model);
  const found = await soniox.stt.get(created.id);
  assert.equal(found.id, created.id);
  const ended = await (await found.refresh()).wait();
  assert.equal(ended.status, 'completed');
  assert.match((await soniox.stt.getTranscript(ended)).text, said);
  assert.equal((await soniox.stt.wait(ended.id)).status, 'completed');
}

export async function Every_option_is_accepted_and_echoed(soniox) {
  const context = {
    general: [{ key: 'domain', value: 'Books' }],
    text: 'A history of printing.',
    terms: ['Gutenberg'],
    translation_terms: [{ source: 'type', target: 'tipo' }],
  };
  const ended = await soniox.stt.transcribe({
    model,
    file: speech(),
    filename: 'speech.wav',
    language_hints: ['en', 'es'],
    language_hints_strict: true,
    enable_language_identification: true,
    enable_speaker_diarization: true,
    context,
    client_reference_id: 'MyReferenceId',
    wait: true,
  });
  assert.equal(ended.status, 'completed');
  assert.deepEqual(ended.language_hints, ['en', 'es']);
  assert.equal(ended.enable_language_identification, true);
  assert.equal(ended.enable_speaker_diarization, true);
  assert.deepEqual(ended.context, context);
  for (const token of ended.transcript.tokens) assert.equal(token.language, 'en');
}

export async function A_transcription_carries_every_field_and_null_where_empty(soniox) {
  const file = await soniox.files.upload(speech(), { filename: 'speech.wav' });
  const data = (await soniox.stt.create({ model, file_id: file.id })).toJSON();
  const expected = {
    status: 'queued', model, audio_url: null, file_id: file.id, filename: 'speech.wav', enable_speaker_diarization: false,
    enable_language_identification: false, audio_duration_ms: null, error_type: null, error_message: null, webhook_url: null,
    webhook_auth_header_name: null, webhook_auth_header_value: null, webhook_status_code: null, client_reference_id: null, context: null,
  };
  for (const [name, value] of Object.entries(expected)) assert.deepEqual(data[name], value, name);
}

export async function Cleaning_up_removes_the_file_and_the_transcription(soniox) {
  const ended = await soniox.stt.transcribe({ model, file: speech(), filename: 'speech.wav', wait: true, cleanup: ['file', 'transcription'] });
  assert.match(ended.transcript.text, said);
  assert.equal(await soniox.stt.get(ended.id), null);
  assert.equal(await soniox.files.get(ended.file_id), null);
}

export async function Cleaning_up_the_file_leaves_the_transcription_with_its_file_id(soniox) {
  const ended = await soniox.stt.transcribe({ model, file: speech(), filename: 'speech.wav', wait: true, cleanup: ['file'] });
  const kept = await soniox.stt.get(ended.id);
  assert.equal(await soniox.files.get(ended.file_id), null);
  assert.equal(kept.file_id, ended.file_id);
  assert.match((await kept.getTranscript()).text, said);
}

export async function What_is_no_recording_ends_in_an_error_that_says_so(soniox) {
  const ended = await soniox.stt.transcribe({ model, file: noRecording(), filename: 'text.mp3', wait: true, cleanup: ['file'] });
  assert.equal(ended.status, 'error');
  assert.equal(ended.error_type, 'invalid_audio_file');
  assert.ok(ended.error_message.length > 10);
  assert.equal(ended.transcript, null);
  assert.equal((await soniox.files.count()).total, 0);
}

export async function What_is_not_there_is_null(soniox) {
  assert.equal(await soniox.stt.get(unknown), null);
  assert.equal(await soniox.stt.getTranscript(unknown), null);
  await soniox.stt.delete(unknown);
  await soniox.stt.destroy(unknown);
}

export async function Transcriptions_are_listed_and_counted(soniox) {
  const ids = [];
  const file = await soniox.files.upload(noRecording(), { filename: 'text.mp3' });
  for (let i = 0; i < 5; i++) ids.unshift((await soniox.stt.create({ model, file_id: file.id })).id);
  const first = await soniox.stt.list({ limit: 2 });
  assert.equal(first.isPaged(), true);
  assert.deepEqual(first.transcriptions.map((t) => t.id), ids.slice(0, 2));
  const all = [];
  for await (const transcription of first) all.push(transcription.id);
  assert.deepEqual(all, ids);
  assert.deepEqual(await soniox.stt.count(), { total: 5, public_api: 5, playground: 0 });
}

export async function A_transcription_is_deleted_and_destroyed(soniox) {
  const deleted = await failed(soniox);
  await deleted.delete();
  assert.equal(await soniox.stt.get(deleted.id), null);
  assert.notEqual(await soniox.files.get(deleted.file_id), null);

  const destroyed = await failed(soniox);
  await soniox.stt.destroy(destroyed);
  assert.equal(await soniox.stt.get(destroyed.id), null);
  assert.equal(await soniox.files.get(destroyed.file_id), null);
  await destroyed.destroy();
}

export async function All_transcriptions_are_deleted_and_destroyed(soniox) {
  for (let i = 0; i < 3; i++) await failed(soniox);
  await soniox.stt.delete_all();
  assert.equal((await soniox.stt.count()).total, 0);
  assert.equal((await soniox.files.count()).total, 3);
  for (let i = 0; i < 3; i++) await failed(soniox);
  await soniox.stt.destroy_all();
  assert.equal((await soniox.stt.count()).total, 0);
  assert.equal((await soniox.files.count()).total, 3);
}

export async function Tokens_are_grouped_into_segments(soniox) {
  const { transcript } = await soniox.stt.transcribe({
    model, file: speech(), filename: 'speech.wav', enable_speaker_diarization: true, enable_language_identification: true, wait: true,
  });
  for (const segments of [transcript.segments(), segmentTranscript(transcript.tokens), transcript.segments({ group_by: ['speaker'] })]) {
    assert.equal(segments.length, 1);
    assert.equal(segments[0].speaker, transcript.tokens[0].speaker);
    assert.match(segments[0].text, said);
    assert.equal(segments[0].start_ms, transcript.tokens[0].start_ms);
    assert.equal(segments[0].end_ms, transcript.tokens.at(-1).end_ms);
  }
}
