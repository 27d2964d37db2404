import { expect, test } from 'vitest';
import { base64url, utf8 } from '#engine/http/encoding.ts';
import { validateAccessToken } from '#engine/protocol/token/access-token.ts';
import rfc9068 from './rfc9068.json' with { type: 'json' };

/** RFC 9068 prints no key, so these vectors are about what stands in the token. */
const ABOUT_CONTENT = ['jwt.type', 'jwt.claim-types', 'jwt.required-claims', 'jwt.issuer', 'jwt.audience', 'jwt.expiry', 'jwt.not-before', 'jwt.issued-at'];

test.each(rfc9068.vectors)('RFC 9068: $comment', async ({ header, claims, failing }) => {
  const token = `${base64url(utf8(JSON.stringify(header)))}.${base64url(utf8(JSON.stringify(claims)))}.AA`;
  const expectations = {
    issuer: 'https://authorization-server.example.com/',
    audience: 'https://rs.example.com/',
    algorithms: ['RS256'],
    keys: [],
    leewaySeconds: 0,
    now: 1_618_354_100_000,
  };
  const { findings } = await validateAccessToken(token, expectations, () => false);
  expect(findings.filter(({ check, finding }) => ABOUT_CONTENT.includes(check) && !finding.passed).map(({ check }) => check)).toEqual(failing);
});
