import { expect, test } from 'vitest';
import { directCarrier } from '#engine/player/carrier.ts';
import { lateCarrier } from './late-carrier.ts';

const request = { method: 'GET', url: 'https://api.lab.test/', headers: [], body: '' };
const delivered = { response: { status: 200, headers: [], body: '' }, exchange: 1 };

test('a message waits for the carrier that is being opened', async () => {
  const carrier = lateCarrier(
    Promise.resolve({ name: 'worker', carry: async (_request, deliver) => ({ delivered: await deliver(), by: 'worker' }) }),
  );
  expect(await carrier.carry(request, async () => delivered)).toEqual({ delivered, by: 'worker' });
  expect(carrier.name).toBe('worker');
});

test('where no carrier can be opened a message goes straight', async () => {
  const carrier = lateCarrier(Promise.reject(new Error('no worker')));
  expect(await carrier.carry(request, async () => delivered)).toEqual(await directCarrier.carry(request, async () => delivered));
});
