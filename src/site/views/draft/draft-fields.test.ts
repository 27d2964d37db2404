import { expect, test } from 'vitest';
import type { HttpRequest } from '#engine/http/message.ts';
import type { Edit } from '#engine/player/edits/edits.ts';
import { applyEdits } from '#engine/player/edits/apply-edits.ts';
import { addressEdit, draftFields, placeForNew } from './draft-fields.ts';

const original: HttpRequest = {
  method: 'POST',
  url: 'https://as.lab.test/token?a=1&a=2',
  headers: [
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ['X-Note', 'one'],
  ],
  body: 'grant_type=refresh_token&refresh_token=r1',
};

async function fieldsWith(edits: readonly Edit[]) {
  const { request } = await applyEdits(original, edits, 0);
  return draftFields(original, request, edits);
}

test('fields of one name are counted apart', async () => {
  const { query } = await fieldsWith([]);
  expect(query.map((field) => [field.place, field.value])).toEqual([
    [{ part: 'query', name: 'a', index: 0 }, '1'],
    [{ part: 'query', name: 'a', index: 1 }, '2'],
  ]);
});

test('an edited field knows its edit, and no other does', async () => {
  const { form } = await fieldsWith([
    { message: 'm#0', kind: 'text', place: { part: 'form', name: 'refresh_token', index: 0 }, value: 'r2' },
  ]);
  expect(form.map((field) => [field.name, field.value, field.text !== undefined])).toEqual([
    ['grant_type', 'refresh_token', false],
    ['refresh_token', 'r2', true],
  ]);
});

test('a removed field stays in the list so that it can be brought back', async () => {
  const { headers } = await fieldsWith([
    { message: 'm#0', kind: 'text', place: { part: 'header', name: 'X-Note', index: 0 }, value: null },
  ]);
  expect(headers.map((field) => [field.name, field.value])).toEqual([
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ['X-Note', undefined],
  ]);
});

test('an added header is listed after those that were there', async () => {
  const fields = await fieldsWith([]);
  const place = placeForNew('header', 'x-note', fields);
  const { headers } = await fieldsWith([{ message: 'm#0', kind: 'text', place, value: 'two' }]);
  expect(headers.at(-1)).toMatchObject({ name: 'x-note', value: 'two', added: true });
});

test('another address keeps the query', () => {
  expect(addressEdit('m#0', 'https://evil.lab.test/token', original.url).value).toBe('https://evil.lab.test/token?a=1&a=2');
});

test('a body that is no form is one field', () => {
  const request = { ...original, headers: [['Content-Type', 'application/json'] as const], body: '{"a":1}' };
  expect(draftFields(request, request, []).body).toMatchObject({ value: '{"a":1}' });
});
