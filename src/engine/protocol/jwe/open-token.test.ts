import fc from 'fast-check';
import { CompactEncrypt } from 'jose';
import { describe, expect, test } from 'vitest';
import { base64url, fromBase64url, utf8 } from '../../http/encoding.ts';
import { PARTNER_PASSWORD, RESOURCE_OPENING, RESOURCE_SEAL_KEY } from '../../world/keys/opening-keys.ts';
import { openToken, WORK_BUDGET } from './open-token.ts';
import type { OpenedToken } from './open-token.ts';
import { sealToken } from './seal-token.ts';

const INSIDE = 'eyJhbGciOiJFZDI1NTE5In0.e30.c2ln';
const nothingOff = (): boolean => false;

function failures({ findings }: OpenedToken): string[] {
  return findings.filter(({ finding }) => !finding.passed).map(({ check }) => check);
}

/** A token whose header orders work, with nothing genuine behind it. */
function bomb(header: object): string {
  return [base64url(utf8(JSON.stringify(header))), 'AAAA', 'AAAAAAAAAAAAAAAA', 'AAAA', 'AAAAAAAAAAAAAAAAAAAAAA'].join('.');
}

test.each([RESOURCE_SEAL_KEY, PARTNER_PASSWORD])('what is sealed with $alg opens with its key', async (key) => {
  const opened = await openToken(await sealToken(INSIDE, key, false), RESOURCE_OPENING, nothingOff);
  expect([opened.inside, failures(opened)]).toEqual([INSIDE, []]);
});

test('a key opens nothing of an algorithm that only another key is for', async () => {
  const bytes = new Uint8Array(32).fill(7);
  const ours = { kty: 'oct', kid: 'ours', alg: 'A256GCMKW', k: base64url(bytes) };
  const keys = [ours, { ...ours, kid: 'theirs', alg: 'A256KW', k: base64url(new Uint8Array(32)) }];
  const token = await new CompactEncrypt(utf8(INSIDE)).setProtectedHeader({ alg: 'A256KW', enc: 'A256GCM', kid: 'ours' }).encrypt(bytes);
  const policy = { ...RESOURCE_OPENING, keys, encryptions: ['A256GCM'] };
  expect(failures(await openToken(token, policy, nothingOff))).toEqual(['jwe.algorithm']);
  expect((await openToken(token, policy, (id) => id === 'jwe.algorithm')).inside).toBe(INSIDE);
});

describe('a token that orders work', () => {
  const hashing = bomb({
    alg: PARTNER_PASSWORD.alg,
    enc: 'A256GCM',
    kid: PARTNER_PASSWORD.kid,
    p2s: 'AAAAAAAAAAAAAAAA',
    p2c: 2_000_000_000,
  });

  test('is refused before a single round is hashed', async () => {
    const opened = await openToken(hashing, RESOURCE_OPENING, nothingOff);
    expect([failures(opened), opened.findings.some(({ check }) => check === 'jwe.tag')]).toEqual([['jwe.iterations'], false]);
  });

  test('is stopped by the budget where the limit is off, and the record says so', async () => {
    const { findings } = await openToken(hashing, RESOURCE_OPENING, (id) => id === 'jwe.iterations');
    expect(findings.at(-1)?.finding.received).toContain(String(WORK_BUDGET.iterations));
  });

  test('unpacks no further than the budget, even where the limit is off', async () => {
    const zeros = await new CompactEncrypt(new Uint8Array(WORK_BUDGET.bytes + 1))
      .setProtectedHeader({ alg: PARTNER_PASSWORD.alg, enc: 'A256GCM', kid: PARTNER_PASSWORD.kid, zip: 'DEF' })
      .encrypt(fromBase64url(PARTNER_PASSWORD.k ?? '') ?? new Uint8Array());
    expect(zeros.length).toBeLessThan(8000);
    for (const off of [nothingOff, () => true]) {
      const opened = await openToken(zeros, RESOURCE_OPENING, off);
      expect([failures(opened), opened.inside]).toEqual([['jwe.decompressed-size'], undefined]);
    }
  });
});

test.each([
  ['no ephemeral key', {}],
  ['a key of another curve', { epk: { kty: 'EC', crv: 'P-521', x: 'AA', y: 'AA' } }],
  ['a key of another type', { epk: { kty: 'OKP', crv: 'X25519', x: 'AA' } }],
  ['coordinates beyond the field', { epk: { kty: 'EC', crv: 'P-256', x: base64url(new Uint8Array(32).fill(255)), y: 'AA' } }],
])('%s is no point of the curve', async (_name, header) => {
  const token = bomb({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: RESOURCE_SEAL_KEY.kid, ...header });
  expect(failures(await openToken(token, RESOURCE_OPENING, nothingOff))).toEqual(['jwe.point-on-curve']);
});

test.each(['{"alg":"none"}', 'e30.e30.', 'not a token'])('inside, "%s" is signed by nobody', async (inside) => {
  expect(failures(await openToken(await sealToken(inside, RESOURCE_SEAL_KEY, false), RESOURCE_OPENING, nothingOff))).toEqual([
    'jwt.signed',
  ]);
});

test('whatever comes, in whatever setting, gets findings and no exception', async () => {
  const part = fc.oneof(
    fc.base64String({ maxLength: 40 }).map((text) => text.replace(/[+/=]/g, '')),
    fc.json({ maxDepth: 3 }).map((text) => base64url(utf8(text))),
    fc
      .record({
        alg: fc.constantFrom(RESOURCE_SEAL_KEY.alg, PARTNER_PASSWORD.alg, 'dir', 'none'),
        enc: fc.constantFrom('A256GCM', 'x'),
        p2c: fc.integer(),
        epk: fc.object({ maxDepth: 1 }),
      })
      .map((header) => base64url(utf8(JSON.stringify(header)))),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 7 }), fc.boolean(), async (parts, off) => {
      const { findings } = await openToken(parts.join('.'), RESOURCE_OPENING, () => off);
      expect(findings.length).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
});
