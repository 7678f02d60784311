// What a page does with the SDKs: each function opens the microphone, and gives what came of it. Addresses are relative to the page's.
import { AuthError, BadRequestError, SonioxClient } from './client.mjs';
import { SonioxClient as OlderClient } from './speech-to-text-web.js';

const patience = 120_000;
const said = /surpassed/i;
const address = new URL('/transcribe-websocket', location.href.replace(/^http/, 'ws')).href;
const model = 'stt-rt-preview';

/** Gives up a promise that takes too long, and says with what. */
function bounded(promise, state) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error(`Too late: ${JSON.stringify(state)}`)), patience));
  return Promise.race([promise, late]);
}

/** "speech-to-text-web", the older SDK, whose sound is WebM from a MediaRecorder. */
export function older(key, options = {}) {
  const seen = { text: '', nonFinal: '', markers: 0, states: [] };
  return bounded(new Promise((resolve) => {
    const client = new OlderClient({
      apiKey: key,
      webSocketUri: address,
      onStateChange: ({ newState }) => seen.states.push(newState),
      onError: (status, message, code) => resolve({ ...seen, error: { status, message, code } }),
      onFinished: () => resolve(seen),
      onPartialResult: ({ tokens }) => {
        for (const { text, is_final } of tokens) {
          if (text.startsWith('<')) seen.markers++;
          else if (is_final) seen.text += text;
          else seen.nonFinal += text;
        }
        if (said.test(seen.text + seen.nonFinal)) client.stop();
      },
    });
    client.start({ model, languageHints: ['en'], ...options });
  }), seen);
}

/** "client", today's SDK: finalizes once, and stops. */
export async function recorded(key, options = {}) {
  const seen = { text: '', nonFinal: '', events: [] };
  const recording = new SonioxClient({ config: { api_key: key, stt_ws_url: address } })
    .realtime.record({ model, language_hints: ['en'], ...options });
  const error = new Promise((resolve) => recording.on('error', resolve));
  const finalized = new Promise((resolve) => recording.on('finalized', resolve));
  const heard = new Promise((resolve) => recording.on('token', ({ text, is_final }) => {
    if (is_final) seen.text += text;
    else seen.nonFinal += text;
    if (said.test(seen.text + seen.nonFinal)) resolve();
  }));
  for (const event of ['connected', 'finalized', 'finished', 'error']) recording.on(event, () => seen.events.push(event));
  const words = heard.then(async () => {
    recording.finalize();
    await finalized;
    await recording.stop();
    return seen;
  });
  const failed = error.then((thrown) => ({
    ...seen,
    error: { isAuth: thrown instanceof AuthError, isBadRequest: thrown instanceof BadRequestError, code: thrown.statusCode, message: thrown.message },
  }));
  return await bounded(Promise.race([words, failed]), seen);
}
