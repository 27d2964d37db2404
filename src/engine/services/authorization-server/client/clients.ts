import type { Context } from '../context.ts';
import type { AuthorizationServerConfig, Client } from './registration.ts';

/** Every client that was set up here. Those of few flows are fetched with the first question for one that is not at hand. */
export async function setUpClients({ clients, furtherClients }: AuthorizationServerConfig): Promise<readonly Client[]> {
  return furtherClients ? [...clients, ...(await furtherClients())] : clients;
}

/** The client of that id, whether it was set up here or has registered itself; the only place that looks for one. RFC 6749 §2.2 */
export async function findClient({ config, store, span }: Context, clientId: string | undefined): Promise<Client | undefined> {
  if (clientId === undefined) return undefined;
  const atHand = config.clients.find(({ id }) => id === clientId);
  if (atHand) return atHand;
  const registered = store.registered.get(clientId);
  if (registered && registered.until > span.now()) return registered.client;
  return (await config.furtherClients?.())?.find(({ id }) => id === clientId);
}
