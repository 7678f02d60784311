import assert from 'node:assert/strict';
import { SonioxTranslationJob, isSonioxHttpError, translateFromTranscript } from '@soniox/node';
import { portuguese, speech } from '../fixtures.mjs';

export async function Portuguese_is_translated_one_way(soniox) {
  const job = await soniox.stt.translate({ file: portuguese(), filename: 'pt.wav', to: 'en', from: 'pt', wait: true });
  assert.ok(job instanceof SonioxTranslationJob);
  assert.equal(job.status, 'completed');
  const { mode, to, segments, translation_text } = job.translation;
  assert.deepEqual({ mode, to }, { mode: 'one_way', to: 'en' });
  assert.ok(translation_text.length > 10);
  assert.ok(segments.length > 0);
  for (const segment of segments) {
    assert.equal(segment.from, 'pt');
    assert.ok(segment.original_text.length > 0 && segment.translation_text.length > 0);
    assert.ok(segment.start_ms <= segment.end_ms);
  }
}

export async function English_is_not_translated_into_english(soniox) {
  const job = await soniox.stt.translate({ file: speech(), filename: 'en.wav', to: 'en', wait: true, fetch_translation: false });
  const transcript = await job.getTranscript();
  assert.ok(transcript.tokens.length > 0);
  for (const token of transcript.tokens) assert.equal(token.translation_status, 'none');
}

export async function Two_languages_are_translated_both_ways(soniox) {
  for (const [audio, from, to] of [[portuguese(), 'pt', 'en'], [speech(), 'en', 'pt']]) {
    const job = await (await soniox.stt.translate({ file: audio, filename: 'a.wav', between: ['en', 'pt'] })).wait();
    const translation = await job.getTranslation();
    assert.equal(translation.mode, 'two_way');
    for (const segment of translation.segments) {
      assert.equal(segment.from, from);
      assert.equal(segment.to, to);
      assert.ok(segment.translation_text.length > 0);
    }
  }
}

export async function A_transcript_is_reshaped_without_a_job(soniox) {
  const job = await soniox.stt.translate({ file: portuguese(), filename: 'pt.wav', to: 'en', wait: true, fetch_translation: false });
  const reshaped = translateFromTranscript(await soniox.stt.getTranscript(job.id), { type: 'one_way', to: 'en' });
  assert.ok(reshaped.translation_text.length > 10);
}

export async function A_pair_without_a_model_is_refused_with_a_list_of_those_there_are(soniox) {
  const file = await soniox.files.upload(speech(), { filename: 'a.wav' });
  await assert.rejects(soniox.stt.translate({ file_id: file.id, to: 'sw' }), (thrown) => {
    assert.ok(isSonioxHttpError(thrown));
    assert.equal(thrown.statusCode, 400);
    assert.match(JSON.parse(thrown.bodyText).message + thrown.bodyText, /pt/);
    return true;
  });
}
