import type { RevokedClient, RevokedToken } from '../../../protocol/token/revocation-notice.ts';
import { EVERYBODY } from './revoked-tokens.ts';
import type { RevokedTokens } from './revoked-tokens.ts';

/** Tokens that are remembered one by one, and clients of which all is taken back. */
const MOST_TOKENS = 2000;
const MOST_CLIENTS = 500;

/** Seconds for which a token may still be taken after it has ended, by a verifier whose clock is behind. */
const LEEWAY = 60;

function over(exp: number, now: number): boolean {
  return (exp + LEEWAY) * 1000 <= now;
}

/** Takes back all that a client was given up to a moment. @param now milliseconds since 1970 */
export function takeBackClient({ clients }: RevokedTokens, client: RevokedClient, now: number): void {
  for (const [id, { exp }] of clients) if (over(exp, now)) clients.delete(id);
  const known = clients.get(client.client_id);
  clients.set(client.client_id, { ...client, iat: Math.max(client.iat, known?.iat ?? 0), exp: Math.max(client.exp, known?.exp ?? 0) });
  if (clients.size <= MOST_CLIENTS) return;
  const all = [...clients.values()];
  clients.clear();
  const iat = Math.max(...all.map((one) => one.iat));
  clients.set(EVERYBODY, { client_id: EVERYBODY, iat, exp: Math.max(...all.map(({ exp }) => exp)) });
}

/** Puts one entry in the place of all tokens of the client that has the most. */
function makeRoom(revoked: RevokedTokens, now: number): void {
  const owners = new Map<string, RevokedToken[]>();
  for (const token of revoked.tokens.values()) {
    const owner = token.client_id ?? EVERYBODY;
    const own = owners.get(owner) ?? [];
    own.push(token);
    owners.set(owner, own);
  }
  const [most] = [...owners].toSorted(([, one], [, other]) => other.length - one.length);
  if (!most) return;
  const [client_id, own] = most;
  for (const { jti } of own) revoked.tokens.delete(jti);
  takeBackClient(revoked, { client_id, iat: Math.floor(now / 1000), exp: Math.max(...own.map(({ exp }) => exp)) }, now);
}

/**
 * Takes back one token. The list is bounded, and yet nothing on it lives again before its token has ended: where
 * there are more tokens than it remembers, all that the client with the most of them was given counts as taken back.
 * @param now milliseconds since 1970
 */
export function takeBackToken(revoked: RevokedTokens, token: RevokedToken, now: number): void {
  for (const [jti, { exp }] of revoked.tokens) if (over(exp, now)) revoked.tokens.delete(jti);
  revoked.tokens.set(token.jti, token);
  if (revoked.tokens.size > MOST_TOKENS) makeRoom(revoked, now);
}
