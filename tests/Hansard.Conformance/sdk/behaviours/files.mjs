import assert from 'node:assert/strict';
import { SonioxFile } from '@soniox/node';
import { speech } from '../fixtures.mjs';

const unknown = '550e8400-e29b-41d4-a716-446655440000';

async function upload(soniox, count) {
  const ids = [];
  for (let i = 0; i < count; i++) ids.unshift((await soniox.files.upload(Buffer.from(`file ${i}`), { filename: `${i}.wav` })).id);
  return ids;
}

export async function An_uploaded_file_comes_back_with_all_its_fields(soniox) {
  const audio = speech();
  const file = await soniox.files.upload(audio, { filename: 'réunion du lundi.wav', client_reference_id: 'order-12345' });
  assert.ok(file instanceof SonioxFile);
  assert.equal(file.filename, 'réunion du lundi.wav');
  assert.equal(file.size, audio.length);
  assert.equal(file.client_reference_id, 'order-12345');
  assert.match(file.created_at, /Z$/);
  assert.ok(Math.abs(Date.parse(file.created_at) - Date.now()) < 60_000);
  assert.deepEqual((await soniox.files.get(file.id)).toJSON(), file.toJSON());
  assert.deepEqual((await soniox.files.get(file)).toJSON(), file.toJSON());
}

export async function A_file_is_uploaded_from_bytes_a_blob_and_a_stream(soniox) {
  const inputs = [new Uint8Array([1, 2, 3]), new Blob(['abc']), new Blob(['abc']).stream()];
  for (const input of inputs) assert.equal((await soniox.files.upload(input, { filename: 'a.wav' })).size, 3);
  assert.ok((await soniox.files.upload(Buffer.from('abc'))).filename.length > 0);
}

export async function Of_a_path_as_filename_the_last_segment_stays(soniox) {
  assert.equal((await soniox.files.upload(Buffer.from('a'), { filename: '/home/me/calls/monday.mp3' })).filename, 'monday.mp3');
  assert.equal((await soniox.files.upload(Buffer.from('a'), { filename: 'C:\\calls\\monday.mp3' })).filename, 'monday.mp3');
}

export async function A_file_that_is_not_there_is_null_and_its_deletion_succeeds(soniox) {
  assert.equal(await soniox.files.get(unknown), null);
  await soniox.files.delete(unknown);
  const file = await soniox.files.upload(Buffer.from('a'), { filename: 'a.wav' });
  await file.delete();
  await file.delete();
  await soniox.files.delete(file.id);
  assert.equal(await soniox.files.get(file.id), null);
}

export async function Files_are_listed_newest_first_page_by_page(soniox) {
  const ids = await upload(soniox, 5);
  const first = await soniox.files.list({ limit: 2 });
  assert.equal(first.isPaged(), true);
  assert.deepEqual(first.files.map((file) => file.id), ids.slice(0, 2));
  const second = await soniox.files.list({ limit: 2, cursor: first.next_page_cursor });
  assert.deepEqual(second.files.map((file) => file.id), ids.slice(2, 4));

  const all = [];
  for await (const file of first) all.push(file.id);
  assert.deepEqual(all, ids);
  const whole = await soniox.files.list();
  assert.equal(whole.isPaged(), false);
  assert.equal(whole.next_page_cursor, null);
  assert.deepEqual(whole.files.map((file) => file.id), ids);
}

export async function Files_are_counted(soniox) {
  await upload(soniox, 3);
  assert.deepEqual(await soniox.files.count(), { total: 3, public_api: 3, playground: 0 });
}

export async function All_files_are_deleted(soniox) {
  await upload(soniox, 4);
  await soniox.files.delete_all();
  assert.deepEqual((await soniox.files.list()).files, []);
  await soniox.files.delete_all();
  assert.equal((await soniox.files.count()).total, 0);
}

export async function Deleting_while_iterating_reaches_every_file(soniox) {
  await upload(soniox, 7);
  for await (const file of await soniox.files.list({ limit: 2 })) await file.delete();
  assert.equal((await soniox.files.count()).total, 0);
}
