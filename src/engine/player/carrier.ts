import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { World } from '../world/world.ts';

/** What the world made of a message: the answer, and the number of its exchange. */
export interface Delivered {
  readonly response: HttpResponse;
  readonly exchange: number;
}

/**
 * How a message goes over the network. The world answers only in `deliver`, whoever carries;
 * a carrier calls it exactly once.
 */
export interface Carrier {
  readonly name: 'worker' | 'direct';
  carry(
    request: HttpRequest,
    deliver: () => Promise<Delivered>,
  ): Promise<{ readonly delivered: Delivered; readonly by: 'worker' | 'direct' }>;
}

/** Calls the world straight: in Node, in replays, and where no service worker can be had. */
export const directCarrier: Carrier = {
  name: 'direct',
  carry: async (_request, deliver) => ({ delivered: await deliver(), by: 'direct' }),
};

/** The carrier of one message: one to nobody goes over no network. */
export function carrierTo(world: World, { url }: HttpRequest, carrier: Carrier): Carrier {
  return world.partyAt(url) ? carrier : directCarrier;
}
