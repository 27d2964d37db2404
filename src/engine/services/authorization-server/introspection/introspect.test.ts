import { expect, test } from 'vitest';
import { ask, form, jsonBody, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import { header } from '../../../http/message.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { verifyBytes } from '../../../protocol/token/signature/signature.ts';
import { takeApart } from '../../../protocol/token/token-parts.ts';
import { ID_TOKEN_KEY, publicJwk } from '../../../world/keys/keys.ts';
import { GATEWAY_BASIC, INTROSPECT, introspect } from '../../every-check/authorization-server/introspection.fixture.ts';
import { tokenFor } from '../../resource-server/protected-world.fixture.ts';
import { BASIC, dashboardTokens, NIGHTLY, post, REFRESH } from '../token/request.fixture.ts';
import type { Company } from '../token/request.fixture.ts';

const SIGNED = 'application/token-introspection+jwt';

const signedly = (cast: Company, token: string, accept = SIGNED): ReturnType<typeof ask> =>
  ask(cast, form(INTROSPECT, { token }, [GATEWAY_BASIC, ['Accept', accept]]), 'gateway');

test('of a readable token the server tells what it says, and how it is to be sent', async () => {
  const cast = rehearse();
  const response = await introspect(cast, await tokenFor('alice'));
  expect(header(response, 'cache-control')).toBe('no-store');
  expect(jsonBody(response)).toMatchObject({
    active: true,
    sub: 'alice',
    username: 'alice',
    client_id: 'ledger',
    aud: 'https://api.lab.test',
    iss: 'https://as.lab.test',
    scope: 'invoice_read invoice_write',
    token_type: 'Bearer',
    department: 'Finance',
  });
});

test('of a token by reference it tells what the token stands for', async () => {
  const cast = rehearse();
  const { access_token } = await dashboardTokens(cast);
  expect(jsonBody(await introspect(cast, access_token))).toMatchObject({
    active: true,
    sub: 'alice',
    client_id: 'dashboard',
    token_type: 'Bearer',
  });
  cast.world.clock.advance(300);
  expect(await introspect(cast, access_token)).toMatchObject({ status: 200, body: '{"active":false}' });
  expect(outcomeOf(cast, 'jwt.expiry')).toBe('failed');
});

test('of a refresh token it tells its own client when it ends, and nobody else that it is one', async () => {
  const cast = rehearse();
  const seconds = cast.world.clock.now() / 1000;
  expect(jsonBody(await introspect(cast, REFRESH.refresh_token, [BASIC]))).toEqual({
    active: true,
    iss: 'https://as.lab.test',
    sub: 'alice',
    client_id: 'ledger',
    scope: 'openid profile invoice_read',
    iat: Math.floor(seconds),
    exp: Math.floor(seconds) + 30 * 86_400,
  });
  expect((await introspect(cast, REFRESH.refresh_token)).body).toBe('{"active":false}');
});

test('a machine has no user name', async () => {
  const cast = rehearse();
  const { access_token } = jsonBody(await post(cast, NIGHTLY));
  const answer = jsonBody(await introspect(cast, access_token));
  expect([answer['active'], answer['sub'], answer['username']]).toEqual([true, 'nightly-report', undefined]);
});

test.each(['x', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.', '\u0000', '1042', '__proto__'])(
  'of %j it says no more than that it is not active',
  async (token) => {
    expect(await introspect(rehearse(), token)).toMatchObject({ status: 200, body: '{"active":false}' });
  },
);

test('every cause is answered in the same words', async () => {
  const cast = rehearse();
  const answers = [
    await introspect(cast, 'unknown'),
    await introspect(cast, await tokenFor('alice', { exp: 1 })),
    await introspect(cast, await tokenFor('alice', { aud: 'https://payments.internal.lab.test' })),
  ];
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test('a request without a token is an error, and so is one without a form', async () => {
  const cast = rehearse();
  const responses = [
    await ask(cast, form(INTROSPECT, {}, [GATEWAY_BASIC])),
    await ask(cast, {
      method: 'POST',
      url: INTROSPECT,
      headers: [GATEWAY_BASIC, ['Content-Type', 'application/json']],
      body: '{"token":"x"}',
    }),
  ];
  expect(responses.map((response) => [response.status, jsonBody(response)['error']])).toEqual([
    [400, 'invalid_request'],
    [400, 'invalid_request'],
  ]);
});

test('a signed answer is a JWT for the caller alone, and cannot pass for a token', async () => {
  const cast = rehearse();
  const response = await signedly(cast, await tokenFor('alice'));
  expect([response.status, header(response, 'content-type'), header(response, 'cache-control')]).toEqual([200, SIGNED, 'no-store']);
  const decoded = decodeCompact(response.body);
  expect(decoded?.header).toEqual({ alg: 'RS256', typ: 'token-introspection+jwt', kid: ID_TOKEN_KEY.kid });
  expect(Object.keys(decoded?.claims ?? {})).toEqual(['iss', 'aud', 'iat', 'token_introspection']);
  expect(decoded?.claims).toMatchObject({
    iss: 'https://as.lab.test',
    aud: 'gateway',
    token_introspection: { active: true, sub: 'alice' },
  });
  const { input, signature } = takeApart(response.body);
  expect(signature && (await verifyBytes('RS256', publicJwk(ID_TOKEN_KEY), signature, input))).toBe(true);
});

test('a signed answer about a token that is not active says no more either', async () => {
  const response = await signedly(rehearse(), 'unknown');
  expect(decodeCompact(response.body)?.claims['token_introspection']).toEqual({ active: false });
});

test('the signed form is given where it is among the accepted ones, and not otherwise', async () => {
  const cast = rehearse();
  const types = [`application/json, ${SIGNED};q=0.5`, 'APPLICATION/TOKEN-INTROSPECTION+JWT', 'application/jwt', '*/*'];
  const answers = await Promise.all(types.map(async (type) => header(await signedly(cast, 'x', type), 'content-type')));
  expect(answers).toEqual([SIGNED, SIGNED, 'application/json', 'application/json']);
});

test('whoever asks for a signed answer without proving who it is gets 400', async () => {
  const cast = rehearse();
  const nobody = await ask(cast, form(INTROSPECT, { token: 'x' }, [['Accept', SIGNED]]));
  const wrong = await ask(cast, form(INTROSPECT, { token: 'x', client_id: 'gateway' }, [['Accept', SIGNED]]));
  expect([nobody, wrong].map((response) => [response.status, jsonBody(response)['error']])).toEqual([
    [400, 'invalid_client'],
    [400, 'invalid_client'],
  ]);
});

test('a signed answer with a weight of zero is one that the caller does not want', async () => {
  const cast = rehearse();
  const plain = await signedly(cast, await tokenFor('alice'), `application/json, ${SIGNED};q=0`);
  expect(header(plain, 'content-type')).toBe('application/json');
  const wanted = await signedly(cast, await tokenFor('alice'), `application/json;q=0.5, ${SIGNED};q=0.9`);
  expect(header(wanted, 'content-type')).toBe(SIGNED);
});
