import { expect, test } from 'vitest';
import type { CheckId } from '#engine/checks/catalogue.ts';
import { fetchChecks } from '#engine/checks/fetch-checks.ts';
import { CATALOGUE, isCheckId } from '#engine/checks/whole-catalogue.ts';
import type { HttpRequest } from '#engine/http/message.ts';
import { createLandscape } from '#engine/world/landscape.ts';
import { mintAccessToken } from '#engine/world/mint-access-token.ts';
import { ADDRESSES, TROUBLE, bombs } from './hostile-parts.ts';

const IDS = Object.keys(CATALOGUE).filter(isCheckId);

/** By the part of the catalogue, so that what is slow or wrong says where. */
const GROUPS = [...new Set(IDS.map((id) => id.split('.')[0] ?? ''))];

const GOOD = '{"customer":"C-100","amount":5,"creditor":"C-204","url":"https://partner.lab.test/hooks"}';

/** A request of each method to every address, with good credentials and bad ones, good bodies and bad ones. */
async function requests(): Promise<HttpRequest[]> {
  const scope = 'openid invoice_read invoice_write payment_read payment_write';
  const tokens = [await mintAccessToken(createLandscape(), { sub: 'alice', scope }), ...(await bombs())];
  return ADDRESSES.flatMap((address, at) =>
    ['GET', 'POST'].map((method, odd): HttpRequest => {
      const place = 2 * at + odd;
      const trouble = (TROUBLE[place % TROUBLE.length] ?? '').toWellFormed();
      const token = place % 3 === 0 ? tokens[place % tokens.length] : tokens[0];
      const type = place % 4 === 0 ? 'application/x-www-form-urlencoded' : 'application/json';
      return {
        method,
        url: place % 2 === 0 ? `${address}?a=${encodeURIComponent(trouble)}` : address,
        headers: [
          ['Authorization', `Bearer ${token ?? ''}`],
          ['Content-Type', type],
          ['X-User', trouble],
        ],
        body: method === 'GET' ? '' : place % 5 === 0 ? trouble : GOOD,
      };
    }),
  );
}

/** Requests that were answered by an exception or as a defect. A party behind that does not answer, or has no verdict, is neither. */
async function defects(off: readonly CheckId[], asked: readonly HttpRequest[]): Promise<string[]> {
  const world = createLandscape({ off });
  const found: string[] = [];
  for (const request of asked) {
    const answered = await world.deliver(request, { from: 'attacker' }).then(
      ({ response: { status } }) => (status >= 500 && status !== 502 && status !== 503 ? String(status) : undefined),
      (error: unknown) => String(error),
    );
    if (answered !== undefined) found.push(`${off.slice(0, 3).join(', ')}: ${request.method} ${request.url}: ${answered}`);
  }
  return found;
}

test.each(GROUPS)(
  'no party has a defect where one of the checks %s is off',
  async (group) => {
    await fetchChecks(IDS);
    const asked = await requests();
    for (const id of IDS.filter((one) => one.startsWith(`${group}.`))) expect(await defects([id], asked)).toEqual([]);
  },
  120_000,
);

test('nor where all of them are', async () => {
  await fetchChecks(IDS);
  expect(await defects(IDS, await requests())).toEqual([]);
});
