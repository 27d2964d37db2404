import type { Context } from './context.ts';

/** Milliseconds for which a consent stands, as its page says. Later the user is asked anew. OWASP ASVS 10.7 */
const CONSENT_LIFETIME = 90 * 86_400_000;

/** The scopes that a user has allowed a client, as far as the consent still stands. RFC 6749 §10.2 */
export function allowedScopes({ store, span }: Context, sub: string, clientId: string): ReadonlySet<string> {
  const key = `${sub} ${clientId}`;
  const consent = store.consents.get(key);
  if (consent && span.now() - consent.at < CONSENT_LIFETIME) return consent.scopes;
  store.consents.delete(key);
  return new Set();
}
