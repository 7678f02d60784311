import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { said, speech } from '../fixtures.mjs';

/** Runs `use` with an assistant that has the tools of the server. */
async function withAssistant(use, key = process.env.SONIOX_API_KEY) {
  const assistant = new Client({ name: 'conformance', version: '1.0.0' });
  const address = new URL('/mcp', process.env.SONIOX_API_BASE_URL);
  const transport = new StreamableHTTPClientTransport(address, { requestInit: { headers: { Authorization: `Bearer ${key}` } } });
  const faults = [];
  assistant.onerror = (error) => faults.push(error);
  try {
    await assistant.connect(transport);
    await use(assistant);
  } finally {
    await assistant.close();
  }
  assert.deepEqual(faults, []);
}

const textOf = (answer) => answer.content.map((block) => block.text).join('\n');

export async function An_assistant_transcribes_searches_reads_and_exports(soniox) {
  const file = await soniox.files.upload(speech(), { filename: 'speech.wav' });
  await withAssistant(async (assistant) => {
    const { tools } = await assistant.listTools();
    assert.deepEqual(tools.map((tool) => tool.name).sort(), ['export', 'read', 'search', 'transcribe']);
    const told = [];
    let answer = await assistant.callTool(
      { name: 'transcribe', arguments: { file_id: file.id, language_hints: ['en'] } }, undefined, { onprogress: (progress) => told.push(progress) },
    );
    const id = textOf(answer).match(/id ([0-9a-f-]{36})/)[1];
    for (let attempt = 0; textOf(answer).includes('has not ended yet') && attempt < 5; attempt++) {
      answer = await assistant.callTool({ name: 'read', arguments: { id } });
    }
    assert.ok(!answer.isError, textOf(answer));
    assert.match(textOf(answer), said);
    assert.ok(told.length > 0);
    assert.match(textOf(await assistant.callTool({ name: 'search', arguments: { query: 'surpassed' } })), new RegExp(id));
    assert.match(textOf(await assistant.callTool({ name: 'read', arguments: { id } })), said);
    assert.match(textOf(await assistant.callTool({ name: 'export', arguments: { id, format: 'srt' } })), /^1\n00:00:0\d,\d{3} --> /);
  });
}

export async function Errors_are_told_to_the_assistant() {
  await withAssistant(async (assistant) => {
    const wrong = await assistant.callTool({ name: 'read', arguments: { id: 'none' } });
    assert.equal(wrong.isError, true);
    assert.match(textOf(wrong), /no transcription with the id/);
    await assert.rejects(() => assistant.callTool({ name: 'unknown', arguments: {} }), /nknown tool/);
  });
  await assert.rejects(() => withAssistant(async () => {}, 'wrong'), /401|nauthorized|unauthenticated/i);
}
