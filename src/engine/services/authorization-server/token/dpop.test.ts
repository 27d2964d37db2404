import { expect, test } from 'vitest';
import { exchange, jsonBody, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import { base64url } from '../../../http/encoding.ts';
import { header, headerValues } from '../../../http/message.ts';
import type { Header, HttpResponse } from '../../../http/message.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { jwkThumbprint } from '../../../protocol/token/signature/jwk-thumbprint.ts';
import { makeDpopProof } from '../../../protocol/token/dpop/make-dpop-proof.ts';
import { DPOP_KEYS } from '../../../world/keys/dpop-keys.ts';
import { ATTACKER_KEY } from '../../../world/keys/keys.ts';
import type { LabKey } from '../../../world/keys/keys.ts';
import { tokenFor } from '../../resource-server/protected-world.fixture.ts';
import { exchangeForm } from './exchange/request.fixture.ts';
import { BASIC, codeFields, post, REFRESH, TOKEN, without } from './request.fixture.ts';
import type { Company } from './request.fixture.ts';

const KEY = DPOP_KEYS['ledger-phone'];

/** A proof for the token endpoint, made now. */
async function proof({ world }: Company, nonce?: string, key: LabKey = KEY): Promise<Header> {
  const facts = { method: 'POST', url: TOKEN, nonce, id: base64url(world.random(8)), now: world.clock.now() };
  return ['DPoP', await makeDpopProof(facts, key)];
}

/** Sends a form with a proof; the nonce is asked for first. */
async function postBound(
  cast: Company,
  fields: Readonly<Record<string, string>>,
  { headers = [], key }: { readonly headers?: readonly Header[]; readonly key?: LabKey } = {},
): Promise<HttpResponse> {
  const asked = await post(cast, fields, [...headers, await proof(cast, undefined, key)]);
  expect([asked.status, jsonBody(asked)['error']]).toEqual([400, 'use_dpop_nonce']);
  return post(cast, fields, [...headers, await proof(cast, header(asked, 'dpop-nonce'), key)]);
}

test('a proof without a nonce is answered with one, no-store, and spends neither the code nor itself', async () => {
  const cast = rehearse();
  const fields = await codeFields(cast);
  const response = await post(cast, fields, [await proof(cast)]);
  expect(response.status).toBe(400);
  expect(jsonBody(response)).toEqual({
    error: 'use_dpop_nonce',
    error_description: 'The DPoP proof needs the nonce of the DPoP-Nonce header.',
  });
  expect(headerValues(response, 'dpop-nonce')).toEqual([expect.stringMatching(/^[\w-]{24}$/)]);
  expect(header(response, 'cache-control')).toBe('no-store');
  expect([outcomeOf(cast, 'dpop.nonce'), outcomeOf(cast, 'dpop.issued-at'), outcomeOf(cast, 'token.code-fresh')]).toEqual([
    'failed',
    'passed',
    undefined,
  ]);
  expect((await post(cast, fields, [await proof(cast, header(response, 'dpop-nonce'))])).status).toBe(200);
});

test('the tokens of a proven key are bound to it, and say so', async () => {
  const cast = rehearse();
  const response = await postBound(cast, await codeFields(cast));
  const body = jsonBody(response);
  expect([body['token_type'], decodeCompact(String(body['access_token']))?.claims['cnf']]).toEqual([
    'DPoP',
    { jkt: await jwkThumbprint(KEY) },
  ]);
  expect(headerValues(response, 'dpop-nonce')).toHaveLength(1);
  expect(exchange(cast).checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
});

test('without a proof they are bearer tokens, and nothing of DPoP is recorded', async () => {
  const cast = rehearse();
  const response = await post(cast, await codeFields(cast));
  expect(jsonBody(response)['token_type']).toBe('Bearer');
  expect(decodeCompact(String(jsonBody(response)['access_token']))?.claims).not.toHaveProperty('cnf');
  expect(header(response, 'dpop-nonce')).toBeUndefined();
  expect(exchange(cast).checks.filter(({ check }) => check.startsWith('dpop.'))).toEqual([]);
});

test('every grant goes through the same proof: refresh, client credentials, token exchange', async () => {
  const cast = rehearse();
  const machine = { grant_type: 'client_credentials', client_id: 'nightly-report', client_secret: 'nightly-secret-2c8e5d1b7f904a36' };
  const gateway: Header = ['Authorization', `Basic ${btoa('gateway:gateway-secret-b81d20e4c7f95a36')}`];
  for (const [fields, headers] of [
    [REFRESH, [BASIC]],
    [machine, []],
    [exchangeForm(await tokenFor('alice')), [gateway]],
  ] as const) {
    const body = jsonBody(await postBound(cast, fields, { headers }));
    expect([body['token_type'], decodeCompact(String(body['access_token']))?.claims['cnf']]).toEqual([
      'DPoP',
      { jkt: await jwkThumbprint(KEY) },
    ]);
  }
});

test('a client is asked for its secret before its proof is looked at', async () => {
  const cast = rehearse();
  const response = await post(cast, REFRESH, [['Authorization', 'Basic bGVkZ2VyOng='], await proof(cast)]);
  expect([response.status, jsonBody(response)['error'], outcomeOf(cast, 'dpop.nonce')]).toEqual([401, 'invalid_client', undefined]);
});

test('a confidential client may refresh with another key, or with none: it proves itself otherwise', async () => {
  const cast = rehearse();
  const first = jsonBody(await postBound(cast, REFRESH, { headers: [BASIC] }));
  const second = jsonBody(
    await postBound(cast, { ...REFRESH, refresh_token: String(first['refresh_token']) }, { headers: [BASIC], key: ATTACKER_KEY }),
  );
  expect(second['token_type']).toBe('DPoP');
  const third = await post(cast, { ...REFRESH, refresh_token: String(second['refresh_token']) }, [BASIC]);
  expect(jsonBody(third)['token_type']).toBe('Bearer');
});

test("a public client's refresh token stays bound through every rotation, and a stranger's try does not end it", async () => {
  const cast = rehearse();
  let token = String(jsonBody(await postBound(cast, await codeFields(cast)))['refresh_token']);
  const fields = (): Record<string, string> => ({ grant_type: 'refresh_token', client_id: 'ledger-phone', refresh_token: token });
  for (let turn = 0; turn < 2; turn += 1) {
    const stolen = await postBound(cast, fields(), { key: ATTACKER_KEY });
    expect([jsonBody(stolen)['error'], outcomeOf(cast, 'token.refresh-bound')]).toEqual(['invalid_grant', 'failed']);
    expect(jsonBody(await post(cast, fields()))['error']).toBe('invalid_grant');
    const old = token;
    token = String(jsonBody(await postBound(cast, fields()))['refresh_token']);
    const used = await postBound(cast, { ...fields(), refresh_token: old }, { key: ATTACKER_KEY });
    expect(jsonBody(used)['error']).toBe('invalid_grant');
  }
  expect((await postBound(cast, fields())).status).toBe(200);
});

test('a code that named its key needs a proof of it, however right the rest is', async () => {
  const cast = rehearse();
  const fields = await codeFields(cast, { dpopKey: await jwkThumbprint(KEY) });
  expect(jsonBody(await post(cast, fields))['error']).toBe('invalid_grant');
  expect(jsonBody(await postBound(cast, fields, { key: ATTACKER_KEY }))['error']).toBe('invalid_grant');
  expect(jsonBody(await postBound(cast, without(fields, 'redirect_uri')))['token_type']).toBe('DPoP');
});

test('of two requests with one proof that come at once, one is refused', async () => {
  const cast = rehearse();
  const nonce = header(await post(cast, REFRESH, [BASIC, await proof(cast)]), 'dpop-nonce');
  const one = await proof(cast, nonce);
  const answers = await Promise.all([post(cast, REFRESH, [BASIC, one]), post(cast, REFRESH, [BASIC, one])]);
  expect(answers.map((answer) => jsonBody(answer)['error']).toSorted()).toEqual(['invalid_dpop_proof', undefined]);
});

test('of two requests with one code that come at once, each with a proof of its own, one gets tokens', async () => {
  const cast = rehearse();
  const fields = await codeFields(cast);
  const nonce = header(await post(cast, fields, [await proof(cast)]), 'dpop-nonce');
  const answers = await Promise.all([post(cast, fields, [await proof(cast, nonce)]), post(cast, fields, [await proof(cast, nonce)])]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400]);
});
