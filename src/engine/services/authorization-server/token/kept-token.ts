import type { Context } from '../context.ts';
import type { AccessTokenRecord } from '../store.ts';

/**
 * What is kept of an access token that this server cannot read itself: one by reference, or one sealed
 * to its resource. Undefined for a JWT, which is to be verified, and for what was not issued here. RFC 6749 §1.4
 */
export function keptToken({ store }: Pick<Context, 'store'>, token: string): AccessTokenRecord | undefined {
  const sealed = store.sealedTokens.get(token);
  const record = store.accessTokens.get(sealed ?? token);
  return record?.opaque === true || sealed !== undefined ? record : undefined;
}
