import { describe, expect, test } from 'vitest';
import { ask, exchange, jsonBody, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import { createBrowser } from '../../../actors/browser/browser.ts';
import type { Page } from '../../../actors/browser/browser.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { FORM_TYPE, field, parseForm, queryFields } from '../../../http/form.ts';
import { header } from '../../../http/message.ts';
import type { HttpResponse } from '../../../http/message.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { decodeCompact, signCompact } from '../../../protocol/token/jws.ts';
import type { Service } from '../../../trace/span.ts';
import { LAB_START } from '../../../world/clock.ts';
import { createIdentityProvider, IDP_ID_TOKEN_KEY } from '../../../world/identity-provider.ts';
import { ATTACKER_KEY } from '../../../world/keys/keys.ts';
import type { LabKey } from '../../../world/keys/keys.ts';
import { IDP, PARTIES } from '../../../world/parties.ts';
import { createWorld } from '../../../world/world.ts';
import type { World } from '../../../world/world.ts';
import { createAuthorizationServer } from '../authorization-server.ts';
import { authorizationUrl } from '../authorize/request.fixture.ts';
import { catchAnswer, DORA, enterByPartner, MALLORY, PARTNER } from './federation.fixture.ts';

test('somebody of the partner logs in there, and the app gets tokens of the account here', async () => {
  const cast = rehearse();
  await enterByPartner(cast);
  await cast.browser.submit({}, { button: 'Allow' });
  const { tokens } = await cast.app.redeem();
  const id = decodeCompact(tokens?.idToken ?? '')?.claims;
  expect(id).toMatchObject({
    iss: 'https://as.lab.test',
    sub: 'dora-partner',
    aud: 'ledger',
    acr: 'urn:example:acr:password',
    amr: ['pwd'],
  });
  expect(decodeCompact(tokens?.accessToken ?? '')?.claims).toMatchObject({ sub: 'dora-partner', tenant: 'partner' });
  expect((await cast.app.userInfo()).claims).toMatchObject({ name: 'Dora Dean' });
});

test('the partner is asked with state, nonce and a challenge, and its code is redeemed server to server', async () => {
  const cast = rehearse();
  await enterByPartner(cast);
  const sent = cast.world.trace().exchanges.find(({ from, to }) => from === 'browser' && to === 'idp');
  const asked = queryFields(sent?.request.url ?? '');
  expect(field(asked, 'code_challenge_method')).toBe('S256');
  for (const name of ['state', 'nonce', 'code_challenge']) expect(field(asked, name)?.length).toBeGreaterThan(20);
  const redeemed = cast.world.trace().exchanges.find(({ request }) => request.url === `${IDP}/token`);
  expect(redeemed).toMatchObject({ from: 'as', to: 'idp' });
  expect(header(redeemed?.request ?? { headers: [] }, 'authorization')).toMatch(/^Basic /);
  expect(field(parseForm(redeemed?.request.body ?? ''), 'code_verifier')).toBeDefined();
  const back = cast.world.trace().exchanges.find(({ request }) => request.url.includes('/federation/callback'));
  expect(back?.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  expect(back?.checks.filter(({ check }) => check.startsWith('rp.')).map(({ check }) => check)).toEqual([
    'rp.state',
    'rp.issuer-response',
    'rp.id-token-signature',
    'rp.id-token-issuer',
    'rp.id-token-audience',
    'rp.id-token-expiry',
    'rp.id-token-nonce',
    'rp.id-token-at-hash',
    'rp.account-key',
  ]);
});

test('an address in a profile elsewhere opens no account, unless that check is off', async () => {
  const cast = rehearse();
  await enterByPartner(cast, MALLORY);
  expect(cast.browser.page?.html).toContain('No account here belongs to that login');
  const back = cast.world.trace().exchanges.findLast(({ request }) => request.url.includes('/federation/callback'));
  expect(outcomeOf(cast, 'rp.account-key', back?.number)).toBe('failed');
  const loose = rehearse({ off: ['rp.account-key'] });
  await enterByPartner(loose, MALLORY);
  await loose.browser.submit({}, { button: 'Allow' });
  const { tokens } = await loose.app.redeem();
  expect(decodeCompact(tokens?.idToken ?? '')?.claims['sub']).toBe('alice');
});

test('an answer counts in the browser that asked, once, and not after ten minutes', async () => {
  const cast = rehearse();
  const { url, cookie } = await catchAnswer(cast);
  expect((await ask(cast, { url: url.href })).status).toBe(400);
  expect((await ask(cast, { url: url.href, headers: [cookie] })).status).toBe(303);
  expect((await ask(cast, { url: url.href, headers: [cookie] })).status).toBe(400);
  const late = rehearse();
  const caught = await catchAnswer(late);
  late.world.clock.advance(600);
  expect((await ask(late, { url: caught.url.href, headers: [caught.cookie] })).status).toBe(400);
});

test('a user who says no there may still log in here', async () => {
  const cast = rehearse();
  await cast.browser.navigate(cast.app.authorizationRequest());
  await cast.browser.submit({}, { button: PARTNER });
  await cast.browser.submit(DORA);
  await cast.browser.submit({}, { button: 'Deny' });
  expect(cast.browser.page?.html).toContain('<h1>Log in</h1>');
  await cast.browser.submit({ username: 'alice', password: 'wonderland' });
  expect(cast.browser.page?.html).toContain('Allow access');
});

test('a login that has to be recent has to be recent there as well', async () => {
  const cast = rehearse();
  await enterByPartner(cast);
  cast.world.clock.advance(600);
  await cast.browser.navigate(cast.app.authorizationRequest({ maxAge: 60 }));
  await cast.browser.submit({}, { button: PARTNER });
  expect(cast.browser.page?.url).toContain(`${IDP}/authorize`);
  await cast.browser.submit(DORA);
  expect(
    outcomeOf(
      cast,
      'rp.id-token-auth',
      cast.world.trace().exchanges.findLast(({ request }) => request.url.includes('/federation/callback'))?.number,
    ),
  ).toBe('passed');
});

test('a login is new however long the user looks at the page behind it, and an old one is not', async () => {
  const requests = [
    [{ prompt: 'login' }, { prompt: 'login' }],
    [{ maxAge: 0 }, { max_age: '0' }],
  ] as const;
  for (const [options, parameters] of requests) {
    const cast = rehearse();
    await cast.browser.navigate(cast.app.authorizationRequest(options));
    await cast.browser.submit({}, { button: PARTNER });
    await cast.browser.submit(DORA);
    cast.world.clock.advance(90);
    await cast.browser.submit({}, { button: 'Allow' });
    expect(cast.browser.page?.html).toContain('<h1>Allow access</h1>');

    const world = lyingPartner((claims) => ({ ...claims, auth_time: Number(claims['auth_time']) - 86_400 }), IDP_ID_TOKEN_KEY);
    const page = await backFromPartner(world, authorizationUrl(parameters));
    expect([page.status, page.url.split('?')[0]]).toEqual([400, 'https://as.lab.test/federation/callback']);
  }
});

test('a class of logins that nobody here knows is not passed on', async () => {
  const cast = rehearse();
  cast.world.meddler = async (response, { url }) =>
    url === `${IDP}/token`
      ? changedIdToken(response, (claims) => ({ ...claims, acr: 'urn:example:acr:golden' }), IDP_ID_TOKEN_KEY)
      : response;
  await enterByPartner(cast);
  await cast.browser.submit({}, { button: 'Allow' });
  expect(decodeCompact((await cast.app.redeem()).tokens?.idToken ?? '')?.claims).not.toHaveProperty('acr');
});

test.each(['mac', undefined, ['Bearer']])('a token of the type %j is none to use', async (token_type) => {
  const cast = rehearse();
  cast.world.meddler = (response, { url }) =>
    url === `${IDP}/token` ? { ...response, body: JSON.stringify({ ...jsonBody(response), token_type }) } : response;
  await enterByPartner(cast);
  expect(cast.browser.page?.status).toBe(400);
});

test('nobody logs in with a password that an account does not have', async () => {
  const cast = rehearse();
  await cast.browser.navigate(cast.app.authorizationRequest());
  for (const password of ['', 'undefined', '\u0000']) {
    await cast.browser.submit({ username: 'dora-partner', password });
    expect(cast.browser.page?.html).toContain('<h1>Log in</h1>');
  }
});

test('the partner is an issuer of its own, with its own keys and people', async () => {
  const cast = rehearse();
  const metadata = jsonBody(await ask(cast, { url: `${IDP}/.well-known/openid-configuration` }));
  expect(metadata).toMatchObject({ issuer: IDP, jwks_uri: `${IDP}/jwks` });
  const keys = jsonBody(await ask(cast, { url: `${IDP}/jwks` }))['keys'];
  expect(JSON.stringify(keys)).toContain('idp-2026-11-rsa');
  expect(JSON.stringify(keys)).not.toContain('"as-2026-11"');
  expect((await ask(cast, { url: authorizationUrl().replace('as.lab.test', 'idp.lab.test') })).status).toBe(400);
});

type Change = (claims: JsonObject, head: JsonObject) => JsonObject;

/** A token response whose ID token says something else, signed by whoever has the key. */
async function changedIdToken(response: HttpResponse, change: Change, key: LabKey): Promise<HttpResponse> {
  const body = jsonBody(response);
  const decoded = decodeCompact(String(body['id_token']));
  if (!decoded) return response;
  const id_token = await signCompact(decoded.header, change(decoded.claims, decoded.header), key);
  return { ...response, body: JSON.stringify({ ...body, id_token }) };
}

/** What dora sees when she comes back from the partner. */
async function backFromPartner(world: World, url: string): Promise<Page> {
  const browser = createBrowser({
    party: 'browser',
    now: world.clock.now,
    async send(from, request) {
      const { response, exchange: number } = await world.deliver(request, { from });
      return { request, response, judge: world.judge(number, from) };
    },
  });
  await browser.navigate(url);
  await browser.submit({}, { button: PARTNER });
  await browser.submit(DORA);
  return browser.submit({}, { button: 'Allow' });
}

/** The authorization server beside a partner whose ID tokens are changed before they leave it. */
function lyingPartner(change: Change, key: LabKey): World {
  const honest = createIdentityProvider({ place: (value) => value, start: LAB_START });
  const idp: Service = async (request, span) => {
    const response = await honest(request, span);
    return request.url.endsWith('/token') && response.status === 200 ? changedIdToken(response, change, key) : response;
  };
  const { registered } = rehearse().world;
  return createWorld({ parties: PARTIES, services: { as: createAuthorizationServer(registered, LAB_START), idp } });
}

describe('an ID token of the partner', () => {
  test.each<[string, CheckId, (claims: JsonObject, head: JsonObject) => JsonObject, LabKey]>([
    ['signed by somebody else', 'rp.id-token-signature', (claims) => claims, { ...ATTACKER_KEY, kid: IDP_ID_TOKEN_KEY.kid }],
    ['of another issuer', 'rp.id-token-issuer', (claims) => ({ ...claims, iss: 'https://evil.lab.test' }), IDP_ID_TOKEN_KEY],
    ['for another client', 'rp.id-token-audience', (claims) => ({ ...claims, aud: 'ledger' }), IDP_ID_TOKEN_KEY],
    ['that has expired', 'rp.id-token-expiry', (claims) => ({ ...claims, exp: 1 }), IDP_ID_TOKEN_KEY],
    ['of another login', 'rp.id-token-nonce', (claims) => ({ ...claims, nonce: 'other' }), IDP_ID_TOKEN_KEY],
    ['beside another access token', 'rp.id-token-at-hash', (claims) => ({ ...claims, at_hash: 'other' }), IDP_ID_TOKEN_KEY],
    ['about a stranger', 'rp.account-key', (claims) => ({ ...claims, sub: 'stranger' }), IDP_ID_TOKEN_KEY],
    ['that is not valid yet', 'rp.id-token-expiry', (claims) => ({ ...claims, nbf: Number(claims['iat']) + 60 }), IDP_ID_TOKEN_KEY],
    ['of a login that is yet to come', 'rp.id-token-expiry', (claims) => ({ ...claims, auth_time: 4e9 }), IDP_ID_TOKEN_KEY],
    ['without a subject', 'rp.id-token-signature', (claims) => ({ ...claims, sub: undefined }), IDP_ID_TOKEN_KEY],
  ])('%s logs nobody in', async (name, check, change, key) => {
    const world = lyingPartner(change, key);
    const page = await backFromPartner(world, authorizationUrl());
    // Somebody who is known there, and not here, is offered to link the two accounts.
    expect(page.status).toBe(name === 'about a stranger' ? 403 : 400);
    const back = world.trace().exchanges.find(({ request }) => request.url.includes('/federation/callback'));
    expect(back?.checks.find((record) => record.check === check)?.outcome).toBe('failed');
    expect(header(back?.response ?? { headers: [] }, 'set-cookie')).toBeUndefined();
  });
});

test('the flow of a login elsewhere leaves no secret in the record of its checks', async () => {
  const cast = rehearse();
  await enterByPartner(cast);
  expect(JSON.stringify(cast.world.trace().exchanges.flatMap(({ checks }) => checks))).not.toContain('partner-secret');
  expect(exchange(cast).response?.status).toBe(200);
});

describe('an account there that belongs to none here', () => {
  const BOB = { username: 'bob', password: 'builder' };
  const allow = { button: 'Allow' };

  test('is linked by whoever has both, and from then on opens the one here', async () => {
    const cast = rehearse();
    await enterByPartner(cast, MALLORY);
    expect([cast.browser.page?.status, cast.browser.page?.html.includes('Link your account')]).toEqual([403, true]);
    await cast.browser.submit({ ...BOB, password: 'wrong' });
    expect(cast.browser.page?.html).toContain('The user name or the password is wrong.');
    await cast.browser.submit(BOB);
    await cast.browser.submit({}, allow);
    expect(decodeCompact((await cast.app.redeem()).tokens?.idToken ?? '')?.claims['sub']).toBe('bob');
    await cast.browser.navigate('https://as.lab.test/logout');
    await cast.browser.submit({}, { button: 'Log out' });
    await cast.browser.navigate(cast.app.authorizationRequest());
    await cast.browser.submit({}, { button: PARTNER });
    expect(cast.app.received?.code).toBeDefined();
    expect(decodeCompact((await cast.app.redeem()).tokens?.idToken ?? '')?.claims['sub']).toBe('bob');
  });

  test('can be unlinked again by whom it is linked to', async () => {
    const cast = rehearse();
    await enterByPartner(cast, MALLORY);
    await cast.browser.submit(BOB);
    await cast.browser.navigate('https://as.lab.test/apps');
    expect(cast.browser.page?.html).toContain(`mallory of ${IDP}`);
    await cast.browser.submit({}, { button: 'Unlink' });
    expect(cast.browser.page?.html).not.toContain('mallory');
    await cast.browser.navigate(cast.app.authorizationRequest({ prompt: 'login' }));
    await cast.browser.submit({}, { button: PARTNER });
    await cast.browser.submit(MALLORY);
    expect(cast.browser.page?.html).toContain('Link your account');
  });

  test('is linked in the session it came in, once, and for ten minutes', async () => {
    const cast = rehearse();
    await enterByPartner(cast, MALLORY);
    const page = cast.browser.page;
    await cast.browser.submit(BOB);
    const sent = cast.world.trace().exchanges.findLast(({ request }) => request.url.endsWith('/federation/link'));
    expect((await ask(cast, sent?.request ?? { url: '' })).status).toBe(403);
    expect((await ask(cast, { ...sent?.request, url: 'https://as.lab.test/federation/link', headers: [FORM_TYPE] })).status).toBe(403);
    expect(page?.forms).toHaveLength(1);
    const late = rehearse();
    await enterByPartner(late, MALLORY);
    late.world.clock.advance(600);
    await late.browser.submit(BOB);
    expect(late.browser.page?.status).toBe(403);
    expect(late.browser.page?.html).toContain('Go back to the app and start again');
  });

  test('is guessed at no more often than at the login page', async () => {
    const cast = rehearse();
    await enterByPartner(cast, MALLORY);
    for (let time = 0; time < 5; time += 1) await cast.browser.submit({ ...BOB, password: `guess ${time}` });
    await cast.browser.submit(BOB);
    expect(cast.browser.page?.status).toBe(429);
  });
});

describe('the metadata of the partner', () => {
  const reads = (cast: ReturnType<typeof rehearse>, path: string): number =>
    cast.world.trace().exchanges.filter(({ from, request }) => from === 'as' && request.url === `${IDP}${path}`).length;

  test('is read with the first login and every five minutes, its keys where one is not known', async () => {
    const cast = rehearse();
    const log = async (): Promise<void> => {
      await cast.browser.navigate(cast.app.authorizationRequest({ prompt: 'login' }));
      await cast.browser.submit({}, { button: PARTNER });
      await cast.browser.submit(DORA);
      if (cast.browser.page?.url.startsWith(IDP) === true) await cast.browser.submit({}, { button: 'Allow' });
    };
    await log();
    await log();
    expect([reads(cast, '/.well-known/openid-configuration'), reads(cast, '/jwks')]).toEqual([1, 1]);
    cast.world.clock.advance(300);
    await log();
    expect([reads(cast, '/.well-known/openid-configuration'), reads(cast, '/jwks')]).toEqual([2, 1]);
  });

  test.each([
    ['names another issuer', (body: string) => body.replace(`"issuer":"${IDP}"`, '"issuer":"https://evil.lab.test"')],
    ['says nothing', () => ''],
    ['names no endpoint', () => `{"issuer":"${IDP}"}`],
    ['sends browsers to a script', (body: string) => body.replace(`${IDP}/authorize`, 'javascript:alert(1)//')],
    ['sends browsers to a fragment', (body: string) => body.replace(`${IDP}/authorize`, `${IDP}/authorize#here`)],
    ['has secrets sent without TLS', (body: string) => body.replace(`${IDP}/token`, 'http://idp.lab.test/token')],
    ['publishes keys without TLS', (body: string) => body.replace(`${IDP}/jwks`, 'http://idp.lab.test/jwks')],
    ['has secrets sent to no address', (body: string) => body.replace(`${IDP}/token`, '/token')],
  ])('is no metadata where it %s', async (_what, change) => {
    const cast = rehearse();
    cast.world.meddler = (response, request) =>
      request.url.includes('openid-configuration') ? { ...response, body: change(response.body) } : response;
    await cast.browser.navigate(cast.app.authorizationRequest());
    await cast.browser.submit({}, { button: PARTNER });
    expect([cast.browser.page?.status, cast.browser.page?.url]).toEqual([502, 'https://as.lab.test/federation']);
  });
});
