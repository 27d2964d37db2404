import type { Context } from './context.ts';
import type { Client } from './registration.ts';

/** The client of that id, whether it was set up here or has registered itself; the only place that looks for one. RFC 6749 §2.2 */
export function findClient({ config, store, span }: Context, clientId: string | undefined): Client | undefined {
  const known = config.clients.find(({ id }) => id === clientId);
  const registered = known ? undefined : store.registered.get(clientId ?? '');
  return registered && registered.until > span.now() ? registered.client : known;
}
