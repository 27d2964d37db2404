import { describe, expect, test } from 'vitest';
import { ask, exchange, jsonBody, rehearse } from '../../../../tests/rehearsal.ts';
import type { CheckId } from '../../checks/catalogue.ts';
import { base64url } from '../../http/encoding.ts';
import { header, headerValues } from '../../http/message.ts';
import type { Header, HttpResponse } from '../../http/message.ts';
import { decodeCompact } from '../../protocol/token/jws.ts';
import { jwkThumbprint } from '../../protocol/token/signature/jwk-thumbprint.ts';
import { makeDpopProof } from '../../protocol/token/dpop/make-dpop-proof.ts';
import { DPOP_KEYS } from '../../world/keys/dpop-keys.ts';
import type { Company } from '../authorization-server/token/request.fixture.ts';
import { aliceActive, introspects, REFERENCE, signedVerdict } from './tokens/issuer.fixture.ts';
import { GATEWAY, INVOICES_API, tokenFor } from '../resource-server/protected-world.fixture.ts';

const KEY = DPOP_KEYS.spa;

function boundToken(claims: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return jwkThumbprint(KEY).then((jkt) => tokenFor('alice', { cnf: { jkt }, ...claims }));
}

/** Headers with a token and a proof for this request, made now. */
async function shown({ world }: Company, url: string, token: string, nonce?: string, method = 'GET'): Promise<Header[]> {
  const id = base64url(world.random(8));
  const facts = { method, url, accessToken: token, nonce, id, now: world.clock.now() };
  return [
    ['Authorization', `DPoP ${token}`],
    ['DPoP', await makeDpopProof(facts, KEY)],
  ];
}

/** Asks once for the nonce, then for the thing itself. */
async function call(cast: Company, url: string, token: string, proofUrl = url): Promise<HttpResponse> {
  const asked = await ask(cast, { url, headers: await shown(cast, proofUrl, token) }, 'spa');
  return ask(cast, { url, headers: await shown(cast, proofUrl, token, header(asked, 'dpop-nonce')) }, 'spa');
}

function outcomes(cast: Company, number: number, party: string): Record<string, string> {
  const made = exchange(cast, number).checks.filter(
    ({ check, party: by, outcome }) => check.startsWith('dpop.') && by === party && outcome !== 'not-reached',
  );
  return Object.fromEntries(made.map(({ check, outcome }) => [check, outcome]));
}

const ALL: readonly CheckId[] = [
  'dpop.single-header',
  'dpop.well-formed',
  'dpop.type',
  'dpop.algorithm',
  'dpop.signature',
  'dpop.public-key',
  'dpop.method',
  'dpop.url',
  'dpop.nonce',
  'dpop.issued-at',
  'dpop.token-hash',
  'dpop.key-binding',
  'dpop.replay',
  'dpop.scheme',
];
const PASSED = Object.fromEntries(ALL.map((check) => [check, 'passed']));

describe('an honest call with a proof', () => {
  test('passes the gateway and then the API, which judges all of it again by itself', async () => {
    const cast = rehearse();
    const response = await call(cast, `${GATEWAY}/invoices?status=open`, await boundToken());
    expect(response.status).toBe(200);
    expect(outcomes(cast, 2, 'gateway')).toEqual(PASSED);
    expect(exchange(cast, 3).to).toBe('invoices');
    expect(outcomes(cast, 3, 'invoices')).toEqual(PASSED);
    expect(header(exchange(cast, 3).request, 'authorization')).toMatch(/^DPoP /);
    expect(headerValues(response, 'dpop-nonce')).toEqual([header(exchange(cast, 1).response ?? { headers: [] }, 'dpop-nonce')]);
  });

  test('may go straight to the API, with a proof for that address', async () => {
    const cast = rehearse();
    expect((await call(cast, `${INVOICES_API}/invoices`, await boundToken())).status).toBe(200);
  });

  test('is vouched for by a token of the gateway where the API could not judge the proof', async () => {
    const prefixed = rehearse();
    const named = rehearse();
    introspects(named.world, async () => signedVerdict(named.world, aliceActive(named.world, { cnf: { jkt: await jwkThumbprint(KEY) } })));
    const calls = [
      [prefixed, await call(prefixed, `${GATEWAY}/basic/invoices`, await boundToken())],
      [named, await call(named, `${GATEWAY}/invoices`, REFERENCE)],
    ] as const;
    for (const [cast, response] of calls) {
      expect(response.status).toBe(200);
      const { request } = exchange(cast);
      expect([request.url, header(request, 'dpop')]).toEqual([`${INVOICES_API}/invoices`, undefined]);
      const inner = decodeCompact(header(request, 'authorization')?.slice('Bearer '.length) ?? '')?.claims;
      expect([inner?.['iss'], inner?.['cnf']]).toEqual([GATEWAY, undefined]);
    }
  });

  test('is traded for a token of the API on a route that exchanges', async () => {
    const cast = rehearse();
    expect((await call(cast, `${GATEWAY}/exchanged/invoices`, await boundToken())).status).toBe(200);
    const inner = decodeCompact(header(exchange(cast).request, 'authorization')?.slice('Bearer '.length) ?? '')?.claims;
    expect(inner).toMatchObject({ sub: 'alice', aud: INVOICES_API, act: { sub: 'gateway' } });
  });

  test('with a token by reference is refused without its key, whoever asks', async () => {
    const cast = rehearse();
    introspects(cast.world, () => signedVerdict(cast.world, aliceActive(cast.world, { cnf: { jkt: 'another' } })));
    const bearer = await ask(cast, { url: `${GATEWAY}/invoices`, headers: [['Authorization', `Bearer ${REFERENCE}`]] }, 'attacker');
    expect([bearer.status, jsonBody(bearer)['error']]).toEqual([401, 'invalid_token']);
    const proven = await call(cast, `${GATEWAY}/invoices`, REFERENCE);
    expect([proven.status, jsonBody(proven)['error']]).toEqual([401, 'invalid_token']);
  });

  test('goes on after the nonce was replaced, with that of before or with the new one', async () => {
    const cast = rehearse();
    const [url, token] = [`${GATEWAY}/me`, await boundToken({ exp: 2_000_000_000 })];
    const first = header(await ask(cast, { url, headers: await shown(cast, url, token) }, 'spa'), 'dpop-nonce');
    cast.world.clock.advance(130);
    const later = await ask(cast, { url, headers: await shown(cast, url, token, first) }, 'spa');
    const second = header(later, 'dpop-nonce');
    expect([later.status, second === first]).toEqual([200, false]);
    cast.world.clock.advance(60);
    const stale = await ask(cast, { url, headers: await shown(cast, url, token, first) }, 'spa');
    expect([stale.status, jsonBody(stale)['error'], header(stale, 'dpop-nonce')]).toEqual([401, 'use_dpop_nonce', second]);
    expect((await ask(cast, { url, headers: await shown(cast, url, token, second) }, 'spa')).status).toBe(200);
  });
});

describe('the answer to a call that is refused', () => {
  const NOTE = '.well-known/oauth-protected-resource';

  test('asks for the nonce with the challenge of the scheme, and lists the other beside it', async () => {
    const cast = rehearse();
    const url = `${GATEWAY}/invoices`;
    const response = await ask(cast, { url, headers: await shown(cast, url, await boundToken()) }, 'spa');
    expect([response.status, header(response, 'content-type'), header(response, 'cache-control')]).toEqual([
      401,
      'application/problem+json',
      'no-store',
    ]);
    expect(headerValues(response, 'www-authenticate')).toEqual([
      `DPoP realm="api.lab.test", error="use_dpop_nonce", error_description="The proof holds no nonce of this server.", resource_metadata="${GATEWAY}/${NOTE}", algs="Ed25519 EdDSA ES256 PS256 RS256"`,
      'Bearer realm="api.lab.test"',
    ]);
    expect(headerValues(response, 'dpop-nonce')).toHaveLength(1);
    expect(exchange(cast).to).toBe('gateway');
  });

  test('to a bound token sent as Bearer says in both challenges what is wrong', async () => {
    const cast = rehearse();
    const token = await boundToken();
    for (const url of [`${GATEWAY}/me`, `${INVOICES_API}/me`]) {
      const response = await ask(cast, { url, headers: [['Authorization', `Bearer ${token}`]] }, 'attacker');
      expect(response.status).toBe(401);
      expect(headerValues(response, 'www-authenticate').map((value) => /^(\w+) .*error="(\w+)"/.exec(value)?.slice(1))).toEqual([
        ['Bearer', 'invalid_token'],
        ['DPoP', 'invalid_token'],
      ]);
    }
  });

  test('to a bound token in a form body is that of Bearer: a proof does not help there', async () => {
    const cast = rehearse();
    const [url, token] = ['https://as.lab.test/userinfo', await boundToken({ scope: 'openid' })];
    const response = await ask(cast, {
      method: 'POST',
      url,
      headers: [['Content-Type', 'application/x-www-form-urlencoded'], ...(await shown(cast, url, token, undefined, 'POST')).slice(1)],
      body: `access_token=${token}`,
    });
    expect([response.status, jsonBody(response)['error']]).toEqual([401, 'invalid_token']);
  });

  test('to a token that is bound to no key, sent with a proof, is invalid_token', async () => {
    const response = await call(rehearse(), `${GATEWAY}/me`, await tokenFor('alice'));
    expect([response.status, jsonBody(response)['error']]).toEqual([401, 'invalid_token']);
  });

  test('to too little scope names it in the challenge of the scheme that was used', async () => {
    const response = await call(rehearse(), `${GATEWAY}/invoices`, await boundToken({ scope: 'openid' }));
    expect([response.status, headerValues(response, 'www-authenticate')]).toEqual([
      403,
      [expect.stringMatching(/^DPoP .*error="insufficient_scope".*scope="invoice_read"/)],
    ]);
  });
});

test('a login that is too weak is asked for with the scheme of the token', async () => {
  const cast = rehearse();
  const { routes } = await cast.world.gatewayData();
  const strict = routes.find(({ stepUp, method }) => stepUp !== undefined && method === 'GET');
  const response = await call(cast, `${GATEWAY}${strict?.path ?? ''}`, await boundToken());
  expect(headerValues(response, 'www-authenticate')).toEqual([expect.stringMatching(/^DPoP .*error="insufficient_user_authentication"/)]);
});

test('a proof that was used at the gateway is refused there and at the API, whichever address it goes to', async () => {
  const cast = rehearse();
  const [url, token] = [`${GATEWAY}/me`, await boundToken()];
  const nonce = header(await ask(cast, { url, headers: await shown(cast, url, token) }, 'spa'), 'dpop-nonce');
  const headers = await shown(cast, url, token, nonce);
  expect((await ask(cast, { url, headers }, 'spa')).status).toBe(200);
  for (const again of [url, `${INVOICES_API}/me`]) {
    const response = await ask(cast, { url: again, headers }, 'attacker');
    expect([response.status, jsonBody(response)['error']]).toEqual([401, 'invalid_dpop_proof']);
  }
});

test('a proof that something else refused is not used up by it', async () => {
  const cast = rehearse();
  const [url, token] = [`${GATEWAY}/me`, await boundToken()];
  const nonce = header(await ask(cast, { url, headers: await shown(cast, url, token) }, 'spa'), 'dpop-nonce');
  const headers = await shown(cast, url, token, nonce);
  const mangled = headers.map(([name, value]): Header => (name === 'DPoP' ? [name, value] : [name, `${value.slice(0, -4)}AAAA`]));
  expect((await ask(cast, { url, headers: mangled }, 'attacker')).status).toBe(401);
  expect((await ask(cast, { url, headers }, 'spa')).status).toBe(200);
});

test('an API that leaves validation to the gateway believes a stolen token, and the record says what it missed', async () => {
  const cast = rehearse({ off: ['api.own-validation'] });
  const response = await ask(cast, { url: `${INVOICES_API}/me`, headers: [['Authorization', `Bearer ${await boundToken()}`]] }, 'attacker');
  expect(response.status).toBe(200);
  expect(exchange(cast).checks.find(({ check }) => check === 'api.own-validation')).toMatchObject({
    outcome: 'switched-off',
    wouldHave: 'failed',
    received: 'a token that is not sent by whom it is bound to',
  });
});

test('with the scheme check off a bound token is as good as cash', async () => {
  const cast = rehearse({ off: ['dpop.scheme'] });
  const response = await ask(cast, { url: `${GATEWAY}/me`, headers: [['Authorization', `Bearer ${await boundToken()}`]] }, 'attacker');
  expect(response.status).toBe(200);
});
