import type { HttpResponse } from '../../http/message.ts';
import { YOU } from '../../world/parties.ts';
import { NetworkError } from '../../world/world.ts';
import type { World } from '../../world/world.ts';
import { carrierTo } from '../carrier.ts';
import type { Carrier } from '../carrier.ts';
import type { OwnMessage } from './own-message.ts';

/** What became of a message of the reader's own: an answer, or why none came. */
export interface OwnSent {
  readonly by: 'worker' | 'direct';
  readonly answer: HttpResponse | NetworkError;
}

/**
 * Sends a message of the reader's own, as from the party `you`.
 * @param number which of the reader's own it is, from 0: `own#3` is the key of the fourth
 */
export async function sendOwn(world: World, { request, identity }: OwnMessage, number: number, carrier: Carrier): Promise<OwnSent> {
  const marked = world.mark(request);
  const presented = identity && (await import('../../world/certificates/identities.ts')).IDENTITIES[identity];
  const delivery = { from: YOU.id, key: `own#${number}`, identity: presented };
  try {
    const { delivered, by } = await carrierTo(world, marked, carrier).carry(marked, () => world.deliver(marked, delivery));
    return { by, answer: delivered.response };
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return { by: 'direct', answer: error };
  }
}
