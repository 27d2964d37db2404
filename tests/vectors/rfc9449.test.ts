import { expect, test } from 'vitest';
import { sha256 } from '#engine/protocol/digest.ts';
import { boundDpopKey } from '#engine/protocol/token/confirmation.ts';
import { judgeProof } from '#engine/protocol/token/dpop/dpop-proof.ts';
import { jwkThumbprint } from '#engine/protocol/token/signature/jwk-thumbprint.ts';
import rfc9449 from './rfc9449.json' with { type: 'json' };

const { thumbprints, hashes, bound, proofs } = rfc9449.vectors;

test.each(thumbprints)('RFC 9449: $comment', async ({ jwk, jkt }) => {
  expect(await jwkThumbprint(jwk)).toBe(jkt);
});

test.each(hashes)('RFC 9449: $comment', async ({ accessToken, ath }) => {
  expect(await sha256(accessToken)).toBe(ath);
});

test.each(bound)('RFC 9449: $comment', ({ claims, jkt }) => {
  expect(boundDpopKey(claims) ?? null).toBe(jkt);
});

test.each(proofs)('RFC 9449: $comment', async ({ proof, method, url, at, accessToken, boundTo, failures, result }) => {
  const expectations = { method, urls: [url], nonces: [], accessToken, boundTo, now: at * 1000 };
  const { findings, jkt } = await judgeProof([proof], expectations, () => false);
  const failed = findings.filter(({ check, finding }) => !finding.passed && check !== 'dpop.nonce').map(({ check }) => check);
  expect([failed, failed.length === 0]).toEqual([failures, result === 'valid']);
  expect(jkt).toBe(thumbprints[0]?.jkt);
});
