import type { JWK } from 'jose';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../http/strict-json.ts';
import { validateClientAssertion } from '../client/client-assertion.ts';
import type { Finding } from '../finding.ts';
import { validateSignedVerdict } from '../introspection/signed-introspection.ts';
import { validateIdToken } from './id-token.ts';
import { signCompact } from './jws.ts';
import { validateLogoutToken } from './logout-token.ts';
import { noticeFromIssuer } from './revocation-notice.ts';
import { publicPart } from './signature/signature.ts';

const ISSUER = 'https://as.lab.test';
const NOW = Date.UTC(2026, 10, 24, 10, 4, 12);

async function keyOf(modulusLength: number): Promise<JWK> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', modulusLength, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' };
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const { key_ops: _operations, ...jwk } = await crypto.subtle.exportKey('jwk', privateKey);
  return { ...jwk, alg: 'RS256', kid: 'rsa' };
}

const [SHORT, LONG] = await Promise.all([keyOf(1024), keyOf(2048)]);

/** How each kind of token is judged: what came of its signature. */
const JUDGES: Readonly<Record<string, (token: string, known: JWK) => Promise<Finding | undefined>>> = {
  'an ID token': async (token, known) => {
    const facts = { issuer: ISSUER, clientId: 'ledger', keys: [known], algorithms: ['RS256'], now: NOW, leewaySeconds: 0 };
    return (await validateIdToken(token, facts)).findings.find(({ check }) => check === 'rp.id-token-signature')?.finding;
  },
  'a client assertion': async (token, known) => {
    const facts = { issuer: ISSUER, clientId: 'ledger', keys: [known], now: NOW, leewaySeconds: 0 };
    return (await validateClientAssertion(token, facts)).findings.find(({ check }) => check === 'client.assertion-signature')?.finding;
  },
  'a logout token': async (token, known) => {
    const facts = { issuer: ISSUER, clientId: 'ledger', keys: [known], algorithms: ['RS256'], now: NOW, leewaySeconds: 0 };
    return (await validateLogoutToken(token, { ...facts, usedBefore: () => false })).finding;
  },
  'a notice': (token, known) =>
    noticeFromIssuer(token, { issuer: ISSUER, audience: 'ledger', keys: [known], algorithms: ['RS256'], now: NOW, leewaySeconds: 0 }),
  'a signed verdict': async (token, known) => {
    const facts = { issuer: ISSUER, audience: 'ledger', keys: [known], algorithms: ['RS256'], now: NOW, maxAge: 60 };
    return (await validateSignedVerdict(token, facts)).finding;
  },
};

const TYPES: Readonly<Record<string, string>> = {
  'a logout token': 'logout+jwt',
  'a notice': 'secevent+jwt',
  'a signed verdict': 'token-introspection+jwt',
};

const CLAIMS = {
  iss: ISSUER,
  sub: 'alice',
  aud: 'ledger',
  iat: NOW / 1000,
  exp: NOW / 1000 + 60,
  jti: 'j',
  events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  token_introspection: { active: true },
};

async function judged(kind: string, signer: JWK, header: JsonObject = {}, known: JWK = publicPart(signer)): Promise<Finding | undefined> {
  const typ = TYPES[kind];
  const token = await signCompact({ alg: 'RS256', kid: 'rsa', ...(typ === undefined ? {} : { typ }), ...header }, CLAIMS, signer);
  return JUDGES[kind]?.(token, known);
}

test.each(Object.keys(JUDGES))('%s is taken where its key is long enough and for signatures', async (kind) => {
  expect(await judged(kind, LONG)).toMatchObject({ passed: true });
});

test.each(Object.keys(JUDGES))('%s of a key that is too short is refused', async (kind) => {
  expect(await judged(kind, SHORT)).toMatchObject({ passed: false, received: '1024 bits' });
});

test.each(Object.keys(JUDGES))('%s of a key that is for something else is refused', async (kind) => {
  expect(await judged(kind, LONG, {}, { ...publicPart(LONG), use: 'enc' })).toMatchObject({
    passed: false,
    received: expect.stringContaining('enc') as unknown,
  });
});

test.each(Object.keys(JUDGES))('%s that says its payload is not encoded is refused', async (kind) => {
  expect(await judged(kind, LONG, { b64: false })).toMatchObject({ passed: false, received: 'b64: false' });
});
