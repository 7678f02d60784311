import assert from 'node:assert/strict';
import { model, speech } from '../fixtures.mjs';

const window = () => ({ start_time: new Date(Date.now() - 3_600_000).toISOString(), end_time: new Date(Date.now() + 3_600_000).toISOString() });

export async function Models_are_listed_with_what_they_can_do(soniox) {
  const models = await soniox.models.list();
  const names = models.flatMap((entry) => [entry.id, entry.aliased_model_id]);
  for (const name of ['stt-async-v3', 'stt-async-v4', 'stt-async-v5', 'stt-async-preview']) assert.ok(names.includes(name), name);
  for (const entry of models) {
    assert.equal(entry.transcription_mode, 'async');
    assert.equal(entry.context_version, 2);
    assert.equal(entry.supports_language_hints_strict, true);
    assert.equal(entry.supports_max_endpoint_delay, false);
    assert.ok(entry.languages.some((language) => language.code === 'en' && language.name === 'English'));
    assert.ok(entry.translation_targets.some((target) => target.target_language === 'en' && target.source_languages.includes('pt')));
    assert.ok(entry.two_way_translation_pairs.includes('en:pt'));
    assert.equal(entry.one_way_translation, null);
    assert.equal(entry.two_way_translation, null);
  }
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
}
