// Transcribes a recording and translates it into Portuguese, with nothing but Node.js 18 or later: node transcribe.mjs RECORDING
// HANSARD_URL is the server, by default http://127.0.0.1:8080, and HANSARD_KEY a key of it.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const server = process.env.HANSARD_URL ?? 'http://127.0.0.1:8080';

async function ask(method, path, body) {
  const headers = { Authorization: `Bearer ${process.env.HANSARD_KEY}` };
  if (body && !(body instanceof FormData)) {
    headers['Content-Type'] = 'application/json';
    body = JSON.stringify(body);
  }
  const response = await fetch(server + path, { method, headers, body });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${response.status} for ${method} ${path}: ${answer}`);
  return answer && JSON.parse(answer);
}

const path = process.argv[2];
const form = new FormData();
form.append('file', new Blob([await readFile(path)]), basename(path));
const file = await ask('POST', '/v1/files', form);

let job = await ask('POST', '/v1/transcriptions', {
  model: 'stt-async-v5',
  file_id: file.id,
  translation: { type: 'one_way', target_language: 'pt' },
});
while (job.status === 'queued' || job.status === 'processing') {
  await setTimeout(1000);
  job = await ask('GET', `/v1/transcriptions/${job.id}`);
}

if (job.status === 'completed') {
  const { tokens } = await ask('GET', `/v1/transcriptions/${job.id}/transcript`);
  const text = (translated) =>
    tokens.filter((token) => (token.translation_status === 'translation') === translated).map((token) => token.text).join('').trim();
  console.log(`Said: ${text(false)}\nTranslated: ${text(true)}`);
} else {
  console.error(job.error_message);
  process.exitCode = 1;
}

await ask('DELETE', `/v1/transcriptions/${job.id}`);
await ask('DELETE', `/v1/files/${file.id}`);
