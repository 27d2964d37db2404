import fc from 'fast-check';
import { exportJWK, generateKeyPair } from 'jose';
import { describe, expect, test } from 'vitest';
import { base64url, utf8 } from '../../../http/encoding.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { DPOP_KEYS } from '../../../world/keys/dpop-keys.ts';
import { ATTACKER_KEY, ID_TOKEN_KEY } from '../../../world/keys/keys.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { judgeProof, PROOF_AGE, PROOF_AHEAD, PROOF_CHECKS, proofUnused } from './dpop-proof.ts';
import type { ProofExpectations } from './dpop-proof.ts';
import { signCompact } from '../jws.ts';
import { jwkThumbprint } from '../signature/jwk-thumbprint.ts';
import { makeDpopProof } from './make-dpop-proof.ts';
import { publicPart } from '../signature/signature.ts';

const KEY = DPOP_KEYS.spa;
const { kid: _kid, alg: _alg, use: _use, ...JWK } = publicPart({ ...KEY });
const NOW = Date.UTC(2026, 10, 24, 10, 4, 12);
const URL_OF_TOKEN = 'https://as.lab.test/token';

const expectations: ProofExpectations = { method: 'POST', urls: [URL_OF_TOKEN], nonces: ['n2', 'n1'], now: NOW };

type Signer = Parameters<typeof signCompact>[2];

function proof(claims: JsonObject = {}, header: JsonObject = {}, key: Signer = KEY): Promise<string> {
  return signCompact(
    { typ: 'dpop+jwt', alg: 'Ed25519', jwk: JWK, ...header },
    { jti: 'one', htm: 'POST', htu: URL_OF_TOKEN, iat: NOW / 1000, nonce: 'n2', ...claims },
    key,
  );
}

async function failures(
  fields: readonly string[],
  changes: Partial<ProofExpectations> = {},
  isOff: (id: CheckId) => boolean = () => false,
): Promise<string[]> {
  const { findings } = await judgeProof(fields, { ...expectations, ...changes }, isOff);
  return findings.filter(({ finding }) => !finding.passed).map(({ check }) => check);
}

test('a right proof passes every rule in their order, and tells its key', async () => {
  const { findings, jkt, id } = await judgeProof([await proof()], expectations, () => false);
  expect(findings.map(({ check }) => check)).toEqual(PROOF_CHECKS);
  expect(findings.filter(({ finding }) => !finding.passed)).toEqual([]);
  expect([jkt, id]).toEqual([await jwkThumbprint(KEY), expect.stringMatching(/^[\w-]{43}$/)]);
});

test('what the client side makes is what the server side takes', async () => {
  const facts = { method: 'GET', url: 'https://api.lab.test/invoices?status=open#x', accessToken: 't', nonce: 'n1', id: 'a', now: NOW };
  const made = await makeDpopProof(facts, KEY);
  const place = { method: 'GET', urls: ['https://api.lab.test/invoices?page=2'], accessToken: 't', boundTo: await jwkThumbprint(KEY) };
  expect(await failures([made], place)).toEqual([]);
});

describe('one rule each', () => {
  test.each<[string, JsonObject, JsonObject]>([
    ['dpop.well-formed', { jti: undefined }, {}],
    ['dpop.well-formed', { jti: '' }, {}],
    ['dpop.well-formed', { jti: 7 }, {}],
    ['dpop.well-formed', {}, { crit: ['exp'] }],
    ['dpop.well-formed', {}, { b64: false }],
    ['dpop.type', {}, { typ: 'JWT' }],
    ['dpop.type', {}, { typ: 'at+jwt' }],
    ['dpop.public-key', {}, { jwk: { ...JWK, d: KEY.d } }],
    ['dpop.method', { htm: 'post' }, {}],
    ['dpop.url', { htu: 'https://as.lab.test/token/' }, {}],
    ['dpop.url', { htu: 'token' }, {}],
    ['dpop.nonce', { nonce: 'n0' }, {}],
    ['dpop.nonce', { nonce: undefined }, {}],
    ['dpop.nonce', { nonce: ['n2'] }, {}],
    ['dpop.issued-at', { iat: NOW / 1000 - PROOF_AGE - 1 }, {}],
    ['dpop.issued-at', { iat: NOW / 1000 + PROOF_AHEAD + 1 }, {}],
    ['dpop.issued-at', { exp: NOW / 1000 - PROOF_AHEAD }, {}],
    ['dpop.issued-at', { exp: 'never' }, {}],
    ['dpop.issued-at', { nbf: NOW / 1000 + PROOF_AHEAD + 1 }, {}],
  ])('%s alone fails for %j %j', async (check, claims, header) => {
    expect(await failures([await proof(claims, header)])).toEqual([check]);
  });

  test('a proof at the edge of its window, or with the nonce before the latest, still passes', async () => {
    for (const claims of [
      { iat: NOW / 1000 - PROOF_AGE },
      { iat: NOW / 1000 + PROOF_AHEAD },
      { exp: NOW / 1000 + 1, nbf: NOW / 1000 },
      { nonce: 'n1' },
    ])
      expect(await failures([await proof(claims)])).toEqual([]);
  });

  test('a signature of another key fails, and so do none and an empty one', async () => {
    expect(await failures([await proof({}, {}, ATTACKER_KEY)])).toEqual(['dpop.signature']);
    const unsigned = (await proof({}, { alg: 'none' })).replace(/[^.]+$/, '');
    expect(await failures([unsigned])).toEqual(['dpop.algorithm', 'dpop.signature']);
  });

  test('a secret both sides would share is no key', async () => {
    const secret = { kty: 'oct', alg: 'HS256', k: base64url(utf8('a secret that is long enough for HMAC')) };
    const symmetric = await proof({}, { alg: 'HS256', jwk: { kty: 'oct', k: secret.k } }, secret);
    expect(await failures([symmetric])).toEqual(['dpop.algorithm', 'dpop.public-key']);
  });

  test('the token beside it has to be the one it names, bound to the key that signed', async () => {
    const boundTo = await jwkThumbprint(KEY);
    const ath = 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo';
    const accessToken = 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU';
    expect(await failures([await proof({ ath })], { accessToken, boundTo })).toEqual([]);
    expect(await failures([await proof({ ath })], { accessToken: 'other', boundTo })).toEqual(['dpop.token-hash']);
    expect(await failures([await proof()], { accessToken, boundTo })).toEqual(['dpop.well-formed', 'dpop.token-hash']);
    expect(await failures([await proof({ ath })], { accessToken, boundTo: 'another' })).toEqual(['dpop.key-binding']);
    expect(await failures([await proof({ ath })], { accessToken, boundTo: undefined })).toEqual(['dpop.key-binding']);
  });
});

test.each([['ES256'], ['PS256'], ['RS256'], ['EdDSA']])('a proof may be signed with %s', async (alg) => {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const key = { ...(await exportJWK(privateKey)), alg };
  const { alg: _own, ...jwk } = publicPart({ ...key });
  expect(await failures([await proof({}, { alg, jwk }, key)])).toEqual([]);
});

test('an RSA key that is too short is refused, whatever it signs', async () => {
  const { n, ...rest } = ID_TOKEN_KEY;
  const short = { kty: rest.kty, e: rest['e'], n: String(n).slice(0, 171) };
  expect(await failures([await proof({}, { alg: 'RS256', jwk: short })])).toContain('dpop.algorithm');
});

test('no header, two headers and two proofs joined by a comma are told apart from one', async () => {
  expect(await failures([])).toEqual(['dpop.single-header']);
  const one = await proof();
  for (const fields of [[one, one], [`${one}, ${one}`]]) expect(await failures(fields)).toEqual(['dpop.single-header']);
});

test('everything else wrong is found after the first thing that is', async () => {
  const wrong = await proof({ htm: 'GET', htu: 'https://evil.lab.test', nonce: 'x', iat: 0 }, { typ: 'JWT' }, ATTACKER_KEY);
  expect(await failures([wrong])).toEqual(['dpop.type', 'dpop.signature', 'dpop.method', 'dpop.url', 'dpop.nonce', 'dpop.issued-at']);
});

test('the same id at another address or by another key is another proof, however the address is written', async () => {
  const idOf = async (text: string): Promise<string | undefined> => (await judgeProof([text], expectations, () => false)).id;
  const one = await idOf(await proof());
  expect(await idOf(await proof({ htu: 'HTTPS://AS.lab.test:443/token', iat: NOW / 1000 - 1 }))).toBe(one);
  expect(await idOf(await proof({ htu: 'https://as.lab.test/par' }))).not.toBe(one);
  expect(await idOf(await proof({}, { jwk: publicPart({ ...ATTACKER_KEY }) }))).not.toBe(one);
  expect([proofUnused(false).passed, proofUnused(true).passed]).toEqual([true, false]);
});

test('a private key is never told', async () => {
  const shown = await proof({}, { jwk: { ...JWK, d: KEY.d } });
  expect(JSON.stringify(await judgeProof([shown], expectations, () => false))).not.toContain(KEY.d);
});

test('no text makes it throw, with any rule off', async () => {
  const good = await proof();
  const part = (value: unknown): string => base64url(utf8(JSON.stringify(value)));
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.nat(good.length).map((at) => `${good.slice(0, at)}A${good.slice(at + 1)}`),
    fc.tuple(fc.json(), fc.json()).map(([header, claims]) => `${base64url(utf8(header))}.${base64url(utf8(claims))}.AA`),
    fc
      .record({ kty: fc.constantFrom('OKP', 'EC', 'RSA', 'oct', 7), crv: fc.string(), x: fc.anything(), n: fc.string(), e: fc.string() })
      .map((jwk) => `${part({ typ: 'dpop+jwt', alg: 'ES256', jwk })}.${part({ jti: 'a', htm: 'POST', htu: URL_OF_TOKEN })}.AAAA`),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 3 }), fc.boolean(), fc.option(fc.string()), async (fields, off, token) => {
      const changes = token === null ? {} : { accessToken: token, boundTo: 'key' };
      expect((await failures(fields, changes, () => off)).length).toBeGreaterThanOrEqual(0);
    }),
  );
});
