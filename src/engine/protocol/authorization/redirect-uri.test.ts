import { expect, test } from 'vitest';
import { redirectUriRegistered } from './redirect-uri.ts';

const REGISTERED = [
  'https://app.lab.test/callback',
  'test.lab.ledger:/callback',
  'http://127.0.0.1/callback',
  'http://[::1]:8000/callback',
];

test.each(['https://app.lab.test/callback', 'test.lab.ledger:/callback', 'http://127.0.0.1:51004/callback', 'http://[::1]/callback'])(
  '%s is registered',
  (uri) => {
    expect(redirectUriRegistered(uri, REGISTERED).passed).toBe(true);
  },
);

test.each([
  undefined,
  '',
  'https://app.lab.test/callback/',
  'https://app.lab.test/callback?next=x',
  'https://APP.lab.test/callback',
  'https://app.lab.test:443/callback',
  'https://app.lab.test.evil.lab.test/callback',
  'http://127.0.0.1:51004/other',
  'http://127.0.0.1:51004@evil.lab.test/callback',
  'http://localhost:51004/callback',
  'http://127.0.0.1:1/callback#x',
])('%s is not registered', (uri) => {
  expect(redirectUriRegistered(uri, REGISTERED).passed).toBe(false);
});
