import { directCarrier } from '#engine/player/carrier.ts';
import type { Carrier } from '#engine/player/carrier.ts';

let opening: Promise<Carrier> | undefined;

/** Whether this page may have a service worker at all; reading these throws in a sandboxed frame. */
function workerPossible(): boolean {
  try {
    return Boolean(navigator.serviceWorker) && Boolean(localStorage) && location.protocol !== 'file:';
  } catch {
    return false;
  }
}

async function open(): Promise<Carrier> {
  if (!workerPossible()) return directCarrier;
  try {
    const { startWorkerCarrier } = await import('./worker-carrier.ts');
    const root = new URL(document.documentElement.dataset['root'] ?? './', document.baseURI);
    return await startWorkerCarrier(new URL('mockServiceWorker.js', root).href);
  } catch {
    return directCarrier;
  }
}

/**
 * The network of this page: MSW's service worker where one can be had, else straight calls.
 * One for all labs of a page, because a page has one worker. Never rejects.
 */
export function openCarrier(): Promise<Carrier> {
  return (opening ??= open());
}
