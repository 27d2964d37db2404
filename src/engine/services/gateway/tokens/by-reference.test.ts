import { expect, test } from 'vitest';
import { ask, exchange, form, jsonBody, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import { createBrowser } from '../../../actors/browser/browser.ts';
import { formatClientBasic } from '../../../http/basic.ts';
import { header } from '../../../http/message.ts';
import type { Header, HttpResponse } from '../../../http/message.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { CLIENTS } from '../../../world/clients.ts';
import { GATEWAY } from '../../../world/parties.ts';
import { dashboardTokens } from '../../authorization-server/token/request.fixture.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';

const DASHBOARD: Header = ['Authorization', formatClientBasic({ user: CLIENTS.dashboard.id, password: CLIENTS.dashboard.secret })];

function read(cast: Company, token: string): Promise<HttpResponse> {
  return ask(cast, { url: `${GATEWAY}/invoices`, headers: [['Authorization', `Bearer ${token}`]] }, 'app');
}

test('a token by reference opens the invoices, and the API is sent a JWT of the gateway', async () => {
  const cast = rehearse();
  const { access_token: token = '' } = await dashboardTokens(cast);
  expect((await read(cast, token)).status).toBe(200);
  const inside = decodeCompact(header(exchange(cast).request, 'authorization')?.slice('Bearer '.length) ?? '');
  expect(inside?.claims).toMatchObject({ iss: GATEWAY, sub: 'alice', client_id: 'dashboard', department: 'Finance', tenant: 'one' });
});

test('for another API that JWT opens no more than the route asks for', async () => {
  const cast = rehearse();
  const { access_token: token = '' } = await dashboardTokens(cast);
  const scopes: unknown[] = [];
  for (const path of ['/invoices', '/exchanged/invoices']) {
    const headers: Header[] = [['Authorization', `Bearer ${token}`]];
    expect((await ask(cast, { url: `${GATEWAY}${path}`, headers }, 'app')).status).toBe(200);
    scopes.push(decodeCompact(header(exchange(cast).request, 'authorization')?.slice('Bearer '.length) ?? '')?.claims['scope']);
  }
  expect(scopes).toEqual(['openid profile invoice_read', 'invoice_read']);
});

test('revoked, it opens them for as long as the gateway remembers, and with the bound off for ever', async () => {
  for (const [off, after] of [
    [[], 401],
    [['gateway.cache-bounded'], 200],
  ] as const) {
    const cast = rehearse({ off });
    const { access_token: token = '' } = await dashboardTokens(cast);
    await read(cast, token);
    const revoked = await ask(cast, form('https://as.lab.test/revoke', { token }, [DASHBOARD]), 'app');
    expect([revoked.status, (await read(cast, token)).status]).toEqual([200, 200]);
    cast.world.clock.advance(30);
    const call = cast.world.trace().exchanges.length + 1;
    expect((await read(cast, token)).status).toBe(after);
    expect(outcomeOf(cast, 'gateway.cache-bounded', call)).toBe(after === 401 ? 'failed' : 'switched-off');
  }
});

test('that nobody issued, it opens nothing', async () => {
  const cast = rehearse();
  expect((await read(cast, 'kVnR3tQ8zLw5YbXc1JfGmA7u')).status).toBe(401);
  expect(outcomeOf(cast, 'gateway.token-live', 1)).toBe('failed');
});

/** Alice's token is issued first, then bob's, in a browser of his own. Gives bob's. */
async function bobsToken(cast: Company): Promise<string> {
  await dashboardTokens(cast);
  const browser = createBrowser({ party: 'browser', send: cast.send, now: cast.world.clock.now });
  const { access_token = '' } = await dashboardTokens({ ...cast, browser }, undefined, { username: 'bob', password: 'builder' });
  return access_token;
}

/** The numbers next to one. */
function neighbors(token: string): string[] {
  return [-4, -3, -2, -1, 1, 2].map((step) => String(Number(token) + step));
}

test('of bob’s reference the neighbor opens alice’s invoices where references are counted; random ones have none', async () => {
  const counted = rehearse({ off: ['token.unguessable'] });
  const own = await bobsToken(counted);
  expect(own).toMatch(/^\d{4}$/);
  expect((await read(counted, own)).body).not.toContain('"owner":"alice"');
  const opened: string[] = [];
  for (const number of neighbors(own)) {
    const { status, body } = await read(counted, number);
    if (status === 200) opened.push(body);
  }
  expect(opened).toHaveLength(1);
  expect(opened[0]).toContain('"owner":"alice"');

  const random = rehearse();
  expect(await bobsToken(random)).toMatch(/^[\w-]{43}$/);
  for (const number of neighbors('1046')) expect((await read(random, number)).status).toBe(401);
});

test('whoever may ask the issuer about any number finds alice’s token, and no more than one of its two checks is needed to stop that', async () => {
  const off = ['token.unguessable', 'introspection.caller', 'introspection.audience'] as const;
  for (const [left, told] of [
    [off, 1],
    [off.slice(0, 2), 0],
    [[off[0], off[2]], 0],
    [[off[0]], 0],
  ] as const) {
    const cast = rehearse({ off: left });
    const asked = neighbors(await bobsToken(cast)).map((token) => ask(cast, form('https://as.lab.test/introspect', { token }), 'attacker'));
    const answers = (await Promise.all(asked)).map((response) => jsonBody(response));
    expect(answers.filter(({ sub, aud }) => sub === 'alice' && aud === GATEWAY)).toHaveLength(told);
  }
});
