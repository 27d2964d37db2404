import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createStore } from '#engine/services/authorization-server/store.ts';
import { createMemory } from '#engine/services/back-end-for-front-end/memory.ts';
import { BoundedMap } from '#engine/services/bounded-map.ts';
import { createGatewayMemory } from '#engine/services/gateway/memory.ts';
import { createInvoiceStore } from '#engine/services/invoices-api/store.ts';
import { createPaymentStore } from '#engine/services/payments-api/store.ts';

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../../docs/serve.md'), 'utf8');

/** How many of what, by the table of the document. */
const SAID = new Map(
  [...DOCUMENT.matchAll(/^\| ([^|]+) \| (\d[^|]*) \| [^|]+ \|$/gm)].flatMap(([, what = '', many = '']) => {
    const numbers = many.split('; ');
    return what.split('; ').map((name, at) => [name, Number.parseInt(numbers[at] ?? '', 10)] as const);
  }),
);

const { proofs, ...store } = createStore();
const backEnd = createMemory();
const gateway = createGatewayMemory();
const surroundings = {
  issuer: '',
  payments: '',
  partner: '',
  callable: [],
  way: 'own',
  client: { id: '', secret: '', partnerKey: '' },
} as const;
const invoices = createInvoiceStore([], surroundings);
const payments = createPaymentStore();

/** Every map of every store, by what the document calls it. */
const KEPT: Readonly<Record<string, ReadonlyMap<string, unknown>>> = {
  'sessions at the authorization server': store.sessions,
  'of visitors who have not logged in': store.visitors,
  'logins and consents that wait for their user': store.pending,
  'logouts that do': store.pendingLogouts,
  'logins elsewhere under way': store.federations,
  'that wait to be linked': store.unlinked,
  'linked accounts': store.links,
  'sessions at a back end': backEnd.sessions,
  'logins it has begun': backEnd.flows,
  'authorization codes': store.codes,
  'families of refresh tokens': store.families,
  'refresh tokens': store.refreshTokens,
  'access tokens': store.accessTokens,
  'names of sealed ones': store.sealedTokens,
  'claims that UserInfo adds': store.userinfoClaims,
  'clients that were given more than is known of': store.lost,
  'pushed requests': store.pushed,
  'device codes': store.devices,
  'user codes that wait': store.waitingDevices,
  consents: store.consents,
  'clients that a session was used at': store.relyingParties,
  'clients with wrong secrets': store.wrongSecrets,
  'users with wrong passwords': store.wrongPasswords,
  'with wrong one-time codes': store.wrongOneTimeCodes,
  'names that nobody has': store.wrongNames,
  'one-time codes that were used': store.usedCodes,
  'clients whose assertions are known, 500 of each': store.assertions,
  'keys whose DPoP proofs are known, 200 of each': proofs.used,
  'callers that the gateway counts': gateway.counts,
  'users with wrong passwords there': gateway.wrongPasswords,
  'verdicts of introspection': gateway.verdicts,
  'halves of tokens, 50 of one client': gateway.halves,
  'invoices, 100 of one user': invoices.invoices,
  'webhooks, 5 of one tenant': invoices.webhooks,
  'counts of costly calls': invoices.tallies,
  'payments, 100 of one user': payments.payments,
  'their keys': payments.handled,
};

/** How many entries stay of more than any of them keeps. */
function boundOf(map: ReadonlyMap<string, unknown>): number {
  if (!(map instanceof BoundedMap)) return Infinity;
  const kept: BoundedMap<string, object> = map;
  for (let count = 0; count < 3000; count += 1) kept.set(`key ${count}`, { claims: {}, clientId: 'one', opaque: true, lastUsedAt: 0 });
  return kept.size;
}

test.each(Object.entries(KEPT))('of %s there are as many as the document says', (name, map) => {
  expect(boundOf(map)).toBe(SAID.get(name));
});

test('no map of a store is without its line in the document', () => {
  const stores: readonly object[] = [store, proofs, backEnd, gateway, invoices, payments];
  const maps = stores.flatMap((one) => Object.entries<unknown>({ ...one }).filter(([, value]) => value instanceof Map));
  // Registered clients are counted before they are kept, and the gateway counts unknown names as the issuer does.
  const others = ['registered', 'wrongNames'];
  const known = new Set<unknown>(Object.values(KEPT));
  expect(maps.filter(([name, map]) => !known.has(map) && !others.includes(name))).toEqual([]);
  expect([boundOf(gateway.wrongNames), SAID.get('clients that registered themselves')]).toEqual([SAID.get('names that nobody has'), 50]);
});
