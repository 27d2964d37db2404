import { expect, test } from 'vitest';
import { headerValues } from '#engine/http/message.ts';
import { ask, form, jsonBody, logIn, rehearse } from '../rehearsal.ts';

/** Names of query parameters, in the order sent. */
const names = (url: string | undefined): string[] => [...new URL(url ?? '').searchParams.keys()];

test('the authorization response has the shape of RFC 6749 §4.1.2, with iss of RFC 9207', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  const response = cast.world.trace().exchanges[3]?.response;
  const [location] = headerValues(response ?? { headers: [] }, 'location');
  expect(location?.startsWith('https://app.lab.test/callback?')).toBe(true);
  expect(names(location)).toEqual(['code', 'state', 'iss']);
});

test('the error response has the shape of RFC 6749 §4.1.2.1', async () => {
  const response = await ask(rehearse(), {
    url: 'https://as.lab.test/authorize?response_type=code&client_id=ledger&redirect_uri=https%3A%2F%2Fapp.lab.test%2Fcallback&state=xyz',
  });
  const [location] = headerValues(response, 'location');
  expect(names(location)).toEqual(['error', 'error_description', 'state', 'iss']);
  expect(new URL(location ?? '').searchParams.get('error_description')).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
});

test('the access token request of RFC 6749 §4.1.3 and the response of §5.1 have their shapes', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  const { response } = await cast.app.redeem();
  const request = cast.world.trace().exchanges.at(-1)?.request;
  expect(request?.method).toBe('POST');
  expect(headerValues(request ?? { headers: [] }, 'content-type')[0]).toMatch(/^application\/x-www-form-urlencoded/);
  expect(headerValues(request ?? { headers: [] }, 'authorization')[0]).toMatch(/^Basic /);
  expect([...new URLSearchParams(request?.body).keys()].sort()).toEqual(['code', 'code_verifier', 'grant_type', 'redirect_uri']);
  expect(Object.keys(jsonBody(response)).sort()).toEqual([
    'access_token',
    'expires_in',
    'id_token',
    'refresh_token',
    'scope',
    'token_type',
  ]);
  expect(headerValues(response ?? { headers: [] }, 'cache-control')).toEqual(['no-store']);
  expect(headerValues(response ?? { headers: [] }, 'pragma')).toEqual(['no-cache']);
});

test('the error response of RFC 6749 §5.2 is JSON with error and error_description, and no-store', async () => {
  const response = await ask(
    rehearse(),
    form('https://as.lab.test/token', { grant_type: 'authorization_code', code: 'SplxlOBeZQQYbYS6WxSbIA', client_id: 'ledger-phone' }),
  );
  expect(response.status).toBe(400);
  expect(Object.keys(jsonBody(response))).toEqual(['error', 'error_description']);
  expect(jsonBody(response)['error_description']).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
  expect(headerValues(response, 'content-type')).toEqual(['application/json']);
  expect(headerValues(response, 'cache-control')).toEqual(['no-store']);
});
