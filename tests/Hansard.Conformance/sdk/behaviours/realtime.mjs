import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import WebSocket from 'ws';
import { said, speech } from '../fixtures.mjs';

const rate = 22_050;
const limit = 120_000;
const transcription = 'conversation.item.input_audio_transcription';
const client = new OpenAI({ baseURL: `${process.env.SONIOX_API_BASE_URL}/v1`, apiKey: process.env.SONIOX_API_KEY });

/** Opens a session. The library speaks through TLS alone, and this server has none: the connection is made for it. */
async function open(model = 'gpt-4o-transcribe', whose = client) {
  const { hostname, port } = new URL(process.env.SONIOX_API_BASE_URL);
  const realtime = new OpenAIRealtimeWS({ model, options: { createConnection: () => connect({ host: hostname, port }) } }, whose);
  const events = [];
  const waiting = [];
  realtime.on('event', (event) => {
    events.push(event);
    for (const { type, resolve } of waiting.filter((each) => each.type === event.type)) resolve(event);
  });
  const until = (type) => new Promise((resolve, reject) => {
    waiting.push({ type, resolve });
    setTimeout(() => reject(new Error(`No ${type} came after ${JSON.stringify(events)}`)), limit).unref();
  });
  return { realtime, events, until };
}

const sound = () => speech().subarray(44);
const silence = (seconds) => Buffer.alloc(seconds * 2 * rate);

function append(realtime, bytes) {
  for (let at = 0; at < bytes.length; at += 6_400)
    realtime.send({ type: 'input_audio_buffer.append', audio: bytes.subarray(at, at + 6_400).toString('base64') });
}

const update = (input) => ({
  type: 'session.update', session: { type: 'transcription', audio: { input: { format: { type: 'audio/pcm', rate }, ...input } } },
});

export async function OpenAI_hears_an_utterance_end() {
  const { realtime, events, until } = await open();
  await until('session.created');
  realtime.send(update({ transcription: { model: 'gpt-4o-transcribe', language: 'en' }, turn_detection: { type: 'server_vad' } }));
  await until('session.updated');
  append(realtime, Buffer.concat([sound(), silence(2)]));
  const completed = await until(`${transcription}.completed`);
  assert.match(completed.transcript, said);
  const deltas = events.filter((event) => event.type === `${transcription}.delta`);
  assert.equal(deltas.map((event) => event.delta).join(''), completed.transcript);
  const item = events.find((event) => event.type === 'conversation.item.added').item;
  assert.equal(item.id, completed.item_id);
  assert.equal(item.content[0].type, 'input_audio');
  assert.equal(completed.usage.total_tokens, completed.usage.input_tokens + completed.usage.output_tokens);
  realtime.close();
  await once(realtime.socket, 'close');
}

export async function OpenAI_commits_utterances_and_is_told_of_faults() {
  const { realtime, until } = await open();
  const faults = [];
  realtime.on('error', (error) => faults.push(error));
  await until('session.created');
  realtime.send({ type: 'input_audio_buffer.commit', event_id: 'too-soon' });
  realtime.send(update({ transcription: { model: 'whisper-1', language: 'en' }, turn_detection: null }));
  await until('session.updated');
  assert.equal(faults[0].error.code, 'input_audio_buffer_commit_empty');
  assert.equal(faults[0].error.event_id, 'too-soon');
  append(realtime, sound());
  realtime.send({ type: 'input_audio_buffer.commit' });
  const completed = await until(`${transcription}.completed`);
  assert.match(completed.transcript, said);
  assert.equal(completed.usage.type, 'duration');
  realtime.close();
  await once(realtime.socket, 'close');
  assert.equal(faults.length, 1);
}

export async function OpenAI_is_told_that_this_server_only_transcribes() {
  const { realtime, until } = await open('gpt-realtime');
  const faults = [];
  realtime.on('error', (error) => faults.push(error));
  await until('error');
  assert.match(faults[0].message, /only transcribes/);
  if (realtime.socket.readyState !== 3) await once(realtime.socket, 'close');
}

export async function OpenAI_makes_a_key_for_a_page_whose_sessions_begin_as_it_says() {
  const input = {
    format: { type: 'audio/pcm', rate }, transcription: { model: 'whisper-1', language: 'en' }, turn_detection: null,
  };
  const secret = await client.realtime.clientSecrets.create({
    expires_after: { anchor: 'created_at', seconds: 60 }, session: { type: 'transcription', audio: { input } },
  });
  assert.match(secret.value, /^ek_/);
  assert.ok(secret.expires_at > Date.now() / 1000);
  assert.equal(secret.session.audio.input.format.rate, rate);

  const page = new OpenAI({ baseURL: client.baseURL, apiKey: secret.value, maxRetries: 0 });
  await assert.rejects(page.models.list(), OpenAI.AuthenticationError);
  const { realtime, until } = await open('gpt-realtime', page);
  const { session } = await until('session.created');
  assert.deepEqual(session.audio, secret.session.audio);
  append(realtime, sound());
  realtime.send({ type: 'input_audio_buffer.commit' });
  assert.match((await until(`${transcription}.completed`)).transcript, said);
  realtime.close();
  await once(realtime.socket, 'close');

  // As a browser has it, which sets no headers.
  const { client_secret } = await client.beta.realtime.transcriptionSessions.create({ input_audio_format: 'g711_ulaw' });
  const socket = new WebSocket(`${client.baseURL.replace(/^http/, 'ws')}/realtime`, ['realtime', `openai-insecure-api-key.${client_secret.value}`]);
  const [created] = await once(socket, 'message');
  assert.equal(JSON.parse(created).session.audio.input.format.type, 'audio/pcmu');
  socket.close();
  await once(socket, 'close');
}
