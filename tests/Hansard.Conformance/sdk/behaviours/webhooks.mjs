import assert from 'node:assert/strict';
import { SonioxNodeClient } from '@soniox/node';
import { model, noRecording, said, speech, withReceiver } from '../fixtures.mjs';

const auth = { name: 'Authorization', value: 'Bearer a secret, with a comma' };

async function deliver(soniox, file, check) {
  await withReceiver(async (base, next) => {
    const job = await soniox.stt.transcribe({
      model,
      file,
      filename: 'speech.wav',
      webhook_url: `${base}/hook`,
      webhook_query: { order: '7' },
      webhook_auth_header_name: auth.name,
      webhook_auth_header_value: auth.value,
    });
    assert.equal(job.webhook_url, `${base}/hook?order=7`);
    assert.equal(job.webhook_auth_header_value, '******************');
    const webhook = await next();
    assert.equal(webhook.url, '/hook?order=7');
    await check(webhook, job);
  });
}

export async function A_webhook_is_verified_and_leads_to_the_transcript(soniox) {
  await deliver(soniox, speech(), async (webhook, job) => {
    const body = JSON.parse(webhook.text);
    assert.equal(soniox.webhooks.isEvent(body), true);
    assert.deepEqual(soniox.webhooks.parseEvent(body), { id: job.id, status: 'completed' });
    assert.equal(soniox.webhooks.verifyAuth(webhook.headers, auth), true);
    const result = soniox.webhooks.handle({ method: webhook.method, headers: webhook.headers, body, auth });
    assert.equal(result.ok, true);
    assert.match((await result.fetchTranscript()).text, said);
    assert.equal((await result.fetchTranscription()).status, 'completed');
  });
}

export async function A_webhook_is_understood_by_every_framework_handler(soniox) {
  await deliver(soniox, noRecording(), async (webhook, job) => {
    const request = { method: webhook.method, headers: webhook.headers, body: JSON.parse(webhook.text) };
    const hono = { req: { method: webhook.method, header: (name) => webhook.headers[name.toLowerCase()], json: async () => JSON.parse(webhook.text) } };
    const results = [
      await soniox.webhooks.handleRequest(new Request('http://receiver/', { method: 'POST', headers: webhook.headers, body: webhook.text }), auth),
      soniox.webhooks.handleExpress(request, auth),
      soniox.webhooks.handleFastify(request, auth),
      soniox.webhooks.handleNestJS(request, auth),
      await soniox.webhooks.handleHono(hono, auth),
    ];
    for (const result of results) {
      assert.equal(result.ok, true, result.error);
      assert.deepEqual(result.event, { id: job.id, status: 'error' });
      assert.equal(result.fetchTranscript, undefined);
      assert.equal((await result.fetchTranscription()).error_type, 'invalid_audio_file');
    }
  });
}

export async function The_secret_from_the_environment_matches(soniox) {
  void soniox;
  process.env.SONIOX_API_WEBHOOK_HEADER = auth.name;
  process.env.SONIOX_API_WEBHOOK_SECRET = auth.value;
  const client = new SonioxNodeClient();
  assert.deepEqual(client.webhooks.getAuthFromEnv(), auth);
  await deliver(client, noRecording(), async (webhook) => {
    const result = client.webhooks.handleExpress({ method: webhook.method, headers: webhook.headers, body: JSON.parse(webhook.text) });
    assert.equal(result.ok, true, result.error);
    const forged = client.webhooks.handleExpress({ method: 'POST', headers: {}, body: JSON.parse(webhook.text) });
    assert.equal(forged.ok, false);
  });
}

export async function The_status_of_the_receiver_is_recorded(soniox) {
  await deliver(soniox, noRecording(), async (_, job) => {
    for (let i = 0; i < 100; i++) {
      const { webhook_status_code } = await soniox.stt.get(job.id);
      if (webhook_status_code === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.fail('No status was recorded.');
  });
}
