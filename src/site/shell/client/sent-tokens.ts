import { base64url, utf8 } from '#engine/http/encoding.ts';
import type { JsonObject } from '#engine/http/strict-json.ts';
import { signCompact } from '#engine/protocol/token/jws.ts';
import { accessTokenClaims } from '#engine/services/authorization-server/token/claims.ts';
import { ACCESS_TOKEN_KEY, ATTACKER_KEY } from '#engine/world/keys/keys.ts';
import { GATEWAY, ISSUER, PAYMENTS } from '#engine/world/parties.ts';
import { USERS } from '#engine/world/users.ts';

/** A token that comes to an API, and whether the API has to accept it. */
export interface SentToken {
  readonly title: string;
  readonly token: string;
  readonly good: boolean;
}

/** A token as the sender made it: what differs from an honest one, and what was done to its text. */
interface Sent {
  readonly title: string;
  readonly good?: boolean;
  readonly header?: JsonObject;
  /** Set over the honest claims; null takes a claim away. */
  readonly claims?: Readonly<Record<string, JsonObject[string]>>;
  readonly key?: typeof ACCESS_TOKEN_KEY;
  readonly spoil?: (token: string) => string;
}

function json(value: JsonObject): string {
  return base64url(utf8(JSON.stringify(value)));
}

function sent(seconds: number): readonly Sent[] {
  return [
    { title: 'an access token of alice', good: true },
    { title: 'a token for another API', claims: { aud: PAYMENTS } },
    { title: 'a token that is over since a minute', claims: { iat: seconds - 360, exp: seconds - 60 } },
    { title: 'a token for this API and another one', good: true, claims: { aud: [PAYMENTS, GATEWAY], sub: 'bob' } },
    { title: 'a logout token of the same issuer', header: { typ: 'logout+jwt' } },
    { title: 'a token of another issuer', claims: { iss: 'https://evil.lab.test' } },
    { title: 'a token that never ends', claims: { exp: null } },
    { title: 'a token that begins in ten minutes', claims: { nbf: seconds + 600 } },
    { title: 'a token signed by the attacker', key: ATTACKER_KEY },
    {
      title: 'a token whose subject was changed after it was signed',
      spoil: (token) => {
        const [header, , signature] = token.split('.');
        return `${header ?? ''}.${json({ iss: ISSUER, sub: 'carol', aud: GATEWAY, exp: seconds + 300, iat: seconds })}.${signature ?? ''}`;
      },
    },
    { title: 'a token without a signature', spoil: (token) => `${json({ alg: 'none', typ: 'at+jwt' })}.${token.split('.')[1] ?? ''}.` },
  ];
}

/**
 * Tokens as they might come to the API at the gateway, most of them not to be accepted.
 * @param now the world's time in milliseconds since 1970
 */
export async function makeSentTokens(now: number): Promise<readonly SentToken[]> {
  const [subject] = USERS;
  if (!subject) return [];
  const honest = accessTokenClaims({
    issuer: ISSUER,
    subject,
    clientId: 'ledger',
    scope: ['invoice_read'],
    audience: GATEWAY,
    id: crypto.randomUUID(),
    now,
  });
  const { alg, kid } = ACCESS_TOKEN_KEY;
  return Promise.all(
    sent(Math.floor(now / 1000)).map(async ({ title, good = false, header = {}, claims = {}, key = ACCESS_TOKEN_KEY, spoil }) => {
      const all = Object.fromEntries(Object.entries({ ...honest, ...claims }).filter(([, value]) => value !== null));
      const token = await signCompact({ alg, typ: 'at+jwt', kid, ...header }, all, { ...key, kid });
      return { title, good, token: spoil ? spoil(token) : token };
    }),
  );
}
