import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { base64url, utf8 } from '#engine/http/encoding.ts';
import { openToken } from '#engine/protocol/jwe/open-token.ts';
import type { OpenedToken } from '#engine/protocol/jwe/open-token.ts';
import { keyIsForSignatures } from '#engine/protocol/token/jose-header.ts';
import { createKeySet } from '#engine/services/resource-server/key-set.ts';
import type { Span } from '#engine/trace/span.ts';
import rfc7517 from './rfc7517.json' with { type: 'json' };

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

function answering(body: string): Span {
  return { now: () => 0, fetch: () => Promise.resolve({ status: 200, headers: [], body }) } as unknown as Span;
}

test.each(rfc7517.sets)('RFC 7517 $comment', async ({ set, published }) => {
  const { keys } = await createKeySet({ jwksUri: 'https://as.lab.test/jwks' }).keysFor('', answering(JSON.stringify(set)));
  expect(keys.filter((key) => keyIsForSignatures(key).passed)).toHaveLength(published);
  for (const key of keys) expect(Object.keys(key).filter((member) => PRIVATE.includes(member))).toEqual([]);
});

test('RFC 7517 B: the certificate of a key holds the same key', () => {
  const { x5c, n } = rfc7517.x5c;
  const certificate = new X509Certificate(Buffer.from(x5c[0] ?? '', 'base64'));
  expect(certificate.publicKey.export({ format: 'jwk' }).n).toBe(n);
});

test('RFC 7517 C: a private key comes out by its password, where as many rounds are allowed as it asks for', async () => {
  const { password, kid, token } = rfc7517.sealedKey;
  const keys = [{ kty: 'oct', k: base64url(utf8(password)), kid: 'ours', alg: 'PBES2-HS256+A128KW' }];
  const open = (mostIterations: number): Promise<OpenedToken> =>
    openToken(token, { keys, encryptions: ['A128CBC-HS256'], mostIterations, mostBytes: 10_000 }, (id) => id === 'jwt.signed');
  expect(JSON.parse((await open(4096)).inside ?? '')).toMatchObject({ kty: 'RSA', kid, use: 'enc', e: 'AQAB' });
  const { inside, findings } = await open(4095);
  expect(inside).toBeUndefined();
  expect(findings.filter(({ finding }) => !finding.passed).map(({ check }) => check)).toEqual(['jwe.iterations']);
});
