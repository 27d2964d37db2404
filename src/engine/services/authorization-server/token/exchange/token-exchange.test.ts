import { describe, expect, test } from 'vitest';
import { ask, form, jsonBody, logIn, outcomeOf, rehearse } from '../../../../../../tests/rehearsal.ts';
import { logoutRequest } from '../../../../actors/client/logout-request.ts';
import { header } from '../../../../http/message.ts';
import type { HttpResponse } from '../../../../http/message.ts';
import type { JsonObject } from '../../../../http/strict-json.ts';
import { decodeCompact } from '../../../../protocol/token/jws.ts';
import { verdictOf } from '../../../../trace/verdict.ts';
import { INVOICES, PAYMENTS } from '../../../../world/parties.ts';
import { tokenFor } from '../../../resource-server/protected-world.fixture.ts';
import { BASIC, dashboardTokens, post, withdraw } from '../request.fixture.ts';
import type { Company } from '../request.fixture.ts';
import { ACCESS_TOKEN, exchangeAs, exchangeForm, ID_TOKEN } from './request.fixture.ts';

function issued(response: HttpResponse): JsonObject {
  return decodeCompact(String(jsonBody(response)['access_token']))?.claims ?? {};
}

async function idTokenOfAlice(cast: Company): Promise<string> {
  await logIn(cast, cast.app.authorizationRequest());
  return (await cast.app.redeem()).tokens?.idToken ?? '';
}

function expectError(response: HttpResponse, error: string): void {
  expect({ status: response.status, error: jsonBody(response)['error'] }).toEqual({ status: 400, error });
  expect(header(response, 'cache-control')).toBe('no-store');
}

test('the gateway trades the token of alice for one that only the invoices API takes', async () => {
  const response = await exchangeAs(rehearse(), 'gateway', await tokenFor('alice'), { resource: INVOICES, scope: 'invoice_read' });
  expect(response.status).toBe(200);
  expect(header(response, 'cache-control')).toBe('no-store');
  expect(jsonBody(response)).toMatchObject({
    issued_token_type: ACCESS_TOKEN,
    token_type: 'Bearer',
    expires_in: 300,
    scope: 'invoice_read',
  });
  expect(jsonBody(response)).not.toHaveProperty('refresh_token');
  expect(issued(response)).toMatchObject({
    sub: 'alice',
    aud: INVOICES,
    client_id: 'gateway',
    scope: 'invoice_read',
    department: 'Finance',
    act: { sub: 'gateway' },
    may_act: { sub: 'invoices-api' },
  });
});

test('each further exchange nests the earlier actors, and only the API that was called may be next', async () => {
  const cast = rehearse();
  const subject = await tokenFor('alice', { scope: 'invoice_read payment_write' });
  const first = String(jsonBody(await exchangeAs(cast, 'gateway', subject, { audience: 'invoices-api' }))['access_token']);
  const second = await exchangeAs(cast, 'invoices', first, { audience: 'payments-api', scope: 'payment_write' });
  expect(issued(second)).toMatchObject({ sub: 'alice', aud: PAYMENTS, scope: 'payment_write' });
  expect(issued(second)['act']).toEqual({ sub: 'invoices-api', act: { sub: 'gateway' } });
  expect(issued(second)).not.toHaveProperty('may_act');
  expectError(await exchangeAs(cast, 'gateway', first, { resource: PAYMENTS }), 'invalid_request');
});

test('the new token ends with the subject token, at the latest', async () => {
  const cast = rehearse();
  const now = cast.world.clock.now() / 1000;
  const response = await exchangeAs(cast, 'gateway', await tokenFor('alice', { exp: now + 42 }));
  expect(jsonBody(response)['expires_in']).toBe(42);
  expect(issued(response)['exp']).toBe(now + 42);
  const long = await exchangeAs(cast, 'gateway', await tokenFor('alice', { exp: now + 9000 }));
  expect(jsonBody(long)['expires_in']).toBe(300);
});

test('without a scope the new token holds what the subject token and the service have in common', async () => {
  const subject = await tokenFor('alice', { scope: 'openid profile invoice_read' });
  expect(jsonBody(await exchangeAs(rehearse(), 'gateway', subject))).toMatchObject({ scope: 'invoice_read' });
});

test('a subject token that opens nothing here gives nothing', async () => {
  const cast = rehearse();
  expectError(await exchangeAs(cast, 'gateway', await tokenFor('alice', { scope: 'openid' })), 'invalid_scope');
  expect(outcomeOf(cast, 'exchange.scope-narrower')).toBe('failed');
});

test('several targets stand together in aud', async () => {
  const response = await exchangeAs(rehearse(), 'gateway', await tokenFor('alice'), { resource: INVOICES, audience: 'payments-api' });
  expect(issued(response)['aud']).toEqual([INVOICES, PAYMENTS]);
  expect(issued(response)).not.toHaveProperty('may_act');
});

test('an ID token opens what the user allowed its client, and nothing that was never allowed', async () => {
  const cast = rehearse();
  const subject = await idTokenOfAlice(cast);
  const given = await exchangeAs(cast, 'gateway', subject, { subject_token_type: ID_TOKEN });
  expect(jsonBody(given)).toMatchObject({ scope: 'invoice_read' });
  expectError(await exchangeAs(cast, 'gateway', subject, { subject_token_type: ID_TOKEN, scope: 'invoice_write' }), 'invalid_scope');
});

describe('an actor token', () => {
  const bob = (claims: JsonObject = {}): Promise<string> => tokenFor('bob', { client_id: 'gateway', ...claims });
  const play = async (subject: JsonObject, actor: Promise<string>): Promise<HttpResponse> =>
    exchangeAs(rehearse(), 'gateway', await tokenFor('alice', subject), { actor_token: await actor, actor_token_type: ACCESS_TOKEN });

  test('makes whom may_act names the actor', async () => {
    expect(issued(await play({ may_act: { sub: 'bob', iss: 'https://as.lab.test' } }, bob()))['act']).toEqual({ sub: 'bob' });
  });

  test.each<[string, JsonObject, JsonObject]>([
    ['of somebody whom may_act does not name', { may_act: { sub: 'carol' } }, {}],
    ['whose issuer is not the one in may_act', { may_act: { sub: 'bob', iss: 'https://idp.lab.test' } }, {}],
    ['that nobody named', {}, {}],
    ['where may_act names nobody', { may_act: {} }, {}],
    ['of another client', { may_act: { sub: 'bob' } }, { client_id: 'ledger' }],
    ['that has expired', { may_act: { sub: 'bob' } }, { exp: 1 }],
    ['for whom somebody else acts', { may_act: { sub: 'bob' } }, { act: { sub: 'carol' } }],
  ])('%s is refused', async (_name, subject, actor) => {
    expectError(await play(subject, bob(actor)), 'invalid_request');
  });
});

test('a chain of actors ends somewhere', async () => {
  let act: JsonObject = { sub: 'first' };
  for (let count = 0; count < 10; count += 1) act = { sub: 'another', act };
  expectError(await exchangeAs(rehearse(), 'gateway', await tokenFor('alice', { act })), 'invalid_request');
});

test.each<[string, Record<string, string | undefined>, string]>([
  ['no subject token', { subject_token: undefined }, 'the subject token is missing'],
  ['no subject token type', { subject_token_type: undefined }, 'the type of the subject token is missing'],
  [
    'a type that is not taken',
    { subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' },
    'it does not take a subject token of that type',
  ],
  ['an ID token declared, an access token sent', { subject_token_type: ID_TOKEN }, 'a token is not of the type that the request declares'],
  ['another token wanted', { requested_token_type: ID_TOKEN }, 'it issues no token of the type that is asked for'],
  ['an actor token without its type', { actor_token: 'x' }, 'the type of the actor token is missing'],
])('%s: %s', async (_name, changes, reason) => {
  const cast = rehearse();
  expectError(await exchangeAs(cast, 'gateway', await tokenFor('alice'), changes), 'invalid_request');
  const trace = cast.world.trace();
  const [exchange] = trace.exchanges;
  expect(exchange && verdictOf(exchange, trace).sentence).toBe(`Authorization server refused: ${reason}`);
});

test.each(['x', 'a.b.c', '.', 'eyJhbGciOiJub25lIn0.e30.', '\u0000'])(
  'a subject token "%s" is refused, and no part of it is believed',
  async (token) => {
    const cast = rehearse();
    expectError(await exchangeAs(cast, 'gateway', token), 'invalid_request');
    expect(outcomeOf(cast, 'exchange.subject-token')).toBe('failed');
  },
);

test('a client that is not registered for it may not exchange', async () => {
  const cast = rehearse();
  expectError(await post(cast, exchangeForm(await tokenFor('alice')), [BASIC]), 'unauthorized_client');
  expect(outcomeOf(cast, 'token.grant-allowed')).toBe('failed');
});

test('a revoked token is traded for nothing', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  const subject = (await cast.app.redeem()).tokens?.accessToken ?? '';
  expect((await exchangeAs(cast, 'gateway', subject)).status).toBe(200);
  await ask(cast, form('https://as.lab.test/revoke', { token: subject }, [BASIC]), 'app');
  expectError(await exchangeAs(cast, 'gateway', subject), 'invalid_request');
  expect(outcomeOf(cast, 'jwt.not-revoked')).toBe('failed');
});

test('a token by reference is traded for a token by value', async () => {
  const cast = rehearse();
  const { access_token: subject = '' } = await dashboardTokens(cast);
  expect(subject).not.toContain('.');
  expect(issued(await exchangeAs(cast, 'gateway', subject))).toMatchObject({ sub: 'alice', aud: INVOICES, act: { sub: 'gateway' } });
  cast.world.clock.advance(3600);
  expectError(await exchangeAs(cast, 'gateway', subject), 'invalid_request');
  expect(outcomeOf(cast, 'jwt.expiry')).toBe('failed');
});

test('what came of a token by reference ends with its login as well', async () => {
  const cast = rehearse();
  const { access_token: subject = '' } = await dashboardTokens(cast);
  const exchanged = String(jsonBody(await exchangeAs(cast, 'gateway', subject))['access_token']);
  expect((await exchangeAs(cast, 'invoices', exchanged)).status).toBe(200);
  await withdraw(cast, 'dashboard');
  expectError(await exchangeAs(cast, 'invoices', exchanged), 'invalid_request');
  expect(outcomeOf(cast, 'jwt.not-revoked')).toBe('failed');
});

test('an ID token of a session that is over is traded for nothing', async () => {
  const cast = rehearse();
  const subject = await idTokenOfAlice(cast);
  expect((await exchangeAs(cast, 'gateway', subject, { subject_token_type: ID_TOKEN })).status).toBe(200);
  await cast.browser.navigate(logoutRequest(cast.app, 'https://as.lab.test/logout'));
  expectError(await exchangeAs(cast, 'gateway', subject, { subject_token_type: ID_TOKEN }), 'invalid_request');
});

test('a client that acts for itself is a subject as well, by a name that no user has', async () => {
  const subject = await tokenFor('nightly-report', { client_id: 'nightly-report', scope: 'invoice_read' });
  expect(issued(await exchangeAs(rehearse(), 'gateway', subject))).toMatchObject({ sub: 'client:nightly-report', act: { sub: 'gateway' } });
  expectError(await exchangeAs(rehearse(), 'gateway', await tokenFor('stranger', { client_id: 'ledger' })), 'invalid_request');
});
