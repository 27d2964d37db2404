import { describe, expect, test } from 'vitest';
import { compactVerify, importJWK } from 'jose';
import { base64url, fromBase64url, fromUtf8, utf8 } from '../../http/encoding.ts';
import { headerValues } from '../../http/message.ts';
import { judgeProof } from '../../protocol/token/dpop/dpop-proof.ts';
import { jwkThumbprint } from '../../protocol/token/signature/jwk-thumbprint.ts';
import { makeDpopProof } from '../../protocol/token/dpop/make-dpop-proof.ts';
import { DPOP_KEYS } from '../../world/keys/dpop-keys.ts';
import { ACCESS_TOKEN_KEY, PUBLIC_JWKS, publicJwk } from '../../world/keys/keys.ts';
import { publicKeyPem } from '../../world/keys/public-key-pem.ts';
import { LATER_KEYS } from '../../world/keys/later-keys.ts';
import { applyEdits } from './apply-edits.ts';
import type { Edit, Place } from './edits.ts';

const NOW = Date.UTC(2026, 10, 24, 10);
const bearer: Place = { part: 'header', name: 'authorization', index: 0 };
const part = (value: object): string => base64url(utf8(JSON.stringify(value)));
const TOKEN = `${part({ typ: 'at+jwt', alg: 'Ed25519', kid: 'as-2026-11' })}.${part({ sub: 'alice', aud: 'https://api.lab.test', exp: 5 })}.c2lnbmF0dXJl`;
const request = {
  method: 'GET',
  url: 'https://api.lab.test/invoices?a=1&b=2&a=3',
  headers: [['Authorization', `Bearer ${TOKEN}`] as const],
  body: '',
};

const jwtEdit = (over: Partial<Extract<Edit, { kind: 'jwt' }>>): Edit => ({
  message: 'call#0',
  kind: 'jwt',
  place: bearer,
  header: {},
  claims: {},
  signature: 'keep',
  ...over,
});

async function tokenAfter(edit: Edit): Promise<{ header: unknown; claims: unknown; signature: string; token: string }> {
  const applied = await applyEdits(request, [edit], NOW);
  const token = applied.request.headers[0]?.[1].slice('Bearer '.length) ?? '';
  const [header = '', claims = '', signature = ''] = token.split('.');
  const read = (text: string): unknown => JSON.parse(fromUtf8(fromBase64url(text) ?? new Uint8Array()) ?? 'null');
  return { header: read(header), claims: read(claims), signature, token };
}

test('a changed claim with the old signature keeps header and signature byte for byte', async () => {
  const { token, claims, signature } = await tokenAfter(jwtEdit({ claims: { sub: { kind: 'json', value: 'carol' } } }));
  expect(claims).toMatchObject({ sub: 'carol', aud: 'https://api.lab.test' });
  expect(signature).toBe('c2lnbmF0dXJl');
  expect(token.split('.')[0]).toBe(TOKEN.split('.')[0]);
});

test('signed as the issuer would, the published key verifies the changed token', async () => {
  const { token, claims } = await tokenAfter(
    jwtEdit({ claims: { aud: { kind: 'json', value: 'https://payments.internal.lab.test' } }, signature: 'issuer' }),
  );
  const key = PUBLIC_JWKS.keys.find(({ kid }) => kid === ACCESS_TOKEN_KEY.kid);
  await expect(compactVerify(token, await importJWK(key ?? {}, 'Ed25519'))).resolves.toBeDefined();
  expect(claims).toMatchObject({ aud: 'https://payments.internal.lab.test' });
});

test('after a rotation the issuer signs with the key that the token names', async () => {
  const [later] = LATER_KEYS;
  const { kid = '' } = later?.accessToken ?? {};
  const token = `${part({ typ: 'at+jwt', alg: 'Ed25519', kid })}.${part({ sub: 'alice' })}.c2lnbmF0dXJl`;
  const bearing = { ...request, headers: [['Authorization', `Bearer ${token}`] as const] };
  const edited = await applyEdits(bearing, [jwtEdit({ signature: 'issuer' })], NOW);
  const signed = edited.request.headers[0]?.[1].slice('Bearer '.length) ?? '';
  await expect(compactVerify(signed, await importJWK(publicJwk(later?.accessToken ?? ACCESS_TOKEN_KEY), 'Ed25519'))).resolves.toBeDefined();
});

test("signed with the attacker's key, the published key does not verify it and the key id stays", async () => {
  const { token, header } = await tokenAfter(jwtEdit({ signature: 'attacker' }));
  const key = PUBLIC_JWKS.keys.find(({ kid }) => kid === ACCESS_TOKEN_KEY.kid);
  await expect(compactVerify(token, await importJWK(key ?? {}, 'Ed25519'))).rejects.toThrow();
  expect(header).toMatchObject({ kid: 'as-2026-11' });
});

test('alg none leaves the signature empty, in the spelling the learner chose', async () => {
  expect(await tokenAfter(jwtEdit({ signature: 'none' }))).toMatchObject({ header: { alg: 'none' }, signature: '' });
  expect(await tokenAfter(jwtEdit({ signature: 'none', header: { alg: { kind: 'json', value: 'NonE' } } }))).toMatchObject({
    header: { alg: 'NonE' },
    signature: '',
  });
});

test('HMAC keyed with the public key verifies with the PEM text as the secret', async () => {
  const { token, header } = await tokenAfter(jwtEdit({ signature: 'hmac-public-key' }));
  expect(header).toMatchObject({ alg: 'HS256' });
  await expect(compactVerify(token, utf8(await publicKeyPem(ACCESS_TOKEN_KEY)))).resolves.toBeDefined();
});

test('a time is counted from the clock of the world, and a claim can be taken away', async () => {
  const { claims } = await tokenAfter(jwtEdit({ claims: { exp: { kind: 'time', inSeconds: 300 }, sub: { kind: 'absent' } } }));
  expect(claims).toEqual({ aud: 'https://api.lab.test', exp: NOW / 1000 + 300 });
});

test('one of several query parameters of the same name is changed and the others stay', async () => {
  const { request: changed, edited } = await applyEdits(
    request,
    [{ message: 'call#0', kind: 'text', place: { part: 'query', name: 'a', index: 1 }, value: 'x&y' }],
    NOW,
  );
  expect(changed.url).toBe('https://api.lab.test/invoices?a=1&b=2&a=x%26y');
  expect(edited).toEqual(['a']);
});

test('a header can be removed, and one that is not there is added', async () => {
  const { request: changed } = await applyEdits(
    request,
    [
      { message: 'call#0', kind: 'text', place: bearer, value: null },
      { message: 'call#0', kind: 'text', place: { part: 'header', name: 'X-User', index: 0 }, value: 'carol' },
    ],
    NOW,
  );
  expect(changed.headers).toEqual([['X-User', 'carol']]);
});

test('an edit of a JWT where there is none changes nothing and says so', async () => {
  const applied = await applyEdits({ ...request, headers: [] }, [jwtEdit({})], NOW);
  expect(applied.request.headers).toEqual([]);
  expect(applied.problems).toEqual(['There is no JWT in authorization to change.']);
});

test('members named like built-ins are plain claims', async () => {
  const { claims } = await tokenAfter(
    jwtEdit({ claims: JSON.parse('{"__proto__":{"kind":"json","value":1},"constructor":{"kind":"json","value":2}}') }),
  );
  expect(JSON.stringify(claims)).toContain('"constructor":2');
});

describe('a DPoP proof in its header', () => {
  const KEY = DPOP_KEYS.spa;
  const place: Place = { part: 'header', name: 'DPoP', index: 0 };
  const edit = (over: Partial<Extract<Edit, { kind: 'jwt' }>>): Edit => jwtEdit({ place, ...over });
  const facts = { method: 'GET', url: 'https://api.lab.test/invoices', accessToken: 't', nonce: 'n', id: 'one', now: NOW };

  async function failuresAfter(change: Edit): Promise<string[]> {
    const headers = [['Authorization', 'DPoP t'] as const, ['DPoP', await makeDpopProof(facts, KEY)] as const];
    const applied = await applyEdits({ ...request, headers }, [change], NOW);
    expect(applied.problems).toEqual([]);
    const boundTo = await jwkThumbprint(KEY);
    const expectations = { method: 'GET', urls: [facts.url], nonces: ['n'], accessToken: 't', boundTo, now: NOW };
    const { findings } = await judgeProof(headerValues(applied.request, 'dpop'), expectations, () => false);
    return findings.filter(({ finding }) => !finding.passed).map(({ check }) => check);
  }

  const other = { htm: { kind: 'json', value: 'POST' } } as const;

  test('signed as its issuer would, it is signed with the key of the client', async () => {
    expect(await failuresAfter(edit({ claims: other, signature: 'issuer' }))).toEqual(['dpop.method']);
    expect(await failuresAfter(edit({ claims: { iat: { kind: 'time', inSeconds: -5 } }, signature: 'issuer' }))).toEqual([]);
  });

  test('with the old signature it does not verify', async () => {
    expect(await failuresAfter(edit({ claims: { jti: { kind: 'json', value: 'two' } } }))).toEqual(['dpop.signature']);
  });

  test("signed by the attacker it shows the attacker's key, which the token is not bound to", async () => {
    expect(await failuresAfter(edit({ signature: 'attacker' }))).toEqual(['dpop.key-binding']);
  });

  test('what the learner wrote into the header stays: the old key beside the signature of another', async () => {
    const { kty, crv = '', x = '' } = KEY;
    const header = { jwk: { kind: 'json', value: { kty, crv, x } } } as const;
    expect(await failuresAfter(edit({ header, signature: 'attacker' }))).toEqual(['dpop.signature']);
  });

  test('without a signature, or with one that anybody could make, its algorithm is refused first', async () => {
    expect((await failuresAfter(edit({ signature: 'none' })))[0]).toBe('dpop.algorithm');
    expect((await failuresAfter(edit({ signature: 'hmac-public-key' })))[0]).toBe('dpop.algorithm');
  });
});
