import type { JsonObject } from '../../http/strict-json.ts';
import type { RevokedClient, RevokedToken } from '../../protocol/token/revocation-notice.ts';

/** Tokens that were taken back before their time. */
export interface RevokedTokens {
  /** Whether the token of these claims is one of them. */
  has(claims: JsonObject | undefined): boolean;
  /** @param now milliseconds since 1970 */
  add(token: RevokedToken, now: number): void;
  /** Takes back all that a client was given up to a moment. */
  addClient(client: RevokedClient, now: number): void;
}

/** Tokens that are remembered one by one, and clients of which all is taken back. */
const MOST_TOKENS = 2000;
const MOST_CLIENTS = 500;

/** Seconds for which a token may still be taken after it has ended, by a verifier whose clock is behind. */
const LEEWAY = 60;

/** Stands for whoever is not named. */
const EVERYBODY = '';

function over(exp: number, now: number): boolean {
  return (exp + LEEWAY) * 1000 <= now;
}

/**
 * A list with nothing on it. It is bounded, and yet nothing on it lives again before its token has ended: where
 * there are more tokens than it remembers, all that the client with the most of them was given counts as taken back.
 */
export function createRevokedTokens(): RevokedTokens {
  const tokens = new Map<string, RevokedToken>();
  const clients = new Map<string, RevokedClient>();

  function addClient(client: RevokedClient, now: number): void {
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
  function makeRoom(now: number): void {
    const owners = new Map<string, RevokedToken[]>();
    for (const token of tokens.values()) {
      const owner = token.client_id ?? EVERYBODY;
      const own = owners.get(owner) ?? [];
      own.push(token);
      owners.set(owner, own);
    }
    const [most] = [...owners].toSorted(([, one], [, other]) => other.length - one.length);
    if (!most) return;
    const [client_id, own] = most;
    for (const { jti } of own) tokens.delete(jti);
    addClient({ client_id, iat: Math.floor(now / 1000), exp: Math.max(...own.map(({ exp }) => exp)) }, now);
  }

  return {
    has(claims) {
      const { jti, iat, client_id: clientId } = claims ?? {};
      if (typeof jti === 'string' && tokens.has(jti)) return true;
      return [clientId, EVERYBODY].some((id) => {
        const client = typeof id === 'string' ? clients.get(id) : undefined;
        return client !== undefined && !(typeof iat === 'number' && iat > client.iat);
      });
    },
    add(token, now) {
      for (const [jti, { exp }] of tokens) if (over(exp, now)) tokens.delete(jti);
      tokens.set(token.jti, token);
      if (tokens.size > MOST_TOKENS) makeRoom(now);
    },
    addClient,
  };
}
