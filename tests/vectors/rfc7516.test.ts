import { expect, test } from 'vitest';
import { openToken } from '#engine/protocol/jwe/open-token.ts';
import type { OpeningKey } from '#engine/protocol/jwe/jwe-rules.ts';
import { decodeProtectedHeader } from 'jose';
import rfc7516 from './rfc7516.json' with { type: 'json' };

async function opened(token: string, key: object): Promise<string | undefined> {
  const { alg, enc } = decodeProtectedHeader(token);
  const keys = [{ kid: 'ours', ...key, alg } as OpeningKey];
  const policy = { keys, encryptions: [String(enc)], mostIterations: 1000, mostBytes: 1000 };
  return (await openToken(token, policy, (id) => id === 'jwt.signed')).inside;
}

test.each(rfc7516.vectors)('RFC 7516 $comment: opens to its plaintext, and not once it was changed', async ({ token, key, plaintext }) => {
  expect(await opened(token, key)).toBe(plaintext);
  const parts = token.split('.');
  for (const at of [1, 2, 3, 4]) {
    const part = parts[at] ?? '';
    const changed = parts.with(at, `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}`).join('.');
    expect(await opened(changed, key), `part ${at + 1}`).toBeUndefined();
  }
});
