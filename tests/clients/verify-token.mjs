// Verifies a token as a service would that knows the issuer's address and nothing else of it: node verify-token.mjs <issuer> <audience> <typ> < token
import { text } from 'node:stream/consumers';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const [issuer = '', audience = '', typ = ''] = process.argv.slice(2);
const metadata = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
const options = { issuer, audience, typ, algorithms: ['Ed25519', 'RS256'], requiredClaims: ['exp', 'iat', 'sub'] };
try {
  const { payload, protectedHeader } = await jwtVerify(await text(process.stdin), keys, options);
  console.log(JSON.stringify({ payload, protectedHeader }));
} catch (error) {
  console.log(JSON.stringify({ code: error instanceof Error && 'code' in error ? error.code : 'unknown' }));
}
