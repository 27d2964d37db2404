import fc from 'fast-check';
import { exportJWK, generateKeyPair } from 'jose';

import type { JWK } from 'jose';
import { expect, test } from 'vitest';
import type { CheckId } from '../../checks/catalogue.ts';
import { base64url, utf8 } from '../../http/encoding.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { publicKeyAsSecret, verifyByTokenAlg } from '../naive/verify-by-token-alg.ts';
import { ACCESS_TOKEN_CHECKS, validateAccessToken } from './access-token.ts';
import type { AccessTokenExpectations } from './access-token.ts';
import { signCompact, signingInput } from './jws.ts';
import { publicPart } from './signature/signature.ts';

async function keyPair(alg: string, kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, kid };
}

const ed = await keyPair('Ed25519', 'ed');
const rsa = await keyPair('RS256', 'rsa');
const attacker = await keyPair('Ed25519', 'evil');
const NOW = Date.UTC(2026, 10, 24, 10, 4, 12);
const SECONDS = NOW / 1000;
const HEADER = { alg: 'Ed25519', typ: 'at+jwt', kid: 'ed' };
const CLAIMS = {
  iss: 'https://as.lab.test',
  sub: 'alice',
  aud: 'https://api.lab.test',
  exp: SECONDS + 288,
  iat: SECONDS - 12,
  jti: 'j1',
  client_id: 'ledger',
  scope: 'invoice_read',
};
const EXPECTED: AccessTokenExpectations = {
  issuer: 'https://as.lab.test',
  audience: 'https://api.lab.test',
  algorithms: ['Ed25519', 'RS256'],
  keys: [publicPart(ed), publicPart(rsa)],
  byTokenAlg: verifyByTokenAlg,
  leewaySeconds: 0,
  now: NOW,
};

interface Forged {
  readonly header?: JsonObject;
  readonly claims?: JsonObject;
  readonly key?: JWK;
}

function issued({ header = {}, claims = {}, key = ed }: Forged = {}): Promise<string> {
  return signCompact({ ...HEADER, ...header }, { ...CLAIMS, ...claims }, key);
}

function unsigned(header: JsonObject): string {
  return `${signingInput({ ...HEADER, ...header }, CLAIMS)}.`;
}

/** The checks that fail and are not switched off: empty where the token is taken. */
async function refusals(token: string, off: readonly CheckId[] = []): Promise<CheckId[]> {
  const { findings } = await validateAccessToken(token, EXPECTED, (id) => off.includes(id));
  return findings.filter(({ check, finding }) => !finding.passed && !off.includes(check)).map(({ check }) => check);
}

test('a token as the issuer makes it passes every check, in the published order', async () => {
  const { findings, claims } = await validateAccessToken(await issued(), EXPECTED, () => false);
  expect(findings.map(({ check }) => check)).toEqual(ACCESS_TOKEN_CHECKS);
  expect(findings.every(({ finding }) => finding.passed)).toBe(true);
  expect(claims).toEqual(CLAIMS);
});

test('both keys of the set verify what they signed', async () => {
  expect(await refusals(await issued({ header: { alg: 'RS256', kid: 'rsa' }, key: rsa }))).toEqual([]);
});

test.each<[CheckId, Forged]>([
  ['jwt.key-url', { header: { jku: 'https://evil.lab.test/jwks' } }],
  ['jwt.key-url', { header: { x5u: 'https://evil.lab.test/chain.pem' } }],
  ['jwt.critical', { header: { crit: ['x'], x: 1 } }],
  ['jwt.signature', { key: attacker }],
  ['jwt.type', { header: { typ: 'JWT' } }],
  ['jwt.claim-types', { claims: { roles: 'manager' } }],
  ['jwt.required-claims', { claims: { jti: undefined } }],
  ['jwt.required-claims', { claims: { sub: '' } }],
  ['jwt.issuer', { claims: { iss: 'https://evil.lab.test' } }],
  ['jwt.audience', { claims: { aud: ['https://other.lab.test'] } }],
  ['jwt.expiry', { claims: { exp: SECONDS } }],
  ['jwt.not-before', { claims: { nbf: SECONDS + 1 } }],
  ['jwt.issued-at', { claims: { iat: SECONDS + 1 } }],
])('%s alone refuses what it is for, and off it lets that through', async (check, forged) => {
  const token = await issued(forged);
  expect(await refusals(token)).toEqual([check]);
  expect(await refusals(token, [check])).toEqual([]);
});

test('a changed claim breaks the signature, and the finding names the key', async () => {
  const [header = '', , signature = ''] = (await issued()).split('.');
  const token = `${header}.${base64url(utf8(JSON.stringify({ ...CLAIMS, sub: 'bob' })))}.${signature}`;
  const { findings } = await validateAccessToken(token, EXPECTED, () => false);
  expect(findings.find(({ check }) => check === 'jwt.signature')?.finding).toEqual({
    passed: false,
    expected: 'signed with ed',
    received: 'does not verify with ed: another key made it, or the token was changed',
  });
});

test.each(['', 'abc', 'a.b', 'e30.e30.e30.e30.e30', 'e30..', '{"a":1}', `${'a'.repeat(70_000)}.b.c`])(
  '%# a text of another shape is not in compact form',
  async (token) => {
    expect((await refusals(token))[0]).toBe('jwt.compact-form');
  },
);

test('a header with a member twice is refused before anything is read from it', async () => {
  const header = base64url(utf8('{"alg":"Ed25519","alg":"none","typ":"at+jwt","kid":"ed"}'));
  const [, claims = ''] = (await issued()).split('.');
  expect((await refusals(`${header}.${claims}.`)).slice(0, 2)).toEqual(['jwt.header-json', 'jwt.signature']);
});

test('a key id nobody knows is refused; off, a known key must still have signed', async () => {
  expect((await refusals(await issued({ header: { kid: '../../dev/null' } })))[0]).toBe('jwt.key-id');
  expect(await refusals(await issued({ header: { kid: 'unknown' } }), ['jwt.key-id'])).toEqual([]);
  expect(await refusals(await issued({ header: { kid: 'unknown' }, key: attacker }), ['jwt.key-id'])).toEqual(['jwt.signature']);
});

test('without a key id, the one key that fits the algorithm is taken', async () => {
  expect(await refusals(await issued({ header: { kid: undefined } }))).toEqual([]);
});

test('a token of one key may not name the algorithm of the other', async () => {
  expect(await refusals(await issued({ header: { kid: 'rsa' } }))).toEqual(['jwt.algorithm-key', 'jwt.signature']);
});

const ALGORITHM_CHECKS: readonly CheckId[] = ['jwt.algorithm', 'jwt.algorithm-key'];

test.each(['none', 'None', 'NonE'])('alg %s is taken only with both algorithm checks off', async (alg) => {
  const token = unsigned({ alg });
  expect(await refusals(token)).toContain('jwt.algorithm');
  expect(await refusals(token, ['jwt.algorithm'])).toContain('jwt.algorithm-key');
  expect(await refusals(token, ['jwt.algorithm-key'])).toContain('jwt.algorithm');
  expect(await refusals(token, ALGORITHM_CHECKS)).toEqual([]);
});

test('a kid that two keys for one algorithm share names neither; of two for different algorithms it names the fitting one', async () => {
  const token = await issued();
  const { findings } = await validateAccessToken(token, { ...EXPECTED, keys: [ed, { ...attacker, kid: 'ed' }] }, () => false);
  expect(findings.find(({ check }) => check === 'jwt.key-id')?.finding).toMatchObject({ passed: false, received: 'ed' });
  const shared = await validateAccessToken(token, { ...EXPECTED, keys: [{ ...rsa, kid: 'ed' }, ed] }, () => false);
  expect(shared.findings.filter(({ finding }) => !finding.passed)).toEqual([]);
});

test.each([ed, rsa])('an HMAC keyed with a public key is taken only with both algorithm checks off ($kid)', async (key) => {
  const token = await signCompact({ ...HEADER, alg: 'HS256', kid: key.kid }, CLAIMS, await publicKeyAsSecret(key));
  expect(await refusals(token)).toContain('jwt.algorithm');
  expect(await refusals(token, ['jwt.algorithm'])).toContain('jwt.algorithm-key');
  expect(await refusals(token, ['jwt.algorithm-key'])).toContain('jwt.algorithm');
  expect(await refusals(token, ALGORITHM_CHECKS)).toEqual([]);
});

test('with both algorithm checks off, a changed token and alg none with a signature are still refused', async () => {
  expect(await refusals(`${await issued()}A`, ALGORITHM_CHECKS)).toContain('jwt.signature');
  expect(await refusals(`${unsigned({ alg: 'none' })}AAAA`, ALGORITHM_CHECKS)).toEqual(['jwt.signature']);
});

test('a token that brings a key is refused, even one the issuer signed', async () => {
  expect(await refusals(await issued({ header: { jwk: publicPart(attacker) } }))).toEqual(['jwt.embedded-key']);
  expect(await refusals(await issued({ header: { x5c: ['AA'] } }))).toEqual(['jwt.embedded-key']);
});

test('a key inside the token is used only where that check is off, and then the issuer check refuses it', async () => {
  const token = await issued({ header: { jwk: publicPart(attacker) }, key: attacker });
  expect(await refusals(token, ['jwt.embedded-key'])).toEqual(['jwt.issuer']);
  expect(await refusals(token, ['jwt.embedded-key', 'jwt.issuer'])).toEqual([]);
});

test('no finding holds a private key or an HMAC secret', async () => {
  const { findings } = await validateAccessToken(await issued(), { ...EXPECTED, keys: [ed, rsa] }, () => false);
  expect(JSON.stringify(findings)).not.toContain(ed.d);
  expect(JSON.stringify(findings)).not.toContain(rsa.d);
});

test('no text and no combination of switches makes it throw, and no unsigned token is taken', async () => {
  const part = fc.oneof(
    fc.string(),
    fc.json().map((text) => base64url(utf8(text))),
    fc.constantFrom('e30', base64url(utf8(JSON.stringify(HEADER))), base64url(utf8(JSON.stringify(CLAIMS)))),
  );
  const token = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 5 }).map((parts) => parts.join('.')),
  );
  const switches = fc.subarray(ACCESS_TOKEN_CHECKS.filter((id) => id !== 'jwt.signature' && !ALGORITHM_CHECKS.includes(id)));
  await fc.assert(
    fc.asyncProperty(token, switches, async (text, off) => {
      expect(await refusals(text, off)).not.toEqual([]);
    }),
    { numRuns: 400 },
  );
});
