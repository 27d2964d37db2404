import { directCarrier } from '#engine/player/carrier.ts';
import type { Carrier } from '#engine/player/carrier.ts';

/** How long the first message may wait for a service worker, in milliseconds. */
const PATIENCE = 2500;

/**
 * A carrier that is still being opened: a message that comes before it is ready waits a while,
 * then goes straight. Never rejects because of the opening.
 */
export function lateCarrier(opening: Promise<Carrier>): Carrier {
  let ready: Carrier | undefined;
  const opened = opening.then(
    (carrier) => (ready = carrier),
    () => (ready = directCarrier),
  );
  return {
    get name() {
      return ready?.name ?? 'direct';
    },
    async carry(request, deliver) {
      const patience = new Promise<Carrier>((resolve) => setTimeout(() => resolve(directCarrier), PATIENCE));
      return (ready ?? (await Promise.race([opened, patience]))).carry(request, deliver);
    },
  };
}
