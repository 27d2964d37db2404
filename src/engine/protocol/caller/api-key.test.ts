import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Header, HttpRequest } from '../../http/message.ts';
import { apiKeysIn } from '../message/api-key.ts';
import { apiKeyInUse, apiKeyNotInUrl, apiKeyReaches } from './api-key.ts';

const KNOWN = [
  { id: 'new', key: 'tsk_new' },
  { id: 'old', key: 'tsk_old', until: 10_000 },
];

function request(url = 'https://api.lab.test/rates', headers: readonly Header[] = []): HttpRequest {
  return { method: 'GET', url, headers, body: '' };
}

const inHeader = (key: string): ReturnType<typeof apiKeysIn> => apiKeysIn(request(undefined, [['x-api-key', key]]));

test('a key is found in its header and under every usual name in the URL', () => {
  expect(inHeader('a')).toEqual([{ place: 'header', key: 'a' }]);
  for (const name of ['api_key', 'apikey', 'API-Key', 'x-api-key', 'api%5Fkey'])
    expect(apiKeysIn(request(`https://api.lab.test/rates?${name}=a`)), name).toEqual([{ place: 'query', key: 'a' }]);
  expect(apiKeysIn(request('https://api.lab.test/rates?key=a&keys=b'))).toEqual([]);
});

test('a key is found where the challenge asks for it', () => {
  const found = (value: string) => apiKeysIn(request(undefined, [['Authorization', value]]));
  expect(found('apikey  tsk_new ')).toEqual([{ place: 'authorization', key: 'tsk_new' }]);
  expect(found('ApiKey')).toEqual([{ place: 'authorization', key: '' }]);
  expect([found('ApiKeys tsk_new'), found('Bearer tsk_new')]).toEqual([[], []]);
});

test('a key in the URL is not let through', () => {
  expect(apiKeyNotInUrl(apiKeysIn(request('https://api.lab.test/rates?api_key=tsk_new'))).passed).toBe(false);
  expect(apiKeyNotInUrl(inHeader('tsk_new')).passed).toBe(true);
});

test('the new key is good, and the old one until its time is up', () => {
  const at = (key: string, now: number) => apiKeyInUse(inHeader(key), KNOWN, now).finding;
  expect(at('tsk_new', 99_000).passed).toBe(true);
  expect(at('tsk_old', 9_999).passed).toBe(true);
  expect(at('tsk_old', 10_000)).toMatchObject({ passed: false, refusal: 'the API key was replaced by a new one' });
  for (const other of ['', 'tsk_ne', 'TSK_NEW', 'tsk_new ']) expect(at(other, 0).passed, other).toBe(false);
});

test('two keys are none, even where each is good', () => {
  const two = apiKeysIn(request('https://api.lab.test/rates?api_key=tsk_new', [['X-API-Key', 'tsk_new']]));
  expect(apiKeyInUse(two, KNOWN, 0).finding).toMatchObject({ passed: false, received: '2 keys' });
});

test('a key opens what is an app’s and nothing of a user', () => {
  expect([apiKeyReaches('app').passed, apiKeyReaches('user').passed]).toEqual([true, false]);
});

test('no request makes the rules throw, and no finding repeats a key', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 12 }), (url, key) => {
      const found = apiKeysIn(request(url, [['X-API-Key', key]]));
      const { finding } = apiKeyInUse(found, [...KNOWN, { id: 'third', key: 'x' }], 0);
      expect(JSON.stringify([finding, apiKeyNotInUrl(found)])).not.toContain(JSON.stringify(key).slice(1, -1));
    }),
  );
});
