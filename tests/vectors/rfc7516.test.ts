import { expect, test } from 'vitest';
import { openToken } from '#engine/protocol/jwe/open-token.ts';
import type { OpenedToken } from '#engine/protocol/jwe/open-token.ts';
import type { OpeningKey } from '#engine/protocol/jwe/jwe-rules.ts';
import { decodeProtectedHeader } from 'jose';
import rfc7516 from './rfc7516.json' with { type: 'json' };

function open(token: string, key: object, alg: string): Promise<OpenedToken> {
  const keys = [{ kid: 'ours', ...key, alg } as OpeningKey];
  const policy = { keys, encryptions: ['A256GCM', 'A128CBC-HS256'], mostIterations: 1000, mostBytes: 1000 };
  return openToken(token, policy, (id) => id === 'jwt.signed');
}

test.each(rfc7516.vectors)('RFC 7516 $comment: opens to its plaintext, and not once it was changed', async ({ token, key, plaintext }) => {
  const alg = String(decodeProtectedHeader(token).alg);
  expect((await open(token, key, alg)).inside).toBe(plaintext);
  const parts = token.split('.');
  for (const at of [1, 2, 3, 4]) {
    const part = parts[at] ?? '';
    const changed = parts.with(at, `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}`).join('.');
    expect((await open(changed, key, alg)).inside, `part ${at + 1}`).toBeUndefined();
  }
});

test.each(rfc7516.refused)('RFC 7516 $comment', async ({ token, key, algorithm, check }) => {
  const { inside, findings } = await open(token, key, algorithm);
  expect(inside).toBeUndefined();
  expect(findings.filter(({ finding }) => !finding.passed).map((one) => one.check)).toEqual([check]);
});
