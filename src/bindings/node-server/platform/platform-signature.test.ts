import { expect, test } from 'vitest';
import * as web from '#engine/protocol/token/signature/platform-signature.ts';
import type { SignatureUse } from '#engine/protocol/token/signature/platform-signature.ts';
import * as node from './platform-signature.ts';

const input = new TextEncoder().encode('header.payload');

type Made = RsaHashedKeyGenParams | EcKeyGenParams | HmacKeyGenParams | 'Ed25519';

const rsa = (name: string): Made => ({ name, hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) });

async function pair(made: Made): Promise<readonly [CryptoKey, CryptoKey]> {
  const keys = await crypto.subtle.generateKey(made, true, ['sign', 'verify']);
  return 'privateKey' in keys ? [keys.privateKey, keys.publicKey] : [keys, keys];
}

test.each<readonly [string, Made, SignatureUse]>([
  ['EdDSA', 'Ed25519', { name: 'Ed25519' }],
  ['ES256', { name: 'ECDSA', namedCurve: 'P-256' }, { name: 'ECDSA', hash: 'SHA-256' }],
  ['ES384', { name: 'ECDSA', namedCurve: 'P-384' }, { name: 'ECDSA', hash: 'SHA-384' }],
  ['RS256', rsa('RSASSA-PKCS1-v1_5'), { name: 'RSASSA-PKCS1-v1_5' }],
  ['PS256', rsa('RSA-PSS'), { name: 'RSA-PSS', saltLength: 32 }],
  ['HS256', { name: 'HMAC', hash: 'SHA-256' }, { name: 'HMAC' }],
])('what Node signs with %s WebCrypto verifies, and the other way round', async (_name, made, use) => {
  const [secret, open] = await pair(made);
  const fromNode = await node.platformSign(use, secret, input);
  const fromWeb = await web.platformSign(use, secret, input);
  for (const signature of [fromNode, fromWeb]) {
    expect(await web.platformVerify(use, open, signature, input)).toBe(true);
    expect(await node.platformVerify(use, open, signature, input)).toBe(true);
    const bent = signature.with(3, (signature[3] ?? 0) ^ 1);
    expect(await node.platformVerify(use, open, bent, input)).toBe(false);
    expect(await node.platformVerify(use, open, signature.slice(1), input)).toBe(false);
    expect(await node.platformVerify(use, open, new Uint8Array(), input)).toBe(false);
  }
});
