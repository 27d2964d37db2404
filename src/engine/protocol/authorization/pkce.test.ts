import { expect, test } from 'vitest';
import { codeChallengeWellFormed, deriveChallenge, matchCodeVerifier } from './pkce.ts';

const VERIFIER = 'a'.repeat(43);

test('the verifier of a challenge matches it, and another does not', async () => {
  const challenge = { method: 'S256', value: await deriveChallenge(VERIFIER) } as const;
  expect(await matchCodeVerifier(VERIFIER, challenge)).toMatchObject({ passed: true });
  expect(await matchCodeVerifier('b'.repeat(43), challenge)).toMatchObject({ passed: false });
});

test.each([undefined, '', 'a'.repeat(42), 'a'.repeat(129), `${'a'.repeat(43)} `, `${'a'.repeat(43)}\n`])(
  'the verifier %j is refused for its form',
  async (verifier) => {
    expect((await matchCodeVerifier(verifier, { method: 'plain', value: verifier ?? '' })).passed).toBe(false);
  },
);

test('a plain challenge is its own verifier', async () => {
  expect((await matchCodeVerifier(VERIFIER, { method: 'plain', value: VERIFIER })).passed).toBe(true);
});

test('a finding never shows the verifier', async () => {
  const secret = 'verifier-that-must-stay-secret-0123456789-abcdef';
  expect(JSON.stringify(await matchCodeVerifier(secret, { method: 'S256', value: 'x' }))).not.toContain(secret);
});

test('a challenge needs the form of its method', () => {
  expect(codeChallengeWellFormed('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM').passed).toBe(true);
  expect(codeChallengeWellFormed('short').passed).toBe(false);
  expect(codeChallengeWellFormed(undefined).passed).toBe(false);
  expect(codeChallengeWellFormed(VERIFIER, 'plain').passed).toBe(true);
  expect(codeChallengeWellFormed('short', 'plain').passed).toBe(false);
});
