import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HttpResponse } from '../../http/message.ts';
import { ACCESS_TOKEN_KEY, ATTACKER_KEY, PUBLIC_JWKS } from '../../world/keys/keys.ts';
import { signCompact } from '../token/jws.ts';
import { keepVerdict, readIntrospection, SIGNED_RESPONSE, tokenLive, verdictInTime } from './introspection-response.ts';
import { validateSignedVerdict } from './signed-introspection.ts';
import { halvesBelongTogether, isOuterHalf, readOuterHalf, splitToken } from './split-token.ts';

const NOW = 1_000_000;
const ISSUER = 'https://as.lab.test';

function answer(body: string, type = 'application/json', status = 200): HttpResponse {
  return { status, headers: [['Content-Type', type]], body };
}

describe('an introspection answer', () => {
  test('is read where it is JSON with a boolean active', () => {
    expect(readIntrospection(answer('{"active":true,"sub":"alice"}'))).toMatchObject({
      finding: { passed: true },
      verdict: { active: true, sub: 'alice' },
    });
    expect(readIntrospection(answer('{"active":false}')).verdict).toEqual({ active: false });
    expect(readIntrospection(answer('ey', `${SIGNED_RESPONSE}; x=1`))).toMatchObject({ finding: { passed: true }, signed: 'ey' });
  });

  test.each([
    ['nothing', undefined],
    ['an error', answer('{"error":"invalid_client"}', 'application/json', 401)],
    ['a server error that looks like a verdict', answer('{"active":true}', 'application/json', 500)],
    ['a page', answer('<p>', 'text/html')],
    ['an active that is text', answer('{"active":"true"}')],
    ['no active', answer('{"sub":"alice"}')],
    ['two verdicts', answer('{"active":false,"active":true}')],
    ['a list', answer('[{"active":true}]')],
  ])('that is %s is no verdict', (_what, given) => {
    const { finding, verdict } = readIntrospection(given);
    expect([finding.passed, verdict]).toEqual([false, undefined]);
  });

  test('never makes the rules throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), fc.nat(600), (body, status) => {
        const { verdict } = readIntrospection(answer(body, 'application/json', status));
        expect(typeof tokenLive(verdict, { issuer: ISSUER, resource: 'https://api.lab.test', now: NOW }).passed).toBe('boolean');
      }),
    );
  });
});

describe('a verdict', () => {
  const live = (verdict: Readonly<Record<string, unknown>>): boolean =>
    tokenLive(verdict, { issuer: ISSUER, resource: 'https://api.lab.test', now: NOW }).passed;

  test('counts only where it says active, for this API, of this issuer, and in its time', () => {
    expect(live({ active: true })).toBe(true);
    expect(live({ active: true, iss: ISSUER, aud: ['https://api.lab.test', 'x'], exp: 1001, nbf: 1000 })).toBe(true);
    for (const wrong of [
      { active: 1 },
      { iss: 'https://evil.lab.test' },
      { aud: 'https://payments.internal.lab.test' },
      { exp: 1000 },
      { exp: '9999' },
      { nbf: 1001 },
    ])
      expect(live({ active: true, ...wrong }), JSON.stringify(wrong)).toBe(false);
  });

  test('is kept for so long, and never longer than the token lives', () => {
    expect(keepVerdict({ active: true }, NOW, 30).until).toBe(NOW + 30_000);
    expect(keepVerdict({ active: true, exp: 1010 }, NOW, 30).until).toBe(1_010_000);
    expect(keepVerdict({ active: true, exp: 9999 }, NOW, 30).until).toBe(NOW + 30_000);
    const kept = keepVerdict({ active: true }, NOW, 30);
    expect([NOW + 29_999, NOW + 30_000].map((at) => verdictInTime(kept, at).passed)).toEqual([true, false]);
  });
});

describe('a signed verdict', () => {
  const expectations = {
    issuer: ISSUER,
    audience: 'gateway',
    keys: PUBLIC_JWKS.keys,
    algorithms: ['Ed25519', 'RS256'],
    maxAge: 60,
    now: NOW,
  };
  const signed = (
    claims: Readonly<Record<string, unknown>> = {},
    header: Readonly<Record<string, unknown>> = {},
    key = ACCESS_TOKEN_KEY,
  ): Promise<string> =>
    signCompact(
      { typ: 'token-introspection+jwt', alg: 'Ed25519', kid: ACCESS_TOKEN_KEY.kid, ...header },
      { iss: ISSUER, aud: 'gateway', iat: 1000, token_introspection: { active: true }, ...claims },
      key,
    );

  test('is believed from the issuer, for this resource server', async () => {
    expect(await validateSignedVerdict(await signed(), expectations)).toMatchObject({
      finding: { passed: true },
      verdict: { active: true },
    });
    expect((await validateSignedVerdict(await signed({ aud: ['x', 'gateway'] }), expectations)).finding.passed).toBe(true);
  });

  test.each([
    ['an access token', {}, { typ: 'at+jwt' }],
    ['a JWT of no type', {}, { typ: undefined }],
    ['of another issuer', { iss: 'https://evil.lab.test' }, {}],
    ['for another resource server', { aud: 'invoices-api' }, {}],
    ['for nobody', { aud: undefined }, {}],
    ['an old one', { iat: 939 }, {}],
    ['without a time', { iat: undefined }, {}],
    ['a JWT without a verdict', { token_introspection: undefined }, {}],
    ['with the verdict in its claims', { token_introspection: undefined, active: true }, {}],
    ['of an algorithm that is not listed', {}, { alg: 'HS256' }],
  ])('is not believed where it is %s', async (_what, claims, header) => {
    expect((await validateSignedVerdict(await signed(claims, header), expectations)).finding.passed).toBe(false);
  });

  test('is not believed with another signature, or none', async () => {
    const forged = await signed({}, {}, { ...ATTACKER_KEY, kid: ACCESS_TOKEN_KEY.kid });
    for (const jwt of [forged, (await signed()).replace(/[^.]+$/, ''), '', '{"active":true}'])
      expect((await validateSignedVerdict(jwt, expectations)).finding.passed).toBe(false);
  });
});

describe('the halves of a token', () => {
  test('belong together, and to no other', async () => {
    const one = await splitToken('aaa.bbb.c-1', 'one', NOW + 1);
    const two = await splitToken('aaa.bbb.c-2', 'two', NOW + 1);
    const together = async (outer: string, inner = one?.inner, now = NOW) =>
      (await halvesBelongTogether(readOuterHalf(outer), inner, now)).passed;
    expect(one?.outer).toBe('split~one~c-1');
    expect(await together(one?.outer ?? '')).toBe(true);
    expect(await together(two?.outer ?? '')).toBe(false);
    expect(await together('split~one~c-2')).toBe(false);
    expect(await together(one?.outer ?? '', one?.inner, NOW + 1)).toBe(false);
    expect((await halvesBelongTogether(readOuterHalf(one?.outer ?? ''), undefined, NOW)).passed).toBe(false);
    expect(JSON.stringify(one?.inner)).not.toContain('c-1');
  });

  test('are read only in their own form', async () => {
    for (const token of ['split~', 'split~a', 'split~a~', 'split~~b', 'split~a~b~c', 'split~a b~c', 'SPLIT~a~b'])
      expect(readOuterHalf(token), token).toBeUndefined();
    expect(['split~a~b', 'abc'].map(isOuterHalf)).toEqual([true, false]);
    for (const token of ['', 'a.b', 'a.b.', 'a.b.c.d', 'opaque']) expect(await splitToken(token, 'one', NOW), token).toBeUndefined();
  });
});
