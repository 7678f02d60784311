import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

export const model = 'stt-async-v5';

/** "…has never been surpassed", 1.8 s. */
export const speech = () => clip('en_LJ001-0008.wav');
export const portuguese = () => clip('pt_test_pt.wav');
export const noRecording = () => Buffer.from('This is a text, not a recording.');
export const said = /surpassed/i;

const clip = (name) => readFileSync(join(process.env.HANSARD_CLIPS, name));

/** Serves requests on a free loopback port while `use` runs; `use` gets the base URL. */
export async function withServer(answer, use) {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Receives webhooks while `use` runs; `use` gets the URL and a function that waits for the next request. */
export function withReceiver(use) {
  const waiting = [];
  const received = [];
  return withServer(
    async (request, response) => {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const webhook = { method: request.method, url: request.url, headers: request.headers, text: Buffer.concat(chunks).toString() };
      if (waiting.length > 0) waiting.shift()(webhook);
      else received.push(webhook);
      response.writeHead(200).end();
    },
    (base) => use(base, () => received.length > 0 ? Promise.resolve(received.shift()) : new Promise((resolve) => waiting.push(resolve))),
  );
}

/** A transcription that has ended in an error because its file is no recording. */
export async function failed(soniox) {
  const ended = await soniox.stt.transcribe({ model, file: noRecording(), filename: 'text.mp3', wait: true });
  return ended;
}
