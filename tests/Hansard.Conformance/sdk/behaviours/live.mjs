import assert from 'node:assert/strict';
import { SonioxNodeClient, AuthError, BadRequestError } from '@soniox/node';
import WebSocket from 'ws';
import { said, speech } from '../fixtures.mjs';

/** Messages of control that the SDK has sent. */
const sent = [];

// Node has a WebSocket of its own from version 22 on.
globalThis.WebSocket = class extends WebSocket {
  send(data, ...more) {
    if (typeof data === 'string') sent.push(data);
    super.send(data, ...more);
  }
};

const live = (options = {}) => new SonioxNodeClient({
  ...options, realtime: { ws_base_url: `${process.env.SONIOX_API_BASE_URL.replace(/^http/, 'ws')}/transcribe-websocket` },
}).realtime;
const raw = { model: 'stt-rt-v5', audio_format: 'pcm_s16le', sample_rate: 16000, num_channels: 1, language_hints: ['en'] };
const samples = () => speech().subarray(44);
const next = (session, event) => new Promise((resolve, reject) => session.once(event, resolve).once('error', reject));
const keepalives = () => sent.filter((message) => message.includes('keepalive')).length;

async function* pieces(sound, size = 3840) {
  for (let at = 0; at < sound.length; at += size) yield sound.subarray(at, at + size);
}

function listen(session) {
  const heard = { text: '', events: [], nonFinal: 0 };
  session.on('token', (token) => {
    assert.ok(token.text !== '<end>' && token.text !== '<fin>');
    if (token.is_final) heard.text += token.text;
    else heard.nonFinal++;
  });
  for (const event of ['connected', 'endpoint', 'finalized', 'finished', 'error', 'disconnected'])
    session.on(event, () => heard.events.push(event));
  return heard;
}

export async function Words_come_while_the_sound_goes_on_and_finish_waits_for_the_last() {
  const session = live().stt(raw);
  const heard = listen(session);
  await session.connect();
  await session.sendStream(pieces(samples()), { pace_ms: 60, finish: true });
  assert.match(heard.text, said);
  assert.ok(heard.nonFinal > 0);
  assert.deepEqual(heard.events, ['connected', 'finished']);
  assert.equal(session.state, 'finished');
}

export async function A_file_is_recognised_by_its_first_bytes() {
  const session = live().stt({ model: 'stt-rt-preview', audio_format: 'auto', enable_speaker_diarization: true, enable_language_identification: true });
  const tokens = [];
  session.on('token', (token) => token.is_final && tokens.push(token));
  await session.connect();
  await session.sendStream(pieces(speech(), 1000), { finish: true });
  assert.ok(tokens.length > 3);
  for (const token of tokens) assert.deepEqual([token.speaker, token.language], ['1', 'en']);
}

export async function A_session_that_pauses_is_kept_alive_and_goes_on() {
  const session = live().stt(raw, { keepalive_interval_ms: 1000 });
  const heard = listen(session);
  await session.connect();
  await session.sendStream(pieces(samples()));
  const finalized = next(session, 'finalized');
  session.pause();
  await finalized;
  assert.match(heard.text, said);
  session.sendAudio(samples());
  const before = keepalives();
  for (let i = 0; keepalives() < before + 2; i++) {
    assert.ok(i < 600);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  heard.text = '';
  session.resume();
  await session.sendStream(pieces(samples()));
  const again = next(session, 'finalized');
  session.finalize({ trailing_silence_ms: 200 });
  await again;
  assert.match(heard.text, said);
  await session.finish();
  assert.deepEqual(heard.events, ['connected', 'finalized', 'finalized', 'finished']);
}

export async function An_utterance_ends_though_no_silence_is_sent() {
  const session = live().stt({ ...raw, enable_endpoint_detection: true, max_endpoint_delay_ms: 500 });
  const events = [];
  await session.connect();
  const reading = (async () => {
    for await (const event of session) {
      events.push(event.kind);
      if (event.kind === 'endpoint') break;
    }
  })();
  await session.sendStream(pieces(samples()));
  await reading;
  assert.equal(events.at(-1), 'endpoint');
  session.close();
  assert.equal(session.state, 'canceled');
}

export async function What_is_wrong_is_an_error_of_its_class() {
  for (const [session, type, message] of [
    [live({ api_key: 'wrong' }).stt(raw), AuthError, /key/],
    [live().stt({ ...raw, model: 'no-such-model' }), BadRequestError, /no-such-model/],
    [live().stt({ ...raw, audio_format: 'pcm_s99' }), BadRequestError, /pcm_s99/],
  ]) {
    const error = new Promise((resolve) => session.on('error', resolve));
    await session.connect();
    const thrown = await error;
    assert.ok(thrown instanceof type, String(thrown));
    assert.match(thrown.message, message);
    assert.equal(session.state, 'error');
  }
  const undecodable = live().stt({ model: 'stt-rt-v5', audio_format: 'auto' });
  await undecodable.connect();
  undecodable.sendAudio(Buffer.alloc(1 << 17, 'no sound '));
  await assert.rejects(undecodable.finish(), BadRequestError);
}
