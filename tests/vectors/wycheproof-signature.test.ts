import { describe, expect, test } from 'vitest';
import type { CheckId } from '#engine/checks/catalogue.ts';
import { verifyByTokenAlg } from '#engine/protocol/naive/verify-by-token-alg.ts';
import { validateAccessToken } from '#engine/protocol/token/access-token.ts';
import { judgeEcdsa } from '#engine/protocol/token/signature/ecdsa.ts';
import wycheproof from './wycheproof-signature.json' with { type: 'json' };

/** One case as Wycheproof has it; `check` is ours: the rule that has to refuse it. */
interface Case {
  readonly tcId: number;
  readonly comment: string;
  readonly jws: string;
  readonly result: string;
  readonly check?: string;
}

type Key = (typeof wycheproof.groups)[number]['key'];

/** The rules of a JWS. Those about claims are left out: the payload of these cases is no set of claims. */
const JWS_CHECKS: readonly CheckId[] = [
  'jwt.compact-form',
  'jwt.header-json',
  'jwt.embedded-key',
  'jwt.key-url',
  'jwt.critical',
  'jwt.encoded-payload',
  'jwt.algorithm',
  'jwt.key-id',
  'jwt.key-use',
  'jwt.algorithm-key',
  'jwt.key-strength',
  'jwt.signature-range',
  'jwt.signature',
];

const EMPTY = 'a payload that is empty holds no claims (RFC 7519 §7.2); the signature verifies';

/** Where the answer here is not the published one, with what is found in its place and why. */
const OTHERWISE: ReadonlyMap<number, { readonly fails: readonly CheckId[]; readonly why: string }> = new Map([
  [259, { fails: ['jwt.compact-form'], why: EMPTY }],
  [264, { fails: ['jwt.compact-form'], why: EMPTY }],
  [268, { fails: ['jwt.compact-form'], why: EMPTY }],
  [272, { fails: ['jwt.compact-form'], why: EMPTY }],
  [320, { fails: ['jwt.compact-form'], why: EMPTY }],
  [325, { fails: ['jwt.compact-form'], why: EMPTY }],
  [346, { fails: ['jwt.algorithm', 'jwt.algorithm-key', 'jwt.signature'], why: 'the token says PS384, its key is for PS256 (RFC 8725 §3.1)' }],
  [347, { fails: ['jwt.algorithm', 'jwt.algorithm-key', 'jwt.signature'], why: 'the key names the algorithm ES521, which does not exist' }],
  [350, { fails: ['jwt.algorithm', 'jwt.algorithm-key', 'jwt.signature'], why: 'the token says PS384, its key is for PS256 (RFC 8725 §3.1)' }],
  [351, { fails: ['jwt.algorithm', 'jwt.algorithm-key', 'jwt.signature'], why: 'the key names the algorithm ES521, which does not exist' }],
  [367, { fails: [], why: 'published as invalid, yet it is letter for letter the valid case 357: its padding was lost' }],
  [370, { fails: [], why: 'published as invalid, yet it is letter for letter the valid case 357: its padding was lost' }],
  [372, { fails: ['jwt.compact-form', 'jwt.header-json', 'jwt.signature'], why: 'published as valid with a ? in its header (RFC 7515 §2)' }],
  [373, { fails: ['jwt.compact-form', 'jwt.signature'], why: 'published as valid with a ? in its payload (RFC 7515 §2)' }],
]);

/** The algorithms that a verifier with this key lists: the key's own, else the two of the world's issuers. */
function listed(key: Key): string[] {
  return 'alg' in key && key.alg ? [key.alg] : ['RS256', 'ES256'];
}

async function failing(jws: string, key: Key, off: readonly CheckId[] = []): Promise<string[]> {
  const twins = { ecdsa: judgeEcdsa, byTokenAlg: verifyByTokenAlg };
  const expectations = { issuer: '', audience: '', algorithms: listed(key), keys: [key], ...twins, leewaySeconds: 0, now: 0 };
  const { findings } = await validateAccessToken(jws, expectations, (id) => off.includes(id));
  return findings.filter(({ check, finding }) => JWS_CHECKS.includes(check) && !finding.passed).map(({ check }) => check);
}

describe.each(wycheproof.groups)('Wycheproof JWS, $comment', ({ key, tests }) => {
  const cases: readonly Case[] = tests;
  const asPublished = cases.filter(({ tcId }) => !OTHERWISE.has(tcId));
  const otherwise = cases.flatMap((one) => {
    const answer = OTHERWISE.get(one.tcId);
    return answer ? [{ ...one, ...answer }] : [];
  });

  test.each(asPublished.filter(({ result }) => result === 'valid'))('$tcId passes: $comment', async ({ jws }) => {
    expect(await failing(jws, key)).toEqual([]);
  });

  test.each(asPublished.filter(({ result }) => result === 'invalid'))('$tcId is refused by $check: $comment', async ({ jws, check }) => {
    expect(await failing(jws, key)).toContain(check);
  });

  test.runIf(otherwise.length > 0).each(otherwise)('$tcId is answered otherwise: $why', async ({ jws, fails }) => {
    expect(await failing(jws, key)).toEqual(fails);
  });
});

/** Forgeries that are good ones: each passes every rule but those named, so that it passes where those are off. */
const FORGERIES: readonly (readonly [tcId: number, off: readonly CheckId[]])[] = [
  [16, ['jwt.algorithm', 'jwt.algorithm-key']],
  [32, ['jwt.embedded-key']],
  [341, ['jwt.algorithm', 'jwt.algorithm-key', 'jwt.key-id']],
  [342, ['jwt.algorithm', 'jwt.algorithm-key', 'jwt.key-id']],
  [343, ['jwt.algorithm', 'jwt.algorithm-key', 'jwt.key-id']],
  [344, ['jwt.algorithm', 'jwt.algorithm-key']],
  [353, ['jwt.key-use']],
  [356, ['jwt.key-use']],
  [386, ['jwt.signature-range']],
];

test.each(FORGERIES)('Wycheproof JWS $0 passes where $1 are off', async (tcId, off) => {
  const group = wycheproof.groups.find(({ tests }) => tests.some((one) => one.tcId === tcId));
  const forged = group?.tests.find((one) => one.tcId === tcId);
  expect(group && forged && (await failing(forged.jws, group.key, off)).filter((check) => !off.some((one) => one === check))).toEqual([]);
});
