import type { Client, User } from './client/registration.ts';
import type { RequestedClaims } from './store.ts';

/** The claims that each scope opens. OpenID Connect Core §5.4 */
const SCOPE_CLAIMS: Readonly<Record<string, readonly string[]>> = {
  profile: ['name', 'preferred_username'],
  email: ['email', 'email_verified'],
};

/** Everything this server can say about a user. OpenID Connect Core §5.1 */
function allClaims({ sub, name, email }: User): Readonly<Record<string, unknown>> {
  return { name, preferred_username: sub, email, email_verified: true };
}

function namesIn(scope: readonly string[]): string[] {
  return scope.flatMap((one) => (Object.hasOwn(SCOPE_CLAIMS, one) ? (SCOPE_CLAIMS[one] ?? []) : []));
}

/** The claims that scopes open, and those asked for by name that the client may ask for at all. OpenID Connect Core §5.4, §5.5 */
export function claimsOf(
  user: User,
  scope: readonly string[],
  named: readonly string[] = [],
  client?: Pick<Client, 'scopes'>,
): Record<string, unknown> {
  const open = new Set([...namesIn(scope), ...namesIn(client?.scopes ?? []).filter((name) => named.includes(name))]);
  return Object.fromEntries(Object.entries(allClaims(user)).filter(([name]) => open.has(name)));
}

/** The names that a request asks for beside those of its scopes: what the user has to be asked about as well. */
export function claimsBeyondScope(claims: RequestedClaims | undefined, scope: readonly string[], client: Pick<Client, 'scopes'>): string[] {
  const named = new Set([...(claims?.userinfo ?? []), ...(claims?.idToken ?? [])]);
  const open = namesIn(scope);
  return namesIn(client.scopes).filter((name) => named.has(name) && !open.includes(name));
}
