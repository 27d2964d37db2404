import type { Context } from './context.ts';
import type { Client } from './registration.ts';

/** The client of that id, whether it was set up here or has registered itself; the only place that looks for one. RFC 6749 §2.2 */
export function findClient({ config, store }: Pick<Context, 'config' | 'store'>, clientId: string | undefined): Client | undefined {
  if (clientId === undefined) return undefined;
  return config.clients.find(({ id }) => id === clientId) ?? store.registered.get(clientId)?.client;
}
