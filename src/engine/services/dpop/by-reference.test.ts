import { expect, test } from 'vitest';
import { ask, exchange, form, jsonBody, rehearse } from '../../../../tests/rehearsal.ts';
import { provingSend } from '../../actors/client/proving-send.ts';
import { header } from '../../http/message.ts';
import type { HttpResponse } from '../../http/message.ts';
import { decodeCompact } from '../../protocol/token/jws.ts';
import { jwkThumbprint } from '../../protocol/token/signature/jwk-thumbprint.ts';
import { DPOP_KEYS } from '../../world/keys/dpop-keys.ts';
import { ATTACKER_KEY } from '../../world/keys/keys.ts';
import type { LabKey } from '../../world/keys/keys.ts';
import { GATEWAY } from '../../world/parties.ts';
import { DASHBOARD, dashboardTokens, TOKEN, userinfo } from '../authorization-server/token/request.fixture.ts';
import type { Company } from '../authorization-server/token/request.fixture.ts';
import { introspect } from '../every-check/authorization-server/introspection.fixture.ts';

const KEY = DPOP_KEYS.ledger;
const USERINFO = 'https://as.lab.test/userinfo';

function sending({ send, world }: Company, key: LabKey): ReturnType<typeof provingSend> {
  return provingSend({ send, key, tokenEndpoint: TOKEN, world });
}

/** An access token that only the issuer can read, bound to a key. */
async function boundReference(cast: Company): Promise<Record<string, unknown>> {
  const { refresh_token } = await dashboardTokens(cast);
  const request = form(TOKEN, { grant_type: 'refresh_token', refresh_token: refresh_token ?? '' }, [DASHBOARD]);
  return jsonBody((await sending(cast, KEY)('app', request)).response);
}

async function read(cast: Company, url: string, token: string, key: LabKey): Promise<HttpResponse> {
  const headers = [['Authorization', `Bearer ${token}`] as const];
  return (await sending(cast, key)('app', { method: 'GET', url, headers, body: '' })).response;
}

test('a token by reference is bound by what the issuer keeps of it, and introspection tells the key', async () => {
  const cast = rehearse();
  const { access_token, token_type } = await boundReference(cast);
  expect([token_type, decodeCompact(String(access_token))]).toEqual(['DPoP', undefined]);
  expect(jsonBody(await introspect(cast, String(access_token)))).toMatchObject({
    active: true,
    token_type: 'DPoP',
    cnf: { jkt: await jwkThumbprint(KEY) },
  });
});

test('with its key it opens UserInfo, the gateway and the API behind, which gets another token', async () => {
  const cast = rehearse();
  const token = String((await boundReference(cast))['access_token']);
  expect((await read(cast, USERINFO, token, KEY)).status).toBe(200);
  expect((await read(cast, `${GATEWAY}/invoices`, token, KEY)).status).toBe(200);
  const { request } = exchange(cast);
  expect([request.url.startsWith('https://invoices.internal'), JSON.stringify(request).includes(token)]).toEqual([true, false]);
  expect(header(request, 'dpop')).toBeUndefined();
});

test('without its key, or with another, it opens neither', async () => {
  const cast = rehearse();
  const token = String((await boundReference(cast))['access_token']);
  const answers = [
    await userinfo(cast, token),
    await ask(cast, { url: `${GATEWAY}/invoices`, headers: [['Authorization', `Bearer ${token}`]] }, 'attacker'),
    await read(cast, USERINFO, token, ATTACKER_KEY),
    await read(cast, `${GATEWAY}/invoices`, token, ATTACKER_KEY),
  ];
  expect(answers.map((answer) => [answer.status, jsonBody(answer)['error']])).toEqual(answers.map(() => [401, 'invalid_token']));
});
