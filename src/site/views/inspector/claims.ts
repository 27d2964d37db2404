/** What a header parameter or claim says, one sentence each. RFC 7515 §4.1, RFC 7519 §4.1, RFC 9068 §2.2, OpenID Connect Core §2 */
const MEANINGS: Readonly<Record<string, string>> = {
  iss: 'Issuer: who made this token.',
  sub: 'Subject: whom the token is about.',
  aud: 'Audience: whom the token is meant for. Anyone else must refuse it.',
  exp: 'Expires: from this second on the token must be refused.',
  nbf: 'Not before: until this second the token must be refused.',
  iat: 'Issued at: when the token was made.',
  jti: 'A name for this one token, so that it can be recognized.',
  client_id: 'The client the token was issued to.',
  scope: 'What the client may ask for. It does not say what the user may do.',
  department: 'Where the user works. The API decides with it.',
  tenant: 'Whose data the user belongs to. The API keeps tenants apart with it.',
  roles: 'What the user is in the organization. The API decides with it.',
  nonce: 'Ties an ID token to the one login the client started, and a DPoP proof to the latest nonce of the server.',
  htm: 'The method of the one request that a DPoP proof is for.',
  htu: 'The address of the one request that a DPoP proof is for, without query and fragment.',
  ath: 'The hash of the access token that a DPoP proof goes with.',
  auth_time: 'When the user really logged in.',
  acr: 'How strongly the user was authenticated.',
  amr: 'By which methods the user was authenticated.',
  azp: 'The client an ID token was issued to, where the audience leaves it open.',
  at_hash: 'Ties the access token to this ID token.',
  sid: 'The session of the user at the issuer.',
  act: 'Actor: who acts for the subject. Whoever acted before stands inside it.',
  may_act: 'Who may act for the subject, and nobody else.',
  events: 'What has happened. It makes a logout token one.',
  name: 'The name of the user.',
  email: 'The address of the user.',
  email_verified: 'Whether the issuer has proved that the address belongs to the user.',
  cnf: 'Confirmation: the key a sender must prove to hold.',
  alg: 'Algorithm: how the token says it was signed. The verifier must decide, not the token.',
  typ: 'Type: what kind of JWT this is, so that none is taken for another.',
  kid: 'Key id: which of the issuer’s keys signed it.',
  jwk: 'A key inside the token. A DPoP proof shows its own; elsewhere a verifier that trusts it trusts whoever wrote the token.',
  jku: 'An address to fetch keys from. A verifier that follows it trusts whoever wrote the token.',
  crit: 'Header parameters that a verifier must understand or else refuse.',
};

/** What a claim or header parameter says, or a plain word that it is nobody's standard. */
export function claimMeaning(name: string): string {
  return Object.hasOwn(MEANINGS, name) ? (MEANINGS[name] ?? '') : 'A claim of this issuer’s own.';
}

/** Claims whose value is a time in seconds since 1970. RFC 7519 §2 */
export const TIME_CLAIMS: ReadonlySet<string> = new Set(['exp', 'nbf', 'iat', 'auth_time']);

/** Times a learner may choose instead of counting seconds. */
export const TIME_CHOICES: readonly { readonly words: string; readonly inSeconds: number }[] = [
  { words: '30 days ago', inSeconds: -2_592_000 },
  { words: '1 hour ago', inSeconds: -3600 },
  { words: '5 minutes ago', inSeconds: -300 },
  { words: '10 seconds ago', inSeconds: -10 },
  { words: 'now', inSeconds: 0 },
  { words: 'in 10 seconds', inSeconds: 10 },
  { words: 'in 5 minutes', inSeconds: 300 },
  { words: 'in 1 hour', inSeconds: 3600 },
  { words: 'in 30 days', inSeconds: 2_592_000 },
];
