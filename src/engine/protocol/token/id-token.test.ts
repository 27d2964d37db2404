import fc from 'fast-check';
import { exportJWK, generateKeyPair } from 'jose';
import { expect, test } from 'vitest';
import type { CheckId } from '../../checks/catalogue.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { accessTokenHash, ID_TOKEN_CHECKS, validateIdToken } from './id-token.ts';
import { signCompact, signingInput } from './jws.ts';
import { publicPart } from './signature/signature.ts';

const { privateKey } = await generateKeyPair('RS256', { extractable: true });
const key = { ...(await exportJWK(privateKey)), alg: 'RS256', kid: 'rsa' };
const other = { ...(await exportJWK((await generateKeyPair('RS256', { extractable: true })).privateKey)), alg: 'RS256', kid: 'rsa' };
const NOW = Date.UTC(2026, 10, 24, 10, 4, 12);
const EXPECTED = {
  issuer: 'https://as.lab.test',
  clientId: 'ledger',
  nonce: 'n-1',
  accessToken: 'at-1',
  keys: [publicPart(key)],
  algorithms: ['RS256'],
  now: NOW,
  leewaySeconds: 0,
};
const CLAIMS = {
  iss: 'https://as.lab.test',
  sub: 'alice',
  aud: 'ledger',
  exp: NOW / 1000 + 300,
  iat: NOW / 1000,
  nonce: 'n-1',
  at_hash: await accessTokenHash('at-1', 'RS256'),
};

function issued(claims: JsonObject = {}, header: JsonObject = {}, signer = key): Promise<string> {
  return signCompact({ alg: 'RS256', kid: 'rsa', ...header }, { ...CLAIMS, ...claims }, signer);
}

async function failing(token: string, change: Partial<typeof EXPECTED> = {}): Promise<CheckId[]> {
  const { findings } = await validateIdToken(token, { ...EXPECTED, ...change });
  return findings.filter(({ finding }) => !finding.passed).map(({ check }) => check);
}

test('an ID token as the issuer makes it passes every check, in the published order', async () => {
  const { findings, claims } = await validateIdToken(await issued(), EXPECTED);
  expect(findings.map(({ check }) => check)).toEqual(ID_TOKEN_CHECKS);
  expect(findings.filter(({ finding }) => !finding.passed)).toEqual([]);
  expect(claims).toMatchObject({ sub: 'alice' });
});

test.each<[CheckId, JsonObject]>([
  ['rp.id-token-issuer', { iss: 'https://evil.lab.test' }],
  ['rp.id-token-audience', { aud: 'rogue' }],
  ['rp.id-token-audience', { aud: ['ledger', 'rogue'] }],
  ['rp.id-token-audience', { azp: 'rogue' }],
  ['rp.id-token-expiry', { exp: NOW / 1000 }],
  ['rp.id-token-nonce', { nonce: 'n-2' }],
  ['rp.id-token-nonce', { nonce: undefined }],
  ['rp.id-token-at-hash', { at_hash: 'AAAA' }],
])('%s fails for %j', async (check, claims) => {
  expect(await failing(await issued(claims))).toEqual([check]);
});

test('several audiences are taken where azp names this client', async () => {
  expect(await failing(await issued({ aud: ['ledger', 'rogue'], azp: 'ledger' }))).toEqual([]);
});

test('another key, an algorithm off the list, none, and a critical header fail the signature', async () => {
  expect(await failing(await issued({}, {}, other))).toEqual(['rp.id-token-signature']);
  expect(await failing(await issued(), { algorithms: ['Ed25519'] })).toEqual(['rp.id-token-signature']);
  expect(await failing(`${signingInput({ alg: 'none' }, CLAIMS)}.`)).toContain('rp.id-token-signature');
  expect(await failing(await issued({}, { crit: ['x'], x: 1 }))).toEqual(['rp.id-token-signature']);
});

test('a hash that is not there is left open, as the code flow allows', async () => {
  expect(await failing(await issued({ at_hash: undefined }))).toEqual([]);
});

test('an Ed25519 hash is the left half of SHA-512', async () => {
  expect(await accessTokenHash('at-1', 'Ed25519')).toHaveLength(43);
  expect(await accessTokenHash('at-1', 'none')).toBeUndefined();
});

test('no text makes it throw, and none is taken', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => {
      expect((await failing(text))[0]).toBe('rp.id-token-signature');
    }),
  );
});

test.each<[string, JsonObject, JsonObject]>([
  ['a logout token', { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }, { typ: 'logout+jwt' }],
  ['an access token', {}, { typ: 'at+jwt' }],
  ['a token of a type that is no text', {}, { typ: 1 }],
  ['a token about nobody', { sub: undefined }, {}],
  ['a token about a number', { sub: 7 }, {}],
  ['a token that says not when it was issued', { iat: undefined }, {}],
])('%s is no ID token, whoever signed it', async (_what, claims, header) => {
  expect(await failing(await issued(claims, header))).toEqual(['rp.id-token-signature']);
});

test('an ID token of tomorrow is refused', async () => {
  expect(await failing(await issued({ iat: NOW / 1000 + 86_400, exp: NOW / 1000 + 90_000 }))).toEqual(['rp.id-token-expiry']);
  expect(await failing(await issued({ iat: NOW / 1000 + 1 }), { leewaySeconds: 1 })).toEqual([]);
});

test.each([
  ['not valid yet', { nbf: NOW / 1000 + 1 }],
  ['of a login that is yet to come', { auth_time: NOW / 1000 + 1 }],
  ['of a login at no time at all', { auth_time: 'just now' }],
])('an ID token %s is refused', async (_what, claims) => {
  expect(await failing(await issued(claims))).toEqual(['rp.id-token-expiry']);
  expect(await failing(await issued({ nbf: NOW / 1000, auth_time: NOW / 1000 }))).toEqual([]);
});

test('an ID token that comes with a refresh is about whoever logged in', async () => {
  const { nonce: _nonce, ...renewed } = EXPECTED;
  const validated = async (subject: string): Promise<CheckId[]> => {
    const { findings } = await validateIdToken(await issued({ nonce: undefined }), { ...renewed, subject });
    return findings.filter(({ finding }) => !finding.passed).map(({ check }) => check);
  };
  expect([await validated('alice'), await validated('bob')]).toEqual([[], ['rp.id-token-nonce']]);
});
