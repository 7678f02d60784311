// Prints the calls of the SDK for asynchronous transcription that no behaviour makes, as a JSON array.
import { readdirSync, readFileSync } from 'node:fs';
import * as sdk from '@soniox/node';

// Private in the SDK's types.
const hidden = ['withFetchHelpers', 'fetchTranslation'];

const client = new sdk.SonioxNodeClient({ api_key: 'none' });
const owners = [
  ...['files', 'stt', 'models', 'webhooks', 'concurrencyLimits', 'usageLogs'].map((name) => [name, Object.getPrototypeOf(client[name])]),
  ...['SonioxFile', 'SonioxTranscription', 'SonioxTranscript', 'SonioxTranslationJob', 'FileListResult', 'TranscriptionListResult', 'UsageLogListResult']
    .map((name) => ['', sdk[name].prototype]),
];
const calls = owners.flatMap(([owner, prototype]) => Object.getOwnPropertyNames(prototype)
  .filter((name) => name !== 'constructor' && !hidden.includes(name) && typeof Object.getOwnPropertyDescriptor(prototype, name).value === 'function')
  .map((name) => `${owner}.${name}(`));
if (calls.length < 40) throw new Error(`Only ${calls.length} calls were found: the SDK has another shape.`);

const text = readdirSync('behaviours').map((file) => readFileSync(`behaviours/${file}`, 'utf8')).join('\n');
console.log(JSON.stringify(calls.filter((call) => !text.includes(call))));
