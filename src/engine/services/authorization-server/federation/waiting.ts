import type { Context } from '../context.ts';
import type { AwaitingLogin } from '../store.ts';

/** What waits here until somebody has logged in: the request of an app, or a device. */
export function waitingFor(id: string | undefined, { store }: Context): AwaitingLogin | undefined {
  return store.pending.get(id ?? '') ?? store.waitingDevices.get(id ?? '');
}
