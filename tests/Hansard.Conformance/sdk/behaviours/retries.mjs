import assert from 'node:assert/strict';
import OpenAI, { toFile } from 'openai';
import { said, speech } from '../fixtures.mjs';

const model = 'whisper-1';
const recording = () => toFile(speech(), 'speech.wav');

/** A client, and the statuses of its answers, those that the library keeps to itself included. */
function clientOf(maxRetries) {
  const statuses = [];
  const client = new OpenAI({
    baseURL: `${process.env.SONIOX_API_BASE_URL}/v1`,
    apiKey: process.env.SONIOX_API_KEY,
    maxRetries,
    fetch: async (url, options) => {
      const response = await fetch(url, options);
      statuses.push(response.status);
      return response;
    },
  });
  return { client, statuses };
}

export async function OpenAI_is_told_of_too_many_requests_and_tries_again() {
  const { client: hasty } = clientOf(0);
  await assert.rejects(
    async () => {
      for (let i = 0; i < 600; i++) await hasty.models.retrieve(model);
    },
    (error) => error instanceof OpenAI.RateLimitError && /limit of 60 requests a minute/.test(error.message)
      && error.type === 'rate_limit_error' && error.code === 'limit_exceeded' && error.headers.get('retry-after') === '1');

  const { client, statuses } = clientOf(30);
  const answers = await Promise.all(Array.from({ length: 3 }, async () =>
    client.audio.transcriptions.create({ file: await recording(), model })));
  for (const { text } of answers) assert.match(text, said);
  assert.ok(statuses.includes(429), `${statuses}`);
}

export async function OpenAI_is_told_that_the_server_stops_and_tries_again() {
  const create = async ({ client }) => client.audio.transcriptions.create({ file: await recording(), model });
  const patient = clientOf(5);
  const refused = assert.rejects(
    create(clientOf(0)),
    (error) => error instanceof OpenAI.InternalServerError && error.status === 503 && /The server stops/.test(error.message)
      && error.type === 'server_error' && error.headers.get('retry-after') === '5');
  const { text } = await create(patient);
  assert.match(text, said);
  assert.ok(patient.statuses.includes(503), `${patient.statuses}`);
  await refused;
}
