import type { JsonObject } from '../../../http/strict-json.ts';
import type { RevokedClient, RevokedToken } from '../../../protocol/token/revocation-notice.ts';

/** Tokens that were taken back before their time. What puts more on the list is `take-back.ts`. */
export interface RevokedTokens {
  /** By `jti`. */
  readonly tokens: Map<string, RevokedToken>;
  /** Clients of which all is taken back up to a moment, by `client_id`. */
  readonly clients: Map<string, RevokedClient>;
  /** Whether the token of these claims is one of them. */
  has(claims: JsonObject | undefined): boolean;
}

/** Stands for whoever is not named. */
export const EVERYBODY = '';

/** A list with nothing on it. */
export function createRevokedTokens(): RevokedTokens {
  const tokens = new Map<string, RevokedToken>();
  const clients = new Map<string, RevokedClient>();
  return {
    tokens,
    clients,
    has(claims) {
      const { jti, iat, client_id: clientId } = claims ?? {};
      if (typeof jti === 'string' && tokens.has(jti)) return true;
      return [clientId, EVERYBODY].some((id) => {
        const client = typeof id === 'string' ? clients.get(id) : undefined;
        return client !== undefined && !(typeof iat === 'number' && iat > client.iat);
      });
    },
  };
}
