import { constants, createDecipheriv, createPrivateKey, privateDecrypt } from 'node:crypto';
import { expect, test } from 'vitest';
import { openToken } from '#engine/protocol/jwe/open-token.ts';
import { validateAccessToken } from '#engine/protocol/token/access-token.ts';
import { decodeCompact } from '#engine/protocol/token/jws.ts';
import rfc7519 from './rfc7519.json' with { type: 'json' };

const { claims, signed, unsecured, key, sealed } = rfc7519;

async function judged(token: string): Promise<Map<string, boolean>> {
  const expectations = { issuer: 'joe', audience: 'x', algorithms: ['HS256'], keys: [signed.key], leewaySeconds: 0, now: claims.exp * 1000 - 1 };
  const { findings } = await validateAccessToken(token, expectations, () => false);
  return new Map(findings.map(({ check, finding }) => [check, finding.passed]));
}

test('RFC 7519 3.1: the claims are read, and the signature verifies until they run out', async () => {
  expect(decodeCompact(signed.token)?.claims).toEqual(claims);
  const findings = await judged(signed.token);
  expect(['jwt.signature', 'jwt.issuer', 'jwt.expiry'].map((check) => findings.get(check))).toEqual([true, true, true]);
});

test('RFC 7519 6.1: the same claims without a signature are read, and believed by nobody', async () => {
  expect(decodeCompact(unsecured.token)?.claims).toEqual(claims);
  expect((await judged(unsecured.token)).get('jwt.algorithm')).toBe(false);
});

test.each(sealed)('RFC 7519 $comment with RSAES-PKCS1-v1_5, which opens nowhere here', async ({ token }) => {
  const policy = { keys: [{ ...key, kid: 'ours', alg: 'RSA1_5' }], encryptions: ['A128CBC-HS256'], mostIterations: 1, mostBytes: 1000 };
  const { inside, findings } = await openToken(token, policy, () => false);
  expect(inside).toBeUndefined();
  expect(findings.filter(({ finding }) => !finding.passed).map(({ check }) => check)).toEqual(['jwe.tag']);
});

/** Opens as the platform does, padding and tag unjudged, to see that the vectors are the ones of the RFC. */
function openedElsewhere(token: string): string {
  const part = (at: number): Buffer => Buffer.from(token.split('.')[at] ?? '', 'base64url');
  const padded = privateDecrypt({ key: createPrivateKey({ key, format: 'jwk' }), padding: constants.RSA_NO_PADDING }, part(1));
  const decipher = createDecipheriv('aes-128-cbc', padded.subarray(-16), part(2));
  return Buffer.concat([decipher.update(part(3)), decipher.final()]).toString();
}

test('RFC 7519 A: what is sealed there are the claims, and a JWS of them', () => {
  const [plain = '', nested = ''] = sealed.map(({ token }) => openedElsewhere(token));
  expect(JSON.parse(plain)).toEqual(claims);
  expect(decodeCompact(nested)?.claims).toEqual(claims);
});
