import { expect, test } from 'vitest';
import { ask, form, jsonBody, logIn, rehearse } from '../../../../../tests/rehearsal.ts';
import { base64url } from '../../../http/encoding.ts';
import { header } from '../../../http/message.ts';
import type { Header, HttpResponse } from '../../../http/message.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { jwkThumbprint } from '../../../protocol/token/signature/jwk-thumbprint.ts';
import { makeDpopProof } from '../../../protocol/token/dpop/make-dpop-proof.ts';
import { DPOP_KEYS } from '../../../world/keys/dpop-keys.ts';
import { ATTACKER_KEY } from '../../../world/keys/keys.ts';
import type { LabKey } from '../../../world/keys/keys.ts';
import { BASIC, post, TOKEN } from '../token/request.fixture.ts';
import type { Company } from '../token/request.fixture.ts';
import { pushedFields } from './request.fixture.ts';

const PAR = 'https://as.lab.test/par';

async function proof({ world }: Company, url: string, nonce: string | undefined, key: LabKey = DPOP_KEYS.ledger): Promise<Header> {
  return ['DPoP', await makeDpopProof({ method: 'POST', url, nonce, id: base64url(world.random(8)), now: world.clock.now() }, key)];
}

async function push(cast: Company, fields: Readonly<Record<string, string>>): Promise<HttpResponse> {
  const asked = await ask(cast, form(PAR, fields, [BASIC, await proof(cast, PAR, undefined)]), 'app');
  expect([asked.status, jsonBody(asked)['error']]).toEqual([400, 'use_dpop_nonce']);
  return ask(cast, form(PAR, fields, [BASIC, await proof(cast, PAR, header(asked, 'dpop-nonce'))]), 'app');
}

test('a request pushed with a proof gives a code that only its key redeems, though nothing named the key', async () => {
  const cast = rehearse();
  const { searchParams: asked } = new URL(await cast.app.authorizationRequest());
  const { state, codeVerifier } = cast.world.logins.app.begun ?? {};
  const response = await push(cast, pushedFields({ state, code_challenge: asked.get('code_challenge') ?? '' }));
  expect([response.status, header(response, 'dpop-nonce')]).toEqual([201, expect.any(String)]);
  const uri = new URLSearchParams({ client_id: 'ledger', request_uri: String(jsonBody(response)['request_uri']) });
  await logIn(cast, Promise.resolve(`https://as.lab.test/authorize?${uri.toString()}`));
  const redeem = {
    grant_type: 'authorization_code',
    code: cast.app.received?.code ?? '',
    redirect_uri: 'https://app.lab.test/callback',
    code_verifier: codeVerifier ?? '',
  };
  const nonce = header(response, 'dpop-nonce');
  expect(jsonBody(await post(cast, redeem, [BASIC]))['error']).toBe('invalid_grant');
  expect(jsonBody(await post(cast, redeem, [BASIC, await proof(cast, TOKEN, nonce, ATTACKER_KEY)]))['error']).toBe('invalid_grant');
  const tokens = jsonBody(await post(cast, redeem, [BASIC, await proof(cast, TOKEN, nonce)]));
  expect(decodeCompact(String(tokens['access_token']))?.claims['cnf']).toEqual({ jkt: await jwkThumbprint(DPOP_KEYS.ledger) });
});

test('dpop_jkt beside a proof names its key or is refused, with a nonce for the next try', async () => {
  const cast = rehearse();
  const other = await push(cast, pushedFields({ dpop_jkt: await jwkThumbprint(ATTACKER_KEY) }));
  expect([other.status, jsonBody(other)['error'], header(other, 'dpop-nonce')]).toEqual([400, 'invalid_request', expect.any(String)]);
});

test('a proof made for the token endpoint pushes nothing', async () => {
  const cast = rehearse();
  const asked = await ask(cast, form(PAR, pushedFields(), [BASIC, await proof(cast, TOKEN, undefined)]), 'app');
  expect(jsonBody(asked)['error']).toBe('invalid_dpop_proof');
});
