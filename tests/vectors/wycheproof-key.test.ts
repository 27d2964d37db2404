import { describe, expect, test } from 'vitest';
import { validateAccessToken } from '#engine/protocol/token/access-token.ts';
import { readKeySet } from '#engine/services/resource-server/key-refresh.ts';
import type { JWK } from 'jose';
import wycheproof from './wycheproof-key.json' with { type: 'json' };

/** One case as Wycheproof has it; `check` is ours: the rule that has to refuse it. */
interface Case {
  readonly tcId: number;
  readonly comment: string;
  readonly jws: string;
  readonly result: string;
  readonly check?: string;
}

/** A set of secrets and public keys is a fault of whoever made it; no token is at fault. It is looked at below, where such a set is read. */
const MIXED_KEY_SET = 1;

const RULES = /^jwt\.(header-json|embedded-key|algorithm|key-|signature)/;

async function failing(jws: string, keys: readonly JWK[]): Promise<string[]> {
  const algorithms = ['ES256', 'RS256', 'HS256', 'HS384', 'HS512'];
  const { findings } = await validateAccessToken(jws, { issuer: '', audience: '', algorithms, keys, leewaySeconds: 0, now: 0 }, () => false);
  return findings.filter(({ check, finding }) => RULES.test(check) && !finding.passed).map(({ check }) => check);
}

const groups: readonly { readonly comment: string; readonly keys: readonly JWK[]; readonly tests: readonly Case[] }[] = wycheproof.groups;

describe.each(groups.filter(({ tests }) => tests[0]?.tcId !== MIXED_KEY_SET))('Wycheproof JWK, $comment', ({ keys, tests }) => {
  test.each(tests)('$tcId: $comment', async ({ jws, result, check }) => {
    const failed = await failing(jws, keys);
    if (result === 'valid') expect(failed).toEqual([]);
    else expect(failed).toContain(check);
  });
});

test('Wycheproof JWK 1: of a set with secrets only the public keys are read, so the secret verifies nothing', async () => {
  const mixed = wycheproof.groups.find(({ tests }) => tests.some(({ tcId }) => tcId === MIXED_KEY_SET));
  const read = readKeySet(JSON.stringify({ keys: mixed?.keys })) ?? [];
  expect(read.map(({ kid }) => kid)).toEqual(['kid-ec-sign']);
  expect(await failing(mixed?.tests[0]?.jws ?? '', read)).toContain('jwt.key-id');
});
