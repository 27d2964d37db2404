import { expect, test } from 'vitest';
import { holdings } from './holdings.ts';
import { sampleTrace } from '../views.fixture.ts';

test('whoever sent or received a token holds it from that message on', () => {
  const list = holdings(sampleTrace());
  expect(list.find(({ kind }) => kind === 'access token')).toEqual({
    kind: 'access token',
    value: 't0ken',
    holders: [
      { party: 'as', sinceMessage: 1 },
      { party: 'app', sinceMessage: 1 },
      { party: 'gateway', sinceMessage: 2 },
    ],
  });
  expect(list.map(({ kind }) => kind)).toEqual([
    'authorization code',
    'code verifier',
    'client credentials',
    'access token',
    'refresh token',
  ]);
});

test('a code in a redirect is known to both ends of the response', () => {
  const trace = sampleTrace({ response: { status: 303, headers: [['Location', 'https://app.lab.test/callback?code=xyz']], body: '' } });
  expect(holdings(trace).find(({ value }) => value === 'xyz')?.holders).toEqual([
    { party: 'gateway', sinceMessage: 2 },
    { party: 'app', sinceMessage: 2 },
  ]);
});

test('a bound token is held like any other, by whoever saw it', () => {
  const request = { method: 'GET', url: 'https://api.lab.test/invoices', headers: [['Authorization', 'DPoP b0und'] as const], body: '' };
  expect(holdings(sampleTrace({ request })).find(({ value }) => value === 'b0und')?.kind).toBe('access token');
});

test('a secret in a form, an API key and a device code are held by whoever saw them', () => {
  const body = 'client_secret=s3cret&client_assertion=eyJh.eyJi.c2ln&device_code=d3vice';
  const headers = [
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ['X-API-Key', 'k3y-of-a-partner'],
  ] as const;
  const kinds = holdings(sampleTrace({ request: { method: 'POST', url: 'https://api.lab.test/', headers, body } })).map(
    ({ kind, value }) => `${kind}: ${value}`,
  );
  for (const expected of [
    'client credentials: s3cret',
    'client assertion: eyJh.eyJi.c2ln',
    'device code: d3vice',
    'API key: k3y-of-a-partner',
  ])
    expect(kinds).toContain(expected);
});
