import type { Explanation } from '../check.ts';
import type { jwtChecks } from './jwt.ts';

export const jwtExplained = {
  'jwt.compact-form': {
    group: 'JWT validation',
    stops: 'Stops a text that one library reads as one token and the next as another.',
    mend: 'Send the token exactly as it was issued.',
  },
  'jwt.header-json': {
    group: 'JWT validation',
    stops: 'Stops a header that two readers would understand in two ways.',
    mend: 'Send the token exactly as it was issued.',
    naive: 'Off, the header is read as loosely as most readers do: of two members with one name the last one counts.',
  },
  'jwt.algorithm': {
    group: 'JWT validation',
    stops: 'Stops the token from choosing how it is checked, or that it is not checked at all.',
    mend: "Use a token signed with an algorithm on the verifier's list.",
    naive: "Off together with the key's own algorithm, the token's alg decides how it is verified, and none needs no signature.",
  },
  'jwt.algorithm-key': {
    group: 'JWT validation',
    stops: 'Stops a public key from being used as if it were a shared secret.',
    mend: 'Sign with the one algorithm that the key was made for.',
    naive: 'Off together with the list of algorithms, the bytes of the public key serve as an HMAC secret.',
  },
  'jwt.key-id': {
    group: 'JWT validation',
    stops: 'Stops the token from pointing the verifier at a key of its own choice.',
    mend: "Use a token signed with a key from the issuer's key set.",
  },
  'jwt.embedded-key': {
    group: 'JWT validation',
    stops: 'Stops tokens that bring along the key they want to be checked with.',
    mend: 'Leave jwk and x5c out of the header.',
    naive: 'Off, the signature is checked with the key that the token brings.',
  },
  'jwt.key-url': {
    group: 'JWT validation',
    stops: 'Stops tokens that send the verifier to the attacker for a key.',
    mend: 'Leave jku and x5u out of the header.',
  },
  'jwt.critical': {
    group: 'JWT validation',
    stops: 'Stops a verifier from skipping over a rule the issuer meant to be kept.',
    mend: 'Issue the token without critical extensions.',
  },
  'jwt.key-use': {
    group: 'JWT validation',
    stops: 'Stops a key that others seal with from vouching for a token.',
    mend: 'Sign with a key whose use is sig.',
  },
  'jwt.key-strength': {
    group: 'JWT validation',
    stops: 'Stops a secret that can be guessed from one token, by trying words until one fits.',
    mend: 'Sign with a secret as long as the hash, or with an RSA key of 2048 bits or more.',
  },
  'jwt.encoded-payload': {
    group: 'JWT validation',
    stops: 'Stops one token from being read with two payloads.',
    mend: 'Encode the payload, and leave b64 out.',
  },
  'jwt.signature': {
    group: 'JWT validation',
    stops: 'Stops anyone from changing a token, or making one up.',
    mend: 'Use the token unchanged, as the issuer signed it.',
  },
  'jwt.type': {
    group: 'JWT validation',
    stops: 'Stops another kind of JWT, such as an ID token, from passing as an access token.',
    mend: 'Send the access token, not the ID token.',
  },
  'jwt.claim-types': {
    group: 'JWT validation',
    stops: 'Stops claims of the wrong kind, such as a list where one name belongs.',
    mend: 'Issue each claim with the JSON type it is registered with.',
  },
  'jwt.required-claims': {
    group: 'JWT validation',
    stops: 'Stops tokens that leave out what the other checks need.',
    mend: 'Issue the token with every required claim.',
  },
  'jwt.issuer': {
    group: 'JWT validation',
    stops: 'Stops tokens from an issuer this API does not trust.',
    mend: 'Get the token from the authorization server this API trusts.',
  },
  'jwt.audience': {
    group: 'JWT validation',
    stops: 'Stops a token that was given to one API from being used at another.',
    mend: 'Ask the authorization server for a token for this API.',
  },
  'jwt.expiry': {
    group: 'JWT validation',
    stops: 'Stops a stolen token from working forever.',
    mend: 'Use the refresh token to get a new access token.',
  },
  'jwt.not-before': {
    group: 'JWT validation',
    stops: 'Stops a token from being used before its time.',
    mend: 'Wait until the time in nbf, or correct the clock.',
  },
  'jwt.issued-at': {
    group: 'JWT validation',
    stops: 'Stops tokens made ahead of time, or by a clock that is wrong.',
    mend: 'Correct the clock of the issuer, and get a new token.',
  },
  'jwt.not-revoked': {
    group: 'JWT validation',
    stops: 'Stops a token that was taken back from being used until it expires.',
    mend: 'Get a new token; the user may have to log in again.',
  },
} as const satisfies Record<keyof typeof jwtChecks, Explanation>;
