import { describe, expect, test } from 'vitest';
import { ask, exchange, jsonBody, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import { header, headerValues } from '../../../http/message.ts';
import type { Header, HttpResponse } from '../../../http/message.ts';
import { LAB_START } from '../../../world/clock.ts';
import { GATEWAY } from '../../../world/parties.ts';
import { tokenFor } from '../../resource-server/protected-world.fixture.ts';

const SPA: Header = ['Origin', 'https://spa.lab.test'];
const EVIL: Header = ['Origin', 'https://evil.lab.test'];
const ASKED: Header = ['Access-Control-Request-Method', 'GET'];

async function bearer(): Promise<Header> {
  return ['Authorization', `Bearer ${await tokenFor('alice')}`];
}

function access(response: HttpResponse): Record<string, string> {
  return Object.fromEntries(response.headers.filter(([name]) => name.startsWith('Access-Control-') || name === 'Vary'));
}

describe('a page of another site', () => {
  test('that is listed may read the answer, and an error as well', async () => {
    const good = await ask(rehearse(), { url: `${GATEWAY}/invoices`, headers: [SPA, await bearer()] });
    expect([good.status, access(good)]).toEqual([
      200,
      {
        'Access-Control-Allow-Origin': 'https://spa.lab.test',
        'Access-Control-Expose-Headers': 'WWW-Authenticate, DPoP-Nonce, Location, RateLimit, RateLimit-Policy, Retry-After',
        Vary: 'Origin',
      },
    ]);
    const refused = await ask(rehearse(), { url: `${GATEWAY}/invoices`, headers: [SPA] });
    expect([refused.status, header(refused, 'access-control-allow-origin')]).toEqual([401, SPA[1]]);
  });

  test('that is not listed is answered all the same, only not to be read', async () => {
    const response = await ask(rehearse(), { url: `${GATEWAY}/invoices`, headers: [EVIL, await bearer()] });
    expect([response.status, access(response)]).toEqual([200, { Vary: 'Origin' }]);
  });

  test('is none where two are named', async () => {
    for (const second of [EVIL, SPA]) {
      const response = await ask(rehearse(), { url: `${GATEWAY}/invoices`, headers: [SPA, second, await bearer()] });
      expect([response.status, access(response)]).toEqual([200, { Vary: 'Origin' }]);
    }
  });

  test('asks first, without a credential, and is told the methods of that path', async () => {
    const cast = rehearse();
    const response = await ask(cast, { method: 'OPTIONS', url: `${GATEWAY}/invoices`, headers: [SPA, ASKED] });
    expect([response.status, response.body, access(response)]).toEqual([
      204,
      '',
      {
        'Access-Control-Allow-Methods': 'GET, POST',
        'Access-Control-Allow-Headers': 'Authorization, Content-Type, DPoP, Idempotency-Key, X-API-Key',
        'Access-Control-Max-Age': '600',
        'Access-Control-Allow-Origin': 'https://spa.lab.test',
        Vary: 'Origin',
      },
    ]);
    expect(exchange(cast).number).toBe(1);
  });

  test('may send along what the browser keeps only where that is listed', async () => {
    const credentials = async (origin: Header) =>
      header(await ask(rehearse(), { url: `${GATEWAY}/invoices`, headers: [origin] }), 'access-control-allow-credentials');
    expect([await credentials(['Origin', 'https://app.lab.test']), await credentials(SPA)]).toEqual(['true', undefined]);
  });

  test('is welcome whoever it is where the duty is left out, and nothing odd is written back', async () => {
    const world = (): ReturnType<typeof rehearse> => rehearse({ off: ['http.cors'] });
    for (const origin of ['https://evil.lab.test', 'null'])
      expect(access(await ask(world(), { url: `${GATEWAY}/invoices`, headers: [['Origin', origin]] })), origin).toMatchObject({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Credentials': 'true',
      });
    expect(access(await ask(world(), { url: `${GATEWAY}/invoices`, headers: [['Origin', 'x\r\ny']] }))).toEqual({ Vary: 'Origin' });
  });

  test('gets no preflight for a path that is not listed, and OPTIONS alone is a method like any other', async () => {
    const preflight = await ask(rehearse(), { method: 'OPTIONS', url: `${GATEWAY}/nothing`, headers: [SPA, ASKED] });
    const options = await ask(rehearse(), { method: 'OPTIONS', url: `${GATEWAY}/invoices`, headers: [SPA] });
    expect([preflight.status, options.status, header(options, 'allow')]).toEqual([404, 405, 'GET, HEAD, POST']);
  });
});

describe('an API that does not answer', () => {
  test('is a 502 that tells nothing of the inside', async () => {
    const { status, body } = await ask(rehearse(), { url: `${GATEWAY}/archive`, headers: [await bearer()] });
    expect([status, JSON.parse(body)]).toEqual([
      502,
      { status: 502, title: 'Bad Gateway', detail: 'The API behind the gateway does not answer.' },
    ]);
  });

  test('is told of with address and token where the duty is left out', async () => {
    const cast = rehearse({ off: ['http.error-detail'] });
    const { internal } = jsonBody(await ask(cast, { url: `${GATEWAY}/archive`, headers: [await bearer()] }));
    expect(JSON.stringify(internal)).toMatch(/NetworkError.*archive\.internal\.lab\.test.*Bearer ey/);
  });
});

describe('a route that asks for a strong and recent login', () => {
  test('says which one, so that the client can ask for it', async () => {
    const response = await ask(rehearse(), { url: `${GATEWAY}/step-up/me`, headers: [await bearer()] });
    expect([response.status, headerValues(response, 'www-authenticate')]).toEqual([
      401,
      [
        'Bearer realm="api.lab.test", error="insufficient_user_authentication", error_description="A more recent or a stronger login is required", acr_values="urn:example:acr:two-factors", max_age="300", resource_metadata="https://api.lab.test/.well-known/oauth-protected-resource"',
      ],
    ]);
  });

  test('opens after it, for as long as the login counts as recent', async () => {
    const cast = rehearse();
    const claims = { acr: 'urn:example:acr:two-factors', auth_time: LAB_START / 1000 - 200 };
    const headers: Header[] = [['Authorization', `Bearer ${await tokenFor('alice', claims)}`]];
    const status = async () => (await ask(cast, { url: `${GATEWAY}/step-up/me`, headers })).status;
    expect(await status()).toBe(200);
    cast.world.clock.advance(101);
    expect([await status(), outcomeOf(cast, 'gateway.step-up')]).toEqual([401, 'failed']);
  });
});

describe('what travels on', () => {
  test('is neither meant for this hop alone nor a claim about where the request came from', async () => {
    const cast = rehearse();
    const headers: Header[] = [
      await bearer(),
      ['Connection', 'close, X-Hop'],
      ['X-Hop', '1'],
      ['TE', 'trailers'],
      ['Forwarded', 'for=10.0.0.1;host=admin.internal'],
      ['X-Forwarded-Host', 'evil.lab.test'],
      ['Via', '1.1 proxy.example'],
      ['Accept', '*/*'],
    ];
    await ask(cast, { url: `${GATEWAY}/invoices`, headers });
    expect(exchange(cast).request.headers.filter(([name]) => !['Authorization', 'traceparent'].includes(name))).toEqual([
      ['Via', '1.1 proxy.example'],
      ['Accept', '*/*'],
      ['Forwarded', 'host=api.lab.test;proto=https'],
      ['Via', '1.1 api.lab.test'],
    ]);
  });

  test.each([
    'X-Forwarded',
    'X-Actor',
    'X-Scope',
    'X-Auth-Request-Email',
    'X-WebAuth-User',
    'X-Originating-IP',
    'True-Client-IP',
    'SSL-Client-Cert',
    'X_SSL_Client_S_DN',
    'X-ARR-ClientCert',
    'X-HTTP-Method-Override',
    'X-Method-Override',
    'X-Original-URL',
    'X-Rewrite-URL',
    'X-Host',
  ])('is no %s, by which somebody says who is calling, or that something else was asked', async (name) => {
    const cast = rehearse();
    const response = await ask(cast, { url: `${GATEWAY}/invoices`, headers: [await bearer(), [name, 'carol']] });
    expect([response.status, headerValues(exchange(cast).request, name)]).toEqual([200, []]);
  });

  test('cannot be robbed of its token by a Connection header', async () => {
    const cast = rehearse();
    const response = await ask(cast, { url: `${GATEWAY}/invoices`, headers: [await bearer(), ['Connection', 'Authorization']] });
    expect(response.status).toBe(200);
  });
});

describe('a path that no list holds', () => {
  test('leads nowhere, and with the list off to the API behind, the old version by its own prefix', async () => {
    const at = async (path: string, off: boolean) =>
      (await ask(rehearse(off ? { off: ['gateway.route-known'] } : {}), { url: GATEWAY + path, headers: [await bearer()] })).status;
    expect([await at('/v0/invoices', false), await at('/v0/invoices', true)]).toEqual([404, 200]);
  });

  test('asks for a token even with the list off', async () => {
    expect((await ask(rehearse({ off: ['gateway.route-known'] }), { url: `${GATEWAY}/v0/invoices` })).status).toBe(401);
  });
});
