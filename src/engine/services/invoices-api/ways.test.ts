import { describe, expect, test } from 'vitest';
import { ask, form, jsonBody, logIn, rehearse } from '../../../../tests/rehearsal.ts';
import type { CheckId } from '../../checks/catalogue.ts';
import { header } from '../../http/message.ts';
import type { Header, HttpResponse } from '../../http/message.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { decodeCompact } from '../../protocol/token/jws.ts';
import type { Exchange } from '../../trace/trace.ts';
import type { ApiOptions } from '../../world/landscape.ts';
import { formatClientBasic } from '../../http/basic.ts';
import { CLIENTS } from '../../world/clients.ts';
import { authorizationUrl } from '../authorization-server/authorize/request.fixture.ts';
import { VERIFIER, dashboardTokens } from '../authorization-server/token/request.fixture.ts';
import type { Company } from '../authorization-server/token/request.fixture.ts';
import { INVOICES_API, tokenFor } from '../resource-server/protected-world.fixture.ts';

const PAYMENTS = 'https://payments.internal.lab.test';
const GATEWAY = 'https://api.lab.test';
const SUM = { creditor: 'C-204', amount: 95 };

async function pay(
  cast: Company,
  {
    sub = 'alice',
    claims = {},
    body = SUM,
    path = '/invoices/inv-1001/payments',
    headers = [],
  }: { sub?: string; claims?: JsonObject; body?: object | string; path?: string; headers?: readonly Header[] } = {},
): Promise<HttpResponse> {
  const token = await tokenFor(sub, { scope: 'invoice_read invoice_write payment_write', ...claims });
  return ask(
    cast,
    {
      method: 'POST',
      url: INVOICES_API + path,
      headers: [['Authorization', `Bearer ${token}`], ['Idempotency-Key', 'key-1'], ...headers],
      body: typeof body === 'string' ? body : JSON.stringify(body),
    },
    'gateway',
  );
}

/** The calls that reached a party, and the claims of the token each brought. */
function callsTo(cast: Company, party: string): readonly (readonly [Exchange, JsonObject])[] {
  return cast.world
    .trace()
    .exchanges.filter(({ to }) => to === party)
    .map((exchange) => [exchange, decodeCompact((header(exchange.request, 'authorization') ?? '').replace('Bearer ', ''))?.claims ?? {}]);
}

function paying(apis: ApiOptions = {}, off: readonly CheckId[] = []): Company {
  return rehearse({ apis, off });
}

describe('by exchange', () => {
  test('the invoices API gets a token that only payments takes, that may only pay, and that names who acts', async () => {
    const cast = paying();
    const response = await pay(cast);
    expect([response.status, jsonBody(response)]).toEqual([
      201,
      expect.objectContaining({ ...SUM, status: 'requested', owner: 'alice', reference: 'inv-1001', actors: ['invoices-api'] }),
    ]);
    const [[call, claims] = []] = callsTo(cast, 'payments');
    expect(claims).toMatchObject({ sub: 'alice', aud: PAYMENTS, scope: 'payment_write', act: { sub: 'invoices-api' } });
    const [outer] = cast.world.trace().exchanges;
    expect([call?.parent, callsTo(cast, 'as')[0]?.[0].parent]).toEqual([outer?.number, outer?.number]);
  });

  test('a payment that was asked for one invoice does not pay another of the same customer', async () => {
    const cast = rehearse();
    const { id } = jsonBody(await pay(cast));
    const response = await pay(cast, { path: `/invoices/inv-1003/payments/${String(id)}/confirm` });
    expect([response.status, jsonBody(response)['detail']]).toEqual([409, 'The details are not those that were asked for.']);
  });

  test('every Idempotency-Key that came travels on, so that two are seen to be two', async () => {
    const response = await pay(rehearse(), { headers: [['Idempotency-Key', 'another']] });
    expect([response.status, jsonBody(response)['detail']]).toEqual([400, 'The request names more than one Idempotency-Key.']);
  });

  test('a payment that is confirmed makes the invoice paid, and the second confirmation is out of order', async () => {
    const cast = paying();
    const { id } = jsonBody(await pay(cast));
    const path = `/invoices/inv-1001/payments/${String(id)}/confirm`;
    expect(jsonBody(await pay(cast, { path }))).toMatchObject({ status: 'paid', id });
    const token = await tokenFor('alice');
    const invoice = await ask(cast, { url: `${INVOICES_API}/invoices/inv-1001`, headers: [['Authorization', `Bearer ${token}`]] });
    expect(jsonBody(invoice)).toMatchObject({ status: 'paid' });
    expect((await pay(cast, { path })).status).toBe(409);
  });

  test('a token that may not pay cannot be traded up', async () => {
    const cast = paying();
    const response = await pay(cast, { claims: { scope: 'invoice_read invoice_write' } });
    expect([response.status, jsonBody(response)]).toEqual([
      403,
      expect.objectContaining({
        title: 'Forbidden',
        error: 'insufficient_scope',
        detail: expect.stringContaining('opens no payments') as unknown,
      }),
    ]);
    expect(header(response, 'www-authenticate')).toContain('scope="invoice_write payment_write"');
    expect(callsTo(cast, 'payments')).toEqual([]);
  });

  test('the limit of the user decides, not the power of the service', async () => {
    const cast = paying();
    expect((await pay(cast, { sub: 'bob', path: '/invoices/inv-1003/payments', body: { creditor: 'C-204', amount: 501 } })).status).toBe(
      403,
    );
    expect((await pay(cast, { sub: 'bob', path: '/invoices/inv-1003/payments', body: { creditor: 'C-204', amount: 500 } })).status).toBe(
      201,
    );
  });
});

describe('embedded', () => {
  test('the token for payments comes inside the token of the caller', async () => {
    const inner = await tokenFor('alice', { aud: PAYMENTS, scope: 'payment_write', act: { sub: 'invoices-api' } });
    const cast = paying({ way: 'embed' });
    const response = await pay(cast, { claims: { embedded: { [PAYMENTS]: inner } } });
    expect([response.status, callsTo(cast, 'as').length]).toEqual([201, 0]);
    expect(callsTo(cast, 'payments')[0]?.[1]).toMatchObject({ aud: PAYMENTS, scope: 'payment_write' });
  });

  test('is what the authorization server gives a client that is registered so, through the gateway, and it ends with the login', async () => {
    const cast = paying({ way: 'embed' });
    const { id, secret, redirectUris } = CLIENTS.enclosing;
    const url = authorizationUrl({
      client_id: id,
      redirect_uri: redirectUris[0],
      scope: 'openid invoice_read invoice_write payment_write',
    });
    await logIn(cast, Promise.resolve(url));
    const sent = cast.world.trace().exchanges.findLast(({ request }) => request.url.startsWith(`${redirectUris[0]}?`));
    const code = new URL(sent?.request.url ?? '').searchParams.get('code') ?? '';
    const basic: Header = ['Authorization', formatClientBasic({ user: id, password: secret })];
    const fields = { grant_type: 'authorization_code', code, redirect_uri: redirectUris[0], code_verifier: VERIFIER };
    const { access_token: token, refresh_token } = jsonBody(await ask(cast, form('https://as.lab.test/token', fields, [basic])));
    const inner = String((decodeCompact(String(token))?.claims['embedded'] as Record<string, unknown>)[PAYMENTS]);
    expect(decodeCompact(inner)?.claims).toMatchObject({
      aud: PAYMENTS,
      sub: 'alice',
      client_id: id,
      scope: 'payment_write',
      act: { sub: 'invoices-api' },
    });
    const headers: Header[] = [
      ['Authorization', `Bearer ${String(token)}`],
      ['Idempotency-Key', 'key-1'],
    ];
    const request = { method: 'POST', url: `${GATEWAY}/invoices/inv-1001/payments`, headers, body: JSON.stringify(SUM) };
    expect((await ask(cast, request)).status).toBe(201);
    await ask(cast, form('https://as.lab.test/revoke', { token: String(refresh_token) }, [basic]));
    const alone: Header[] = [
      ['Authorization', `Bearer ${inner}`],
      ['Idempotency-Key', 'key-2'],
    ];
    expect((await ask(cast, { method: 'POST', url: `${PAYMENTS}/payments`, headers: alone, body: JSON.stringify(SUM) })).status).toBe(401);
  });

  test('a token without one inside, or with something else, pays nothing', async () => {
    for (const embedded of [undefined, null, 'text', {}, { [PAYMENTS]: 7 }]) {
      const cast = paying({ way: 'embed' });
      expect((await pay(cast, { claims: { embedded } })).status).toBe(403);
      expect(callsTo(cast, 'payments')).toEqual([]);
    }
  });
});

describe('shared', () => {
  test('the same token reaches payments, if it is meant for both', async () => {
    const cast = paying({ way: 'share' });
    expect((await pay(cast, { claims: { aud: [GATEWAY, PAYMENTS] } })).status).toBe(201);
    expect(callsTo(cast, 'payments')[0]?.[1]).toMatchObject({ aud: [GATEWAY, PAYMENTS], client_id: 'ledger' });
  });

  test('a token that is meant for the invoices API alone is no token for payments', async () => {
    const cast = paying({ way: 'share' });
    expect((await pay(cast)).status).toBe(502);
    expect(callsTo(cast, 'payments')[0]?.[0].response?.status).toBe(401);
  });

  test('it never reaches the partner, unless the trust zone is not looked at', async () => {
    const token = await tokenFor('alice');
    const convert = (cast: Company): Promise<HttpResponse> =>
      ask(
        cast,
        { url: `${INVOICES_API}/invoices/inv-1001/converted?currency=USD`, headers: [['Authorization', `Bearer ${token}`]] },
        'gateway',
      );
    const guarded = paying({ way: 'share' });
    expect([(await convert(guarded)).status, callsTo(guarded, 'partner').length]).toEqual([403, 0]);
    const open = paying({ way: 'share' }, ['api.trust-zone']);
    expect((await convert(open)).status).toBe(200);
    expect(callsTo(open, 'partner')[0]?.[1]).toMatchObject({ sub: 'alice' });
  });
});

describe('by its own power', () => {
  const much = { sub: 'bob', path: '/invoices/inv-1003/payments', body: { creditor: 'C-204', amount: 450 } };

  test('the service is not the user who asked', async () => {
    const cast = paying({ way: 'own' });
    const response = await pay(cast, much);
    expect([response.status, jsonBody(response)['detail']]).toEqual([403, expect.stringContaining('calling service')]);
  });

  test('pays what the user may not, where the original subject does not decide', async () => {
    const cast = paying({ way: 'own' }, ['api.original-subject', 'api.policy']);
    const response = await pay(cast, { ...much, body: { creditor: 'C-204', amount: 9_000 } });
    expect([response.status, jsonBody(response)]).toEqual([201, expect.objectContaining({ owner: 'invoices-api', actors: [] })]);
  });
});

test('two readers of one body: the invoices API limits the first amount, payments pays the last', async () => {
  const body = '{"creditor":"C-204","amount":10,"amount":9000}';
  expect((await pay(paying(), { body })).status).toBe(400);
  const cast = paying({}, ['http.json-strict']);
  expect(jsonBody(await pay(cast, { body }))).toMatchObject({ amount: 9_000, status: 'requested' });
  expect((await pay(cast, { body: { creditor: 'C-204', amount: 9_000 } })).status).toBe(403);
});

describe('a reference at the gateway', () => {
  async function payByReference(cast: Company, scope: string): Promise<HttpResponse> {
    const { access_token } = await dashboardTokens(cast, scope);
    const headers: Header[] = [
      ['Authorization', `Bearer ${access_token ?? ''}`],
      ['Idempotency-Key', 'key-1'],
    ];
    return ask(cast, { method: 'POST', url: `${GATEWAY}/invoices/inv-1001/payments`, headers, body: JSON.stringify(SUM) });
  }

  test('is exchanged for a token that the API can exchange again; one that may not pay is told so', async () => {
    const cast = paying();
    const response = await payByReference(cast, 'openid profile invoice_read invoice_write');
    expect([response.status, jsonBody(response)['error']]).toEqual([403, 'insufficient_scope']);
    const [[, claims] = []] = callsTo(cast, 'invoices');
    expect(claims).toMatchObject({ iss: 'https://as.lab.test', sub: 'alice', aud: INVOICES_API, act: { sub: 'gateway' } });
  });
});

test('a parent whose issuer or payments API does not answer is a 502, not an exception', async () => {
  const cast = rehearse({ tamper: (response) => response });
  cast.world.partyAt = (url) => (url.startsWith(INVOICES_API) ? { id: 'invoices', name: '', kind: 'api', origins: [] } : undefined);
  expect((await pay(cast)).status).toBe(502);
});
