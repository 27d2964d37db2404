import { describe, expect, test } from 'vitest';
import { ask, exchange, form, jsonBody, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import { header } from '../../../http/message.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { json } from '../../../http/problem.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { CLIENTS } from '../../../world/clients.ts';
import { GATEWAY, INVOICES } from '../../../world/parties.ts';
import { NetworkError } from '../../../world/world.ts';
import { BASIC, REFRESH } from '../../authorization-server/token/request.fixture.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import { tokenFor } from '../../resource-server/protected-world.fixture.ts';
import { aliceActive, introspects, REFERENCE, signedVerdict } from './issuer.fixture.ts';

function call(cast: Company, token: string, path = '/invoices'): Promise<HttpResponse> {
  return ask(cast, { url: GATEWAY + path, headers: [['Authorization', `Bearer ${token}`]] }, 'app');
}

/** The token that the API got last. */
function inside(cast: Company): ReturnType<typeof decodeCompact> {
  return decodeCompact(header(exchange(cast).request, 'authorization')?.slice('Bearer '.length) ?? '');
}

describe('a token that says nothing by itself', () => {
  test('becomes a JWT for the API, which never sees the token from outside', async () => {
    const cast = rehearse();
    introspects(cast.world, () => signedVerdict(cast.world, aliceActive(cast.world, { cnf: { jkt: undefined } })));
    expect((await call(cast, REFERENCE)).status).toBe(200);
    expect(inside(cast)?.claims).toMatchObject({
      iss: GATEWAY,
      sub: 'alice',
      client_id: 'dashboard',
      scope: 'invoice_read',
      tenant: 'one',
    });
    expect(Object.keys(inside(cast)?.claims ?? {})).not.toContain('active');
    expect(JSON.stringify(exchange(cast).request)).not.toContain(REFERENCE);
  });

  test('is asked about in a signed way, by the gateway as a client of its own', async () => {
    const cast = rehearse();
    introspects(cast.world, () => signedVerdict(cast.world, aliceActive(cast.world)));
    await call(cast, REFERENCE);
    const { request } = exchange(cast, 2);
    expect([request.method, request.url, request.body]).toEqual([
      'POST',
      'https://as.lab.test/introspect',
      `token=${REFERENCE}&token_type_hint=access_token`,
    ]);
    expect(header(request, 'accept')).toBe('application/token-introspection+jwt');
    expect(header(request, 'authorization')).toMatch(/^Basic /);
  });

  test('is asked about once in half a minute, and no longer than it lives', async () => {
    const cast = rehearse();
    let life = 300;
    const asked = introspects(cast.world, () =>
      signedVerdict(cast.world, aliceActive(cast.world, { exp: cast.world.clock.now() / 1000 + life })),
    );
    await call(cast, REFERENCE);
    cast.world.clock.advance(29);
    await call(cast, REFERENCE);
    expect(asked).toHaveLength(1);
    cast.world.clock.advance(1);
    life = 10;
    await call(cast, REFERENCE);
    cast.world.clock.advance(9);
    await call(cast, REFERENCE);
    expect(asked).toHaveLength(2);
    cast.world.clock.advance(1);
    await call(cast, REFERENCE);
    expect(asked).toHaveLength(3);
  });

  test('that was revoked is refused when its verdict is given anew, and again from memory', async () => {
    const cast = rehearse();
    let verdict = (): Promise<HttpResponse> => signedVerdict(cast.world, aliceActive(cast.world));
    const asked = introspects(cast.world, () => verdict());
    await call(cast, REFERENCE);
    verdict = () => signedVerdict(cast.world, { active: false });
    expect((await call(cast, REFERENCE)).status).toBe(200);
    cast.world.clock.advance(30);
    expect((await call(cast, REFERENCE)).status).toBe(401);
    expect((await call(cast, REFERENCE)).status).toBe(401);
    expect(asked).toHaveLength(2);
    expect(header(await call(cast, REFERENCE), 'www-authenticate')).toContain('error="invalid_token"');
  });

  test.each([
    ['another token’s scope', { scope: 'openid' }, 403],
    ['another API', { aud: 'https://payments.internal.lab.test' }, 401],
    ['another issuer', { iss: 'https://evil.lab.test' }, 401],
    ['a time that is over', { exp: 1 }, 401],
  ])('stands for %s and so opens nothing', async (_what, changes, status) => {
    const cast = rehearse();
    introspects(cast.world, () => signedVerdict(cast.world, aliceActive(cast.world, changes)));
    expect((await call(cast, REFERENCE)).status).toBe(status);
  });

  test('opens nothing while the issuer is silent, in trouble or talks nonsense', async () => {
    const silent = (): never => {
      throw new NetworkError('No answer came in time.');
    };
    for (const answer of [silent, () => json(502, {}), () => json(200, 'yes'), () => ({ status: 200, headers: [], body: '' })]) {
      const cast = rehearse();
      introspects(cast.world, answer);
      expect((await call(cast, REFERENCE)).status).toBe(503);
      expect(outcomeOf(cast, 'gateway.fail-closed', 1)).toBe('failed');
    }
  });

  test('that is bound to a key is not taken from whoever has only the token', async () => {
    const cast = rehearse();
    introspects(cast.world, () =>
      signedVerdict(cast.world, aliceActive(cast.world, { cnf: { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' } })),
    );
    expect((await call(cast, REFERENCE)).status).toBe(401);
    expect(outcomeOf(cast, 'dpop.scheme', 1)).toBe('failed');
  });

  test('is believed by the last verdict, however old, where both bounds are off', async () => {
    const cast = rehearse({ off: ['gateway.fail-closed', 'gateway.cache-bounded'] });
    introspects(cast.world, () => signedVerdict(cast.world, aliceActive(cast.world)));
    await call(cast, REFERENCE);
    cast.world.clock.advance(86_400);
    introspects(cast.world, () => json(500, {}));
    expect((await call(cast, REFERENCE)).status).toBe(200);
  });
});

describe('a JWT on a route where the issuer is asked as well', () => {
  test('travels on as it came, and is refused once it was revoked', async () => {
    const cast = rehearse();
    const token = await tokenFor('alice');
    introspects(cast.world, () => signedVerdict(cast.world, aliceActive(cast.world)));
    expect((await call(cast, token, '/live/invoices')).status).toBe(200);
    expect(header(exchange(cast).request, 'authorization')).toBe(`Bearer ${token}`);
    cast.world.clock.advance(30);
    introspects(cast.world, () => signedVerdict(cast.world, { active: false }));
    expect((await call(cast, token, '/live/invoices')).status).toBe(401);
    expect((await call(cast, token)).status).toBe(200);
  });
});

describe('half of a token', () => {
  async function issued(cast: Company): Promise<string> {
    const { url, ...rest } = form(`${GATEWAY}/split/token`, REFRESH, [BASIC]);
    const response = await ask(cast, { url, ...rest }, 'app');
    expect([response.status, header(response, 'cache-control')]).toEqual([200, 'no-store']);
    return String(jsonBody(response)['access_token']);
  }

  test('tells its holder nothing, and the API gets the whole', async () => {
    const cast = rehearse();
    const half = await issued(cast);
    expect(half).toMatch(/^split~[\w-]{22}~[\w-]{86}$/);
    expect((await call(cast, half)).status).toBe(200);
    expect(inside(cast)?.claims).toMatchObject({ iss: 'https://as.lab.test', sub: 'alice' });
  });

  test('ends with the token, and is worth nothing at the API or in another world', async () => {
    const cast = rehearse();
    const half = await issued(cast);
    expect((await ask(cast, { url: `${INVOICES}/invoices`, headers: [['Authorization', `Bearer ${half}`]] })).status).toBe(401);
    expect((await call(rehearse(), half)).status).toBe(401);
    cast.world.clock.advance(300);
    expect((await call(cast, half)).status).toBe(401);
  });

  test('is kept whatever other clients ask for', async () => {
    const cast = rehearse();
    const half = await issued(cast);
    const { id, secret } = CLIENTS.nightlyReport;
    const fields = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
    const halves: string[] = [];
    for (let index = 0; index < 60; index += 1) {
      const response = await ask(cast, form(`${GATEWAY}/split/token`, fields), 'machine');
      halves.push(String(jsonBody(response)['access_token']));
    }
    const status = async (token = ''): Promise<number> => (await call(cast, token, '/me')).status;
    expect([await status(half), await status(halves.at(-1)), await status(halves[0])]).toEqual([200, 200, 401]);
  });

  test('is not given where the issuer gives no token: the client is told what the issuer said', async () => {
    const { url, ...rest } = form(`${GATEWAY}/split/token`, { ...REFRESH, refresh_token: 'guess' }, [BASIC]);
    const response = await ask(rehearse(), { url, ...rest }, 'app');
    expect([response.status, jsonBody(response)['error']]).toEqual([400, 'invalid_grant']);
  });
});

describe('a token that is exchanged', () => {
  test('becomes one for the API behind the route, with no more than the route asks', async () => {
    const cast = rehearse();
    const response = await call(cast, await tokenFor('alice'), '/exchanged/invoices');
    const given = inside(cast)?.claims;
    expect([given?.['iss'], given?.['sub'], given?.['scope'], given?.['aud']]).toEqual([
      'https://as.lab.test',
      'alice',
      'invoice_read',
      INVOICES,
    ]);
    expect(response.status).toBe(200);
  });

  test('opens the payments API, as often as its route allows', async () => {
    const cast = rehearse();
    const token = await tokenFor('alice', { scope: 'payment_read' });
    const answers: number[] = [];
    for (let index = 0; index < 11; index += 1) answers.push((await call(cast, token, '/payments')).status);
    expect(answers).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
    const other = await tokenFor('bob', { scope: 'payment_read', client_id: 'bank-portal' });
    expect((await call(cast, other, '/payments')).status).not.toBe(429);
  });

  test('is replaced by one of the gateway where it is a reference, which nobody behind could read', async () => {
    const cast = rehearse();
    introspects(cast.world, () => signedVerdict(cast.world, aliceActive(cast.world, { scope: 'payment_read' })));
    expect((await call(cast, REFERENCE, '/payments')).status).toBe(200);
    expect(inside(cast)?.claims).toMatchObject({ iss: GATEWAY, aud: 'https://payments.internal.lab.test', sub: 'alice' });
  });

  test('pays only after a strong and recent login', async () => {
    const cast = rehearse();
    const pay = async (claims: Readonly<Record<string, unknown>>): Promise<HttpResponse> =>
      ask(cast, {
        method: 'POST',
        url: `${GATEWAY}/payments`,
        headers: [
          ['Authorization', `Bearer ${await tokenFor('alice', { scope: 'payment_write', ...claims })}`],
          ['Content-Type', 'application/json'],
        ],
        body: '{}',
      });
    const weak = await pay({});
    expect([weak.status, jsonBody(weak)['error']]).toEqual([401, 'insufficient_user_authentication']);
    const login = { acr: 'urn:example:acr:two-factors', auth_time: cast.world.clock.now() / 1000 };
    expect((await pay(login)).status).not.toBe(401);
    expect(exchange(cast).to).toBe('payments');
  });

  test('that the issuer no longer stands behind is refused', async () => {
    const cast = rehearse();
    cast.world.meddler = (answer, { url }) => (url.endsWith('/token') ? json(400, { error: 'invalid_request' }) : answer);
    const response = await call(cast, await tokenFor('alice'), '/exchanged/invoices');
    expect([response.status, jsonBody(response)['error']]).toEqual([401, 'invalid_token']);
    cast.world.meddler = (answer, { url }) => (url.endsWith('/token') ? json(400, { error: 'invalid_target' }) : answer);
    expect((await call(cast, await tokenFor('alice'), '/exchanged/invoices')).status).toBe(403);
  });
});
