// An API validates access tokens, by jose. It accepts some that it must refuse.
// Run it, read which, and mend validate() until every token is rightly judged.
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { judge } from 'lab';

const API = 'https://api.lab.test';
const ISSUER = 'https://as.lab.test';
const keys = createRemoteJWKSet(new URL(`${ISSUER}/jwks`));

async function validate(token) {
  const { payload } = await jwtVerify(token, keys, {
    issuer: ISSUER,
  });
  return payload;
}

console.log(`Tokens come to ${API}`);
await judge(validate);
