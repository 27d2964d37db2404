import { expect, test } from 'vitest';
import { createCast } from '#engine/actors/company.ts';
import { encodeForm } from '#engine/http/form.ts';
import { formatClientBasic } from '#engine/http/basic.ts';
import { header } from '#engine/http/message.ts';
import type { Header, HttpRequest, HttpResponse } from '#engine/http/message.ts';
import { CLIENTS } from '#engine/world/clients.ts';
import { createLandscape } from '#engine/world/landscape.ts';
import { mintAccessToken } from '#engine/world/mint-access-token.ts';

const LEDGER = formatClientBasic({ user: CLIENTS.ledger.id, password: CLIENTS.ledger.secret });

/** A company of its own world, with everything that was sent in it. */
function company(): { readonly cast: ReturnType<typeof createCast>; readonly sent: HttpRequest[]; readonly got: HttpResponse[] } {
  const sent: HttpRequest[] = [];
  const got: HttpResponse[] = [];
  const cast = createCast({
    off: [],
    stage: undefined,
    step: (_id, action) => action(),
    async send(from, request) {
      const { response, exchange } = await cast.world.deliver(request, { from });
      sent.push(request);
      got.push(response);
      return { request, response, judge: cast.world.judge(exchange, from) };
    },
  });
  return { cast, sent, got };
}

async function logIn({ browser, app }: ReturnType<typeof createCast>, username: string, password: string): Promise<void> {
  await browser.navigate(app.authorizationRequest());
  await browser.submit({ username, password });
  await browser.submit({}, { button: 'Allow' });
}

function tokenRequest(fields: Readonly<Record<string, string>>): HttpRequest {
  const headers: Header[] = [
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ['Authorization', LEDGER],
  ];
  return { method: 'POST', url: 'https://as.lab.test/token', headers, body: encodeForm(Object.entries(fields)) };
}

test('what is written in one world is not in another', async () => {
  const [left, right] = [createLandscape(), createLandscape()];
  const headers: Header[] = [
    ['Content-Type', 'application/json'],
    ['Authorization', `Bearer ${await mintAccessToken(left, { sub: 'alice', scope: 'invoice_read invoice_write' })}`],
  ];
  const invoice = { method: 'POST', url: 'https://api.lab.test/invoices', headers, body: '{"customer":"C-777","amount":12}' };
  expect((await left.deliver(invoice, { from: 'app' })).response.status).toBe(201);
  const listed = async (world: typeof left): Promise<string> =>
    (await world.deliver({ ...invoice, method: 'GET', body: '' }, { from: 'app' })).response.body;
  expect(await listed(left)).toContain('C-777');
  expect(await listed(right)).not.toContain('C-777');
  expect(right.trace().exchanges.every(({ request: { body: text } }) => !text.includes('C-777'))).toBe(true);
});

test('nothing that one world gave out is known in another: no code, refresh token, session, nor that a token was revoked', async () => {
  const [left, right] = [company(), createLandscape()];
  await logIn(left.cast, 'alice', 'wonderland');
  const elsewhere = async (request: HttpRequest): Promise<HttpResponse> => (await right.deliver(request, { from: 'attacker' })).response;

  const redeemed = left.cast.app.redeem();
  const redemption = () => left.sent.findLast(({ url }) => url.endsWith('/token')) ?? tokenRequest({});
  await redeemed;
  const refused = await elsewhere(redemption());
  expect([refused.status, refused.body]).toEqual([400, expect.stringContaining('invalid_grant')]);

  const { access_token: token = '', refresh_token: refresh = '' } = JSON.parse(left.got.at(-1)?.body ?? '{}') as Record<string, string>;
  expect((await elsewhere(tokenRequest({ grant_type: 'refresh_token', refresh_token: refresh }))).status).toBe(400);

  const cookie = left.sent.flatMap((request) => header(request, 'cookie') ?? []).at(-1) ?? '';
  const authorize = left.sent.find(({ url }) => url.includes('/authorize?'));
  const again = await elsewhere({ method: 'GET', url: authorize?.url ?? '', headers: [['Cookie', cookie]], body: '' });
  expect([cookie, again.status, again.body]).toEqual([expect.stringMatching(/.{20}/), 200, expect.stringContaining('name="password"')]);

  const call = { method: 'GET', url: 'https://api.lab.test/me', headers: [['Authorization', `Bearer ${token}`]], body: '' } as const;
  const here = async (): Promise<number> => (await left.cast.world.deliver(call, { from: 'app' })).response.status;
  expect([await here(), (await elsewhere(call)).status]).toEqual([200, 200]);
  await left.cast.world.deliver({ ...tokenRequest({ token }), url: 'https://as.lab.test/revoke' }, { from: 'app' });
  // The keys are the same in every world, so the token verifies in the other, where nobody has taken it back.
  expect([await here(), (await elsewhere(call)).status]).toEqual([401, 200]);
});

test('what goes on in two worlds at once is what goes on in each by itself', async () => {
  const run = async (username: string, password: string): Promise<readonly string[]> => {
    const { cast, sent, got } = company();
    await logIn(cast, username, password);
    await cast.app.redeem();
    await cast.app.get(`${cast.gateway}/invoices`);
    return sent.map(({ method, url }, at) => `${method} ${url} ${got[at]?.status} ${got[at]?.body}`);
  };
  const [alice, bob] = [await run('alice', 'wonderland'), await run('bob', 'builder')];
  expect(await Promise.all([run('alice', 'wonderland'), run('bob', 'builder'), run('alice', 'wonderland')])).toEqual([alice, bob, alice]);
});
