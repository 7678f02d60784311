// Transcribes one recording as the vendor's Node example does, call for call, with fetch.
//
//   node client.mjs --audio_path FILE | --audio_url URL [--translation none|one_way|two_way] [--language CODE]
//   node client.mjs --delete_all_files | --delete_all_transcriptions
//
// The server and the key come from SONIOX_API_BASE_URL and SONIOX_API_KEY. --language replaces the example's Spanish.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const pollMilliseconds = 1000 * Number(process.env.POLL_SECONDS ?? 1);
const polls = 600;

async function call(path, { method = 'GET', body, headers = {} } = {}) {
  const response = await fetch(`${process.env.SONIOX_API_BASE_URL}${path}`, {
    method,
    headers: { Authorization: `Bearer ${process.env.SONIOX_API_KEY}`, ...headers },
    body,
  });
  if (!response.ok) throw new Error(`${response.status} for ${method} ${path}: ${await response.text()}`);
  return method === 'DELETE' ? null : response.json();
}

function configuration(translation, language, audioUrl, fileId) {
  const config = JSON.parse(readFileSync(new URL('vendor_requests.json', import.meta.url), 'utf8'))[translation];
  // JSON.stringify leaves out what is undefined: with a file, no audio_url is sent; with a URL, file_id is null.
  config.audio_url = audioUrl;
  config.file_id = fileId;
  if (language) {
    config.language_hints = ['en', language];
    for (const name of ['target_language', 'language_b']) if (config.translation?.[name]) config.translation[name] = language;
  }
  return config;
}

async function upload(path) {
  const form = new FormData();
  // The whole path as filename, as the example has it.
  form.append('file', new Blob([readFileSync(path)]), path);
  return (await call('/v1/files', { method: 'POST', body: form })).id;
}

async function waitUntilCompleted(id) {
  for (let i = 0; i < polls; i++) {
    const { status, error_message } = await call(`/v1/transcriptions/${id}`);
    if (status === 'completed') return;
    if (status === 'error') throw new Error(`Error: ${error_message}`);
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  }
  throw new Error('The transcription did not end.');
}

function render(tokens) {
  const parts = [];
  let speaker = null;
  let language = null;
  for (const token of tokens) {
    let { text } = token;
    if (token.speaker !== undefined && token.speaker !== speaker) {
      if (speaker !== null) parts.push('\n\n');
      speaker = token.speaker;
      language = null;
      parts.push(`Speaker ${speaker}:`);
    }
    if (token.language !== undefined && token.language !== language) {
      language = token.language;
      parts.push(`\n${token.translation_status === 'translation' ? '[Translation] ' : ''}[${language}] `);
      text = text.trimStart();
    }
    parts.push(text);
  }
  return parts.join('');
}

async function listAll(kind) {
  const rows = [];
  for (let cursor = ''; ;) {
    const page = await call(`/v1/${kind}?cursor=${cursor}`);
    rows.push(...page[kind]);
    cursor = page.next_page_cursor;
    if (!cursor) return rows;
  }
}

async function deleteAll(kind, rows) {
  for (const { id } of rows) await call(`/v1/${kind}/${id}`, { method: 'DELETE' });
  console.log(`Deleted ${rows.length} ${kind}.`);
}

async function transcribe({ audio_url: audioUrl, audio_path: audioPath, translation, language }) {
  const fileId = audioPath ? await upload(audioPath) : null;
  if (fileId) console.log(`File ID: ${fileId}`);
  const { id } = await call('/v1/transcriptions', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(configuration(translation, language, audioUrl, fileId)),
  });
  console.log(`Transcription ID: ${id}`);
  await waitUntilCompleted(id);
  console.log(render((await call(`/v1/transcriptions/${id}/transcript`)).tokens));
  await call(`/v1/transcriptions/${id}`, { method: 'DELETE' });
  if (fileId) await call(`/v1/files/${fileId}`, { method: 'DELETE' });
}

const { values } = parseArgs({
  options: {
    audio_url: { type: 'string' },
    audio_path: { type: 'string' },
    delete_all_files: { type: 'boolean' },
    delete_all_transcriptions: { type: 'boolean' },
    translation: { type: 'string', default: 'none' },
    language: { type: 'string' },
  },
});
if (values.delete_all_files) await deleteAll('files', await listAll('files'));
else if (values.delete_all_transcriptions) {
  const rows = await listAll('transcriptions');
  await deleteAll('transcriptions', rows.filter(({ status }) => status === 'completed' || status === 'error'));
} else if (values.audio_url || values.audio_path) await transcribe(values);
else throw new Error('Give --audio_url or --audio_path, or one of the --delete flags.');
