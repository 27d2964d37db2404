import { expect, test } from 'vitest';
import { createLandscape } from './landscape.ts';
import { placeAt } from './origins.ts';

const origins = new Map([
  ['https://as.lab.test', 'http://127.0.0.1:9400'],
  ['https://app.lab.test', 'http://127.0.0.1:9401'],
]);

test('addresses move with their paths, wherever plain data holds them', () => {
  const place = placeAt(origins);
  expect(place({ 'https://as.lab.test': ['https://as.lab.test/jwks?x#y', 7, null] })).toEqual({
    'http://127.0.0.1:9400': ['http://127.0.0.1:9400/jwks?x#y', 7, null],
  });
});

test('a host that only begins like a party, other text and what is not plain data stay as they are', () => {
  const place = placeAt(origins);
  const memory = new Map([['at', 'https://as.lab.test']]);
  expect(place(['https://as.lab.test.evil.example/', 'alice@lab.test', 'see https://as.lab.test'])).toEqual([
    'https://as.lab.test.evil.example/',
    'alice@lab.test',
    'see https://as.lab.test',
  ]);
  expect(place(memory)).toBe(memory);
});

test('without origins the same value comes back', () => {
  const value = { issuer: 'https://as.lab.test' };
  expect(placeAt(undefined)(value)).toBe(value);
});

test('a landscape that is placed elsewhere names no address of the labs', async () => {
  const world = createLandscape({ served: { origins } });
  const request = { method: 'GET', url: 'http://127.0.0.1:9400/.well-known/openid-configuration', headers: [], body: '' };
  const { response } = await world.deliver(request, { from: 'browser' });
  expect(response.status).toBe(200);
  expect(response.body).not.toContain('lab.test');
  expect(JSON.parse(response.body)).toMatchObject({ issuer: 'http://127.0.0.1:9400' });
});

test('a served landscape takes the reader’s own client at any port of 127.0.0.1', async () => {
  const ask = async (served: boolean): Promise<number> => {
    const world = createLandscape(served ? { served: { origins } } : {});
    const as = served ? 'http://127.0.0.1:9400' : 'https://as.lab.test';
    const url = new URL(`${as}/authorize?response_type=code&client_id=ledger&scope=openid&code_challenge_method=S256`);
    url.searchParams.set('code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
    url.searchParams.set('redirect_uri', 'http://127.0.0.1:50123/callback');
    return (await world.deliver({ method: 'GET', url: url.href, headers: [], body: '' }, { from: 'browser' })).response.status;
  };
  expect(await ask(true)).toBe(200);
  expect(await ask(false)).toBe(400);
});
