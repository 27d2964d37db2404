import { expect, test } from 'vitest';
import { ask, form, jsonBody, outcomeOf, rehearse } from '../../../../tests/rehearsal.ts';
import { header } from '../../http/message.ts';
import { NIGHTLY, post, userinfo } from './token/request.fixture.ts';

const USERINFO = 'https://as.lab.test/userinfo';

test('a token of a client that acts for itself lacks the scope, and is no wrong token', async () => {
  const cast = rehearse();
  const { access_token: token } = jsonBody(await post(cast, NIGHTLY));
  const response = await userinfo(cast, token);
  expect([response.status, jsonBody(response)['error']]).toEqual([403, 'insufficient_scope']);
});

test('UserInfo tells what the scopes open, by GET and by POST', async () => {
  const cast = rehearse();
  const token = await cast.mintAccessToken({ sub: 'alice', scope: 'openid email' });
  const got = await ask(cast, { url: USERINFO, headers: [['Authorization', `Bearer ${token}`]] });
  expect(jsonBody(got)).toEqual({ sub: 'alice', email: 'alice@lab.test', email_verified: true });
  expect(outcomeOf(cast, 'userinfo.scope')).toBe('passed');
  expect(jsonBody(await ask(cast, form(USERINFO, { access_token: token })))).toEqual(jsonBody(got));
});

test('a token without openid is refused with insufficient_scope', async () => {
  const cast = rehearse();
  const token = await cast.mintAccessToken({ sub: 'alice', scope: 'invoice_read' });
  const response = await ask(cast, { url: USERINFO, headers: [['Authorization', `Bearer ${token}`]] });
  expect(response.status).toBe(403);
  expect(header(response, 'www-authenticate')).toContain('error="insufficient_scope"');
  expect(header(response, 'www-authenticate')).toContain('scope="openid"');
  expect(outcomeOf(cast, 'userinfo.scope')).toBe('failed');
});

test('an expired token is refused with invalid_token, and no token with a bare challenge', async () => {
  const cast = rehearse();
  const token = await cast.mintAccessToken({ sub: 'alice', scope: 'openid' });
  cast.world.clock.advance(301);
  const late = await ask(cast, { url: USERINFO, headers: [['Authorization', `Bearer ${token}`]] });
  expect(late.status).toBe(401);
  expect(header(late, 'www-authenticate')).toContain('error="invalid_token"');
  const none = await ask(cast, { url: USERINFO });
  expect(none.status).toBe(401);
  expect(header(none, 'www-authenticate')).toBe('Bearer realm="UserInfo"');
});

test('a token sent twice, or in the URL, is an invalid request', async () => {
  const cast = rehearse();
  const token = await cast.mintAccessToken({ sub: 'alice', scope: 'openid' });
  expect((await ask(cast, { url: `${USERINFO}?access_token=${token}` })).status).toBe(400);
  expect((await ask(cast, form(USERINFO, { access_token: token }, [['Authorization', `Bearer ${token}`]]))).status).toBe(400);
});
