import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { importJWK, SignJWT } from 'jose';
import * as client from 'openid-client';
import { expect, test } from 'vitest';
import { API, CALLBACK, ISSUER, manifest, secretOf } from './landscape.ts';
import { createUser } from './user.ts';

interface Verified {
  readonly payload?: Record<string, unknown>;
  readonly protectedHeader?: Record<string, unknown>;
  readonly code?: string;
}

/** What another process finds that knows the issuer alone. */
function verify(token: string, audience: string, typ: string): Verified {
  const words = [join(import.meta.dirname, 'verify-token.mjs'), manifest.issuer, audience, typ];
  const { stdout } = spawnSync(process.execPath, words, { input: token, encoding: 'utf8' });
  return JSON.parse(stdout) as Verified;
}

/** A token that anybody can sign with the published key of the issuer. */
async function mint(claims: Readonly<Record<string, unknown>>, key = manifest.lab_keys.access_token): Promise<string> {
  const alg = String(key['alg']);
  const now = Math.floor(Date.now() / 1000);
  const usual = { iss: manifest.issuer, sub: 'alice', aud: API, client_id: 'ledger', scope: 'invoice_read', iat: now, exp: now + 300 };
  return new SignJWT({ ...usual, jti: crypto.randomUUID(), ...claims })
    .setProtectedHeader({ alg, typ: 'at+jwt', kid: String(key['kid']) })
    .sign(await importJWK(key, alg));
}

async function callApi(token: string): Promise<number> {
  return (await fetch(`${API}/invoices`, { headers: { Authorization: `Bearer ${token}` } })).status;
}

test('access token and ID token verify in another process, each for its own audience and type alone', async () => {
  const options = { execute: [client.allowInsecureRequests] };
  const config = await client.discovery(ISSUER, 'ledger', undefined, client.ClientSecretBasic(secretOf('ledger')), options);
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid invoice_read',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const tokens = await client.authorizationCodeGrant(config, await createUser().back(url), { pkceCodeVerifier: verifier });
  expect(verify(tokens.access_token, API, 'at+jwt')).toMatchObject({
    payload: { iss: manifest.issuer, sub: 'alice', aud: API, client_id: 'ledger', scope: 'openid invoice_read' },
    protectedHeader: { typ: 'at+jwt', kid: manifest.lab_keys.access_token['kid'] },
  });
  expect(verify(tokens.id_token ?? '', 'ledger', 'JWT')).toMatchObject({ payload: { sub: 'alice', aud: 'ledger' } });
  expect(verify(tokens.access_token, 'ledger', 'at+jwt').code).toBe('ERR_JWT_CLAIM_VALIDATION_FAILED');
  expect(verify(tokens.id_token ?? '', 'ledger', 'at+jwt').code).toBe('ERR_JWT_CLAIM_VALIDATION_FAILED');
  expect(verify(tokens.access_token.slice(0, -8) + 'AAAAAAAA', API, 'at+jwt').code).toBe('ERR_JWS_SIGNATURE_VERIFICATION_FAILED');
});

test('whoever signs with the published lab key is taken for the issuer, and by nothing else', async () => {
  const token = await mint({});
  expect(verify(token, API, 'at+jwt').payload).toMatchObject({ sub: 'alice' });
  expect(await callApi(token)).toBe(200);
  expect(await callApi(await mint({ exp: Math.floor(Date.now() / 1000) - 60 }))).toBe(401);
  expect(await callApi(await mint({ aud: 'https://elsewhere.example' }))).toBe(401);
  const { kty, crv, kid, alg } = manifest.lab_keys.access_token;
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const stranger = { ...(await crypto.subtle.exportKey('jwk', pair.privateKey)), kty, crv, kid, alg };
  expect(await callApi(await mint({}, stranger))).toBe(401);
});
