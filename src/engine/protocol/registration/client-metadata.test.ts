import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readClientMetadata } from './client-metadata.ts';
import { metadataUrlProblems } from './metadata-urls.ts';

const OFFER = {
  grantTypes: ['authorization_code', 'refresh_token'],
  authenticationMethods: ['client_secret_basic', 'none'],
  scopes: ['openid', 'profile', 'email'],
};

const NAMES = [
  'redirect_uris',
  'token_endpoint_auth_method',
  'grant_types',
  'response_types',
  'client_name',
  'client_uri',
  'logo_uri',
  'jwks_uri',
  'jwks',
  'contacts',
  'scope',
  'require_pushed_authorization_requests',
  '__proto__',
];
const VALUES = ['https://app.example.org/callback', 'https://[::1]/', 'x:y', 'authorization_code', 'code', '', ' ', 'openid constructor'];

const value = fc.oneof(fc.constantFrom(...VALUES), fc.array(fc.constantFrom(...VALUES)), fc.jsonValue({ maxDepth: 3 }));
const metadata = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 8 }).map((members) => Object.fromEntries(members));

test('any JSON object is read without an error, and what is registered is of its kind and offered', () => {
  fc.assert(
    fc.property(metadata, (given) => {
      const { metadata: read } = readClientMetadata(given, OFFER);
      metadataUrlProblems(read, ['internal.example.org']);
      expect(read.grant_types.every((type) => OFFER.grantTypes.includes(type))).toBe(true);
      expect(read.scope.split(' ').every((scope) => scope === '' || OFFER.scopes.includes(scope))).toBe(true);
      expect(OFFER.authenticationMethods).toContain(read.token_endpoint_auth_method);
      expect(read.redirect_uris.every((uri) => typeof uri === 'string')).toBe(true);
    }),
    { numRuns: 2000, seed: 20261124 },
  );
});

const usual = readClientMetadata({}, OFFER).metadata;

test.each([
  'https://app.example.org/callback',
  'https://app.example.org:8443/callback?x=1',
  'http://127.0.0.1:1234/callback',
  'http://[::1]/callback',
  'org.example.app:/callback',
])('%s may be a redirect URI', (uri) => {
  expect(metadataUrlProblems({ ...usual, redirect_uris: [uri] }, [])).toEqual({ redirect: [], other: [] });
});

test.each([
  'http://app.example.org/',
  'https://user:secret@app.example.org/',
  'https://app.example.org/#',
  'https://*.example.org/',
  'https://app.example.org\\@evil.example.org/',
  'https://0x7f.1/',
  'https://2130706433/',
  'https://[fd00::1]/',
  'https://intranet/',
  'https://app.internal/',
  'https://host.corp.example.org./',
  'http://127.0.0.1@evil.example.org/',
  'data:text/html,x',
  'JavaScript:alert(1)',
  'app:/callback',
  '//app.example.org/',
])('%s may not', (uri) => {
  expect(metadataUrlProblems({ ...usual, redirect_uris: [uri] }, ['corp.example.org']).redirect).toHaveLength(1);
});

test('a client without web redirects has its addresses at the host of its own page', () => {
  const native = { ...usual, redirect_uris: ['org.example.app:/callback'], client_uri: 'https://app.example.org/' };
  expect(metadataUrlProblems({ ...native, logo_uri: 'https://app.example.org/logo.png' }, []).other).toEqual([]);
  expect(metadataUrlProblems({ ...native, logo_uri: 'https://other.example.org/logo.png' }, []).other).toHaveLength(1);
});
