import { expect, test } from 'vitest';
import { readClaimsRequest } from './claims-request.ts';

/** The example of OpenID Connect Core §5.5. */
const EXAMPLE = {
  userinfo: {
    given_name: { essential: true },
    nickname: null,
    email: { essential: true },
    email_verified: { essential: true },
    picture: null,
    'http://example.info/claims/groups': null,
  },
  id_token: { auth_time: { essential: true }, acr: { values: ['urn:mace:incommon:iap:silver'] } },
};

test('the example of the specification is read', () => {
  const read = readClaimsRequest(JSON.stringify(EXAMPLE));
  expect(read.finding.passed).toBe(true);
  expect(read.userinfo).toEqual(Object.keys(EXAMPLE.userinfo));
  expect(read.idToken).toEqual(['auth_time', 'acr']);
  expect(read.acr).toBeUndefined();
});

test('an essential acr is a demand, by one value or by several', () => {
  const acr = (request: unknown): unknown => readClaimsRequest(JSON.stringify({ id_token: { acr: request } })).acr;
  expect(acr({ essential: true, values: ['a', 'b'] })).toEqual(['a', 'b']);
  expect(acr({ essential: true, value: 'a' })).toEqual(['a']);
  expect(acr({ essential: true })).toBeUndefined();
  expect(acr(null)).toBeUndefined();
});

test.each([
  '',
  'null',
  '[]',
  '{"id_token":1}',
  '{"id_token":{"acr":true}}',
  '{"id_token":{"acr":{"essential":"yes"}}}',
  '{"userinfo":{"email":{"values":"a"}}}',
  '{"userinfo":{},"userinfo":{}}',
  '{"id_token":{"sub":{"value":7}}}',
  '{"id_token":{"sub":{"value":["alice"]}}}',
  '{"id_token":{"acr":{"essential":true,"value":7}}}',
  '{"id_token":{"acr":{"essential":true,"value":null}}}',
  '{"id_token":{"acr":{"essential":true,"values":[]}}}',
  '{"id_token":{"acr":{"essential":true,"values":["a",7]}}}',
])('%s is no request for claims', (text) => {
  expect(readClaimsRequest(text).finding.passed).toBe(false);
});

test('a member of another name is left alone', () => {
  expect(readClaimsRequest('{"other":7,"userinfo":null}').finding.passed).toBe(true);
});
