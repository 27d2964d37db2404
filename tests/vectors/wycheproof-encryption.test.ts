import { describe, expect, test } from 'vitest';
import type { CheckId } from '#engine/checks/catalogue.ts';
import type { OpeningKey } from '#engine/protocol/jwe/jwe-rules.ts';
import { openToken } from '#engine/protocol/jwe/open-token.ts';
import type { OpenedToken } from '#engine/protocol/jwe/open-token.ts';
import wycheproof from './wycheproof-encryption.json' with { type: 'json' };

/** One case as Wycheproof has it, `pt` in hex; `check` is ours: the rule that has to refuse it. */
interface Case {
  readonly tcId: number;
  readonly comment: string;
  readonly jwe: string;
  readonly result: string;
  readonly pt?: string;
  readonly check?: string;
}

interface Answer {
  readonly fails: readonly CheckId[];
  readonly why: string;
}

const NO_RSA1_5: Answer = { fails: ['jwe.tag'], why: 'RSA1_5 opens nowhere here, right padding or wrong (RFC 8725 §3.2)' };

/** Where the answer here is not the published one, with what is found in its place and why. */
const OTHERWISE: ReadonlyMap<number, Answer> = new Map<number, Answer>([
  ...[100, 101, 102, 103, 104, 105, 112, 128].map((tcId) => [tcId, NO_RSA1_5] as const),
  [132, { fails: ['jwe.algorithm'], why: 'its key names a content encryption, A128GCM, where the token says dir (RFC 7518 §4.5)' }],
]);

const groups: readonly { readonly comment: string; readonly key: OpeningKey; readonly tests: readonly Case[] }[] = wycheproof.groups;

const ENCRYPTIONS = ['A128GCM', 'A192GCM', 'A256GCM', 'A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512'];

function open(jwe: string, key: OpeningKey, mostBytes = 10_000): Promise<OpenedToken> {
  return openToken(jwe, { keys: [key], encryptions: ENCRYPTIONS, mostIterations: 10_000, mostBytes }, () => false);
}

/** The rules of a JWE. What is inside of these is no token, which `jwt.signed` says of every one that opens. */
function failing({ findings }: OpenedToken): string[] {
  return findings.filter(({ check, finding }) => !finding.passed && check !== 'jwt.signed').map(({ check }) => check);
}

function numbered(tcId: number): { readonly jwe: string; readonly key: OpeningKey } {
  const found = groups.flatMap(({ key, tests }) => tests.filter((one) => one.tcId === tcId).map(({ jwe }) => ({ jwe, key })));
  if (!found[0]) throw new Error(`There is no case ${tcId}.`);
  return found[0];
}

describe.each(groups)('Wycheproof JWE, $comment ($key.alg)', ({ key, tests }) => {
  const asPublished = tests.filter(({ tcId }) => !OTHERWISE.has(tcId));
  const otherwise = tests.flatMap((one) => {
    const answer = OTHERWISE.get(one.tcId);
    return answer ? [{ ...one, ...answer }] : [];
  });

  test.each(asPublished.filter(({ result }) => result === 'valid'))('$tcId opens: $comment', async ({ jwe, pt }) => {
    const opened = await open(jwe, key);
    expect(failing(opened)).toEqual([]);
    expect(opened.inside).toBe(Buffer.from(pt ?? '', 'hex').toString());
  });

  test.each(asPublished.filter(({ result }) => result === 'invalid'))('$tcId is refused by $check: $comment', async ({ jwe, check }) => {
    const opened = await open(jwe, key);
    expect(failing(opened)).toContain(check);
    expect(opened.inside).toBeUndefined();
  });

  test.runIf(otherwise.length > 0).each(otherwise)('$tcId is answered otherwise: $why', async ({ jwe, fails }) => {
    expect(failing(await open(jwe, key))).toEqual(fails);
  });
});

test('Wycheproof JWE 112-120: no answer tells which padding was wrong, or that one was right', async () => {
  const answers = await Promise.all([112, 113, 114, 115, 116, 117, 118, 119, 120].map((tcId) => open(numbered(tcId).jwe, numbered(tcId).key)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test('Wycheproof JWE 135: what was compressed is refused where it unpacks to more than is allowed', async () => {
  const { jwe, key } = numbered(135);
  expect(failing(await open(jwe, key, 100))).toEqual(['jwe.decompressed-size']);
});

test('Wycheproof JWE 106-109: beside a key for the algorithm that the token names, its key still opens nothing of that algorithm', async () => {
  for (const [tcId, beside] of [
    [106, 107],
    [107, 106],
    [108, 109],
    [109, 108],
  ] as const) {
    const { jwe, key } = numbered(tcId);
    const keys = [key, numbered(beside).key];
    const opened = await openToken(jwe, { keys, encryptions: ENCRYPTIONS, mostIterations: 1, mostBytes: 1000 }, () => false);
    expect(failing(opened), String(tcId)).toEqual(['jwe.tag']);
  }
});
