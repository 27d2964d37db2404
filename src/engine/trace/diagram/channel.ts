import type { Exchange, Trace } from '../trace.ts';

/**
 * How a message travels: through the user's browser, where the user and whatever runs there can read and change it, or straight
 * between two programs. RFC 6749 §1.2 and §10.3 speak of the first as going "via the user-agent".
 */
export type Channel = 'front' | 'back';

/** The channel of a message. */
export function channelOf(trace: Trace, exchange: Pick<Exchange, 'from'>): Channel {
  return trace.parties.find(({ id }) => id === exchange.from)?.kind === 'user' ? 'front' : 'back';
}

/** Whether anyone on the way can read a message: it goes over the network, and not over TLS. */
export function inTheClear(exchange: Exchange): boolean {
  return /^http:/i.test(exchange.request.url);
}
