import { expect, test } from 'vitest';
import type { HttpResponse } from '#engine/http/message.ts';
import { applyAnswerEdits } from '#engine/player/edits/apply-edits.ts';
import type { Edit, Place } from '#engine/player/edits/edits.ts';
import { answerFields, newAnswerPlace } from './answer-fields.ts';

const redirect: HttpResponse = {
  status: 303,
  headers: [
    ['Location', '/callback?code=c1&a=1&A=2'],
    ['Set-Cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ],
  body: '',
};
const tokens: HttpResponse = { status: 200, headers: [], body: '{"token_type":"Bearer","expires_in":300,"nested":{"a":1}}' };

const text = (place: Place, value: string | null): Edit => ({ message: 'm#0', of: 'answer', kind: 'text', place, value });

async function fieldsWith(original: HttpResponse, edits: readonly Edit[] = []) {
  const { response } = await applyAnswerEdits(original, edits, 0);
  return answerFields(original, response, edits);
}

test('an answer is cut into its status, its headers and the parameters of its Location', async () => {
  const { status, headers, location, members, body } = await fieldsWith(redirect);
  expect(status.value).toBe('303');
  expect(headers.map(({ name, value }) => [name, value])).toEqual([
    ['Location', '/callback?code=c1&a=1&A=2'],
    ['Set-Cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ]);
  expect(location?.map(({ name, value }) => [name, value])).toEqual([
    ['code', 'c1'],
    ['a', '1'],
    ['A', '2'],
  ]);
  expect(new Set([...headers, ...(location ?? [])].map(({ id }) => id)).size).toBe(6);
  expect(members).toBeUndefined();
  expect(body?.value).toBe('');
});

test('a JSON body is cut into its members, and what is no text in them is JSON', async () => {
  const { members, location, body } = await fieldsWith(tokens);
  expect(members?.map(({ name, value }) => [name, value])).toEqual([
    ['token_type', 'Bearer'],
    ['expires_in', '300'],
    ['nested', '{"a":1}'],
  ]);
  expect([location, body]).toEqual([undefined, undefined]);
});

test('what was changed, removed and added is told apart', async () => {
  const { members } = await fieldsWith(tokens, [
    text({ part: 'json', name: 'expires_in', index: 0 }, '5'),
    text({ part: 'json', name: 'token_type', index: 0 }, null),
    text({ part: 'json', name: 'scope', index: 0 }, 'all'),
  ]);
  expect(members?.map(({ name, value, added }) => [name, value, added])).toEqual([
    ['token_type', undefined, false],
    ['expires_in', '5', false],
    ['nested', '{"a":1}', false],
    ['scope', 'all', true],
  ]);
});

test('another Location brings its own parameters', async () => {
  const { headers, location } = await fieldsWith(redirect, [
    text({ part: 'header', name: 'Location', index: 0 }, 'https://evil.lab.test/?state=s1'),
    text({ part: 'location', name: 'state', index: 0 }, 's2'),
  ]);
  expect(headers[0]?.value).toBe('https://evil.lab.test/?state=s2');
  expect(location?.map(({ name, value }) => [name, value])).toEqual([['state', 's2']]);
});

test('one more header of a name comes after the others', async () => {
  const fields = await fieldsWith(redirect);
  expect(newAnswerPlace('header', 'SET-COOKIE', fields)).toEqual({ part: 'header', name: 'SET-COOKIE', index: 2 });
  expect(newAnswerPlace('location', 'code', fields)).toEqual({ part: 'location', name: 'code', index: 1 });
  expect(newAnswerPlace('json', 'scope', fields)).toEqual({ part: 'json', name: 'scope', index: 0 });
});
