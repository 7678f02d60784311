import assert from 'node:assert/strict';
import { SonioxNodeClient } from '@soniox/node';
import WebSocket from 'ws';
import { model, said, speech } from '../fixtures.mjs';

// Node.js has it from 22 on.
globalThis.WebSocket ??= WebSocket;

const window = () => ({ start_time: new Date(Date.now() - 3_600_000).toISOString(), end_time: new Date(Date.now() + 3_600_000).toISOString() });

export async function Models_are_listed_with_what_they_can_do(soniox) {
  const models = await soniox.models.list();
  const names = models.flatMap((entry) => [entry.id, entry.aliased_model_id]);
  for (const name of ['stt-async-v3', 'stt-async-v4', 'stt-async-v5', 'stt-async-preview']) assert.ok(names.includes(name), name);
  for (const entry of models) {
    const live = entry.id.startsWith('stt-rt-');
    assert.equal(entry.transcription_mode, live ? 'real_time' : 'async');
    assert.equal(entry.context_version, 2);
    assert.equal(entry.supports_language_hints_strict, true);
    for (const able of ['max_endpoint_delay', 'endpoint_sensitivity', 'endpoint_latency_adjustment']) assert.equal(entry[`supports_${able}`], live);
    assert.equal(entry.endpoint_latency_adjustment_max_level, live ? 3 : 0);
    assert.ok(entry.languages.some((language) => language.code === 'en' && language.name === 'English'));
    assert.ok(entry.translation_targets.some((target) => target.target_language === 'en' && target.source_languages.includes('pt')));
    assert.ok(entry.two_way_translation_pairs.includes('en:pt'));
    assert.equal(entry.one_way_translation, null);
    assert.equal(entry.two_way_translation, null);
  }
}

export async function A_temporary_key_opens_a_live_session(soniox) {
  const { api_key, expires_at } = await soniox.auth.createTemporaryKey({
    usage_type: 'transcribe_websocket', expires_in_seconds: 60, client_reference_id: 'page', single_use: true, max_session_duration_seconds: 120,
  });
  assert.match(api_key, /^temp_[\w-]+$/);
  assert.ok(Date.parse(expires_at) > Date.now());
  const page = new SonioxNodeClient({ api_key, realtime: { ws_base_url: `${process.env.SONIOX_API_BASE_URL.replace(/^http/, 'ws')}/transcribe-websocket` } });
  const session = page.realtime.stt({ model: 'stt-rt-v5', language_hints: ['en'] });
  let text = '';
  session.on('result', (result) => { text += result.tokens.filter((token) => token.is_final).map((token) => token.text).join(''); });
  await session.connect();
  session.sendAudio(speech());
  await session.finish();
  assert.match(text, said);

  const again = page.realtime.stt({ model: 'stt-rt-v5' });
  const failed = new Promise((resolve) => again.on('error', resolve));
  await again.connect().catch(() => {});
  assert.match(String(await failed), /has been used/);
}

export async function Use_is_logged_and_summed_up(soniox) {
  for (const client_reference_id of ['first', undefined]) {
    await soniox.stt.transcribe({ model, file: speech(), filename: 'speech.wav', client_reference_id, wait: true, cleanup: ['file', 'transcription'] });
  }

  const page = await soniox.usageLogs.list({ ...window(), limit: 1, sort: 'end_time_asc' });
  assert.equal(page.isPaged(), true);
  const logs = [];
  for await (const log of page) logs.push(log);
  assert.deepEqual(logs.map((log) => log.client_reference_id), ['first', '']);
  for (const log of logs) {
    assert.match(log.uuid, /^[0-9a-f-]{36}$/);
    assert.ok(Number.isInteger(log.input_audio_duration_ms) && log.input_audio_duration_ms > 1000);
    assert.ok(Date.parse(log.start_time) <= Date.parse(log.end_time));
    for (const [name, value] of Object.entries(log)) if (name.endsWith('_cost_usd') || name === 'cost_usd') assert.equal(value, '0', name);
  }

  const newestFirst = await soniox.usageLogs.list({ ...window(), sort: 'end_time_desc' });
  assert.deepEqual(newestFirst.usage_logs.map((log) => log.uuid), logs.map((log) => log.uuid).reverse());
  const summary = await soniox.usageLogs.getSummary(window());
  assert.equal(summary.total.model, null);
  assert.equal(summary.total.total_num_requests, 2);
  assert.equal(summary.models.length, 1);
  for (const value of Object.values(summary.total)) if (Array.isArray(value)) assert.equal(value.length, summary.total.days.length);
}

export async function Concurrency_is_reported(soniox) {
  const limits = await soniox.concurrencyLimits.get();
  for (const scope of [limits.project, limits.organization]) {
    for (const counts of [scope.current, scope.limits]) {
      assert.equal(typeof counts.transcribe_concurrent, 'number');
      assert.equal(typeof counts.tts_concurrent, 'number');
    }
  }
  const hour = await soniox.concurrencyLimits.getHistory({ start_time: '2026-04-28T09:00:00Z', end_time: '2026-04-28T10:00:00Z', period_sec: 60, kind: 'stt' });
  assert.equal(hour.kind, 'stt');
  assert.equal(hour.entries.length, 60);
  assert.deepEqual(Object.values(hour.entries[0]), ['2026-04-28T09:00:00.000Z', 60, 0, 0, 0, 0, 0]);
}
