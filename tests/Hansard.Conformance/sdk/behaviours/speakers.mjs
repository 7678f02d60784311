import assert from 'node:assert/strict';
import { model, portuguese, speech } from '../fixtures.mjs';

export async function Every_token_has_a_speaker(soniox) {
  const { transcript } = await soniox.stt.transcribe({ model, file: speech(), filename: 'speech.wav', enable_speaker_diarization: true, wait: true });
  assert.ok(transcript.tokens.length > 0);
  for (const token of transcript.tokens) assert.equal(token.speaker, '1');
  assert.deepEqual(transcript.segments({ group_by: ['speaker'] }).map((segment) => segment.speaker), ['1']);
}

export async function Translations_have_the_speaker_of_what_was_said(soniox) {
  const job = await soniox.stt.translate({ file: portuguese(), filename: 'pt.wav', to: 'en', from: 'pt', enable_speaker_diarization: true, wait: true });
  for (const token of (await job.getTranscript()).tokens) assert.equal(token.speaker, '1');
  for (const segment of job.translation.segments) assert.equal(segment.speaker, '1');
}
