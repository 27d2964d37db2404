// A token that is of no use to a thief: DPoP by hand, with Web Crypto. RFC 9449
import { base64url, calculateJwkThumbprint } from 'jose';

const encoder = new TextEncoder();
const part = (value) => base64url.encode(JSON.stringify(value));
const encoded = (buffer) => base64url.encode(new Uint8Array(buffer));

// The private key never leaves this client.
const { publicKey, privateKey } = await crypto.subtle.generateKey(
  { name: 'ECDSA', namedCurve: 'P-256' },
  false,
  ['sign', 'verify'],
);
const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
const jwk = { kty, crv, x, y };

// Servers hand out a value for the next proofs, so that none can be made long before.
const nonces = new Map();

// One proof for one message: this method, this address, now, and with a token, that token.
async function proof(method, url, token) {
  const nonce = nonces.get(new URL(url).origin);
  const ath =
    token && encoded(await crypto.subtle.digest('SHA-256', encoder.encode(token)));
  const header = part({ typ: 'dpop+jwt', alg: 'ES256', jwk });
  const claims = part({
    htm: method,
    htu: url,
    jti: crypto.randomUUID(),
    iat: Math.floor(Date.now() / 1000),
    ...(ath && { ath }),
    ...(nonce && { nonce }),
  });
  const input = encoder.encode(`${header}.${claims}`);
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    privateKey,
    input,
  );
  return `${header}.${claims}.${encoded(signature)}`;
}

// Sends a message with its proof, once more where the server asks for its nonce.
async function send(method, url, token, body) {
  for (let tries = 1; ; tries += 1) {
    const headers = {
      DPoP: await proof(method, url, token),
      ...(token && { Authorization: `DPoP ${token}` }),
    };
    const response = await fetch(url, { method, headers, body });
    const nonce = response.headers.get('dpop-nonce');
    if (nonce) nonces.set(new URL(url).origin, nonce);
    if (response.ok || !nonce || tries === 2) return response;
    console.log(`${new URL(url).host} asks for its nonce`);
  }
}

const response = await send(
  'POST',
  'https://as.lab.test/token',
  undefined,
  new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'nightly-report',
    client_secret: 'nightly-secret-2c8e5d1b7f904a36',
    scope: 'invoice_read',
  }),
);
const { access_token: token, token_type: type } = await response.json();
console.log(type, 'token, bound to the key', await calculateJwkThumbprint(jwk));

const api = 'https://api.lab.test/me';
const told = ({ status, headers }) =>
  `${status} ${/error_description="([^"]*)"/.exec(headers.get('www-authenticate') ?? '')?.[1] ?? ''}`;

console.log('With a proof:', told(await send('GET', api, token)));

const stolen = await fetch(api, {
  headers: { Authorization: `Bearer ${token}` },
});
console.log('Stolen, without the key:', told(stolen));

const elsewhere = await fetch(api, {
  headers: {
    Authorization: `DPoP ${token}`,
    DPoP: await proof('GET', 'https://api.lab.test/invoices', token),
  },
});
console.log('With a proof for another address:', told(elsewhere));
