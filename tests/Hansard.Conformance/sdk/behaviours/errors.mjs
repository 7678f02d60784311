import assert from 'node:assert/strict';
import { SonioxNodeClient, isSonioxHttpError } from '@soniox/node';
import { failed, model } from '../fixtures.mjs';

const unknown = '550e8400-e29b-41d4-a716-446655440000';

async function error(call, status, type) {
  try {
    await call();
  } catch (thrown) {
    assert.ok(isSonioxHttpError(thrown), String(thrown));
    assert.equal(thrown.statusCode, status);
    const body = JSON.parse(thrown.bodyText);
    assert.equal(body.status_code, status);
    assert.equal(body.error_type, type);
    assert.ok(body.message.length > 0 && body.request_id.length > 0 && Array.isArray(body.validation_errors));
    return body;
  }
  assert.fail('It did not fail.');
}

export async function A_wrong_key_is_unauthenticated(soniox) {
  void soniox;
  const stranger = new SonioxNodeClient({ api_key: 'wrong' });
  await error(() => stranger.files.list(), 401, 'unauthenticated');
  await error(() => stranger.models.list(), 401, 'unauthenticated');
}

export async function A_model_that_there_is_not_is_named(soniox) {
  const body = await error(() => soniox.stt.create({ model: 'no-such-model', audio_url: 'https://media.example/a.mp3' }), 400, 'invalid_request');
  assert.equal(body.validation_errors[0].location, 'body.payload.model');
  assert.match(body.validation_errors[0].message, /no-such-model/);
}

export async function A_file_that_there_is_not_cannot_be_transcribed(soniox) {
  const body = await error(() => soniox.stt.create({ model, file_id: unknown }), 400, 'invalid_request');
  assert.equal(body.validation_errors[0].location, 'body.payload.file_id');
}

export async function Both_sources_or_none_are_refused(soniox) {
  await error(() => soniox.stt.create({ model }), 400, 'invalid_request');
  await error(() => soniox.stt.create({ model, file_id: unknown, audio_url: 'https://media.example/a.mp3' }), 400, 'invalid_request');
}

export async function The_transcript_of_a_job_without_one_is_an_invalid_state(soniox) {
  const ended = await failed(soniox);
  await error(() => soniox.stt.getTranscript(ended.id), 409, 'transcription_invalid_state');
}

export async function A_cursor_of_another_server_is_refused(soniox) {
  await error(() => soniox.files.list({ cursor: 'bm90IG91cnM' }), 400, 'invalid_cursor');
  await error(() => soniox.stt.list({ cursor: 'bm90IG91cnM' }), 400, 'invalid_cursor');
}

export async function What_this_server_does_not_do_is_not_found_and_says_so(soniox) {
  const calls = [
    () => soniox.tts.listModels(),
    () => soniox.tts.voices.list(),
  ];
  for (const call of calls) assert.ok((await error(call, 404, 'not_found')).message.length > 20);
}

export async function A_base_url_that_ends_in_v1_works_as_well(soniox) {
  const other = new SonioxNodeClient({ base_url: `${process.env.SONIOX_API_BASE_URL}/v1` });
  assert.deepEqual(await other.models.list(), await soniox.models.list());
}

export async function Every_error_says_where_more_about_it_is(soniox) {
  const body = await error(() => soniox.files.list({ cursor: 'bm90IG91cnM' }), 400, 'invalid_cursor');
  const page = await fetch(body.more_info);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /invalid_cursor/);
}
