import { base64url } from '../../http/encoding.ts';
import type { Context } from './context.ts';

/**
 * Makes the codes and tokens of one answer: 256 random bits each, so that nobody can guess a
 * neighbor's. RFC 6749 §10.10; draft-ietf-oauth-v2-1 §7.7
 */
export function unguessable({ span, store }: Context): () => string {
  let random: boolean | undefined;
  return () => {
    random ??= span.duty('token.unguessable', '256 random bits');
    if (random) return base64url(span.random(32));
    store.nextNumber += 1;
    return String(store.nextNumber - 1);
  };
}
