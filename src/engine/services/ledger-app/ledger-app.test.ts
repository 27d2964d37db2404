import { expect, test } from 'vitest';
import { ask, exchange, logIn, outcomeOf, rehearse } from '../../../../tests/rehearsal.ts';
import { header } from '../../http/message.ts';

const CALLBACK = 'https://app.lab.test/callback';

test('an answer to a login begun here is kept, and its code leaves the address', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  expect(cast.app.received?.code).toBeDefined();
  expect(cast.browser.page?.url).toBe('https://app.lab.test/');
  for (const check of ['rp.state', 'rp.issuer-response', 'http.parameter-once'] as const) expect(outcomeOf(cast, check, 5)).toBe('passed');
  expect(outcomeOf(cast, 'rp.callback-clean', 5)).toBe('sent');
});

test('left out, the page stays at the address with the code', async () => {
  const cast = rehearse({ off: ['rp.callback-clean'] });
  await logIn(cast, cast.app.authorizationRequest());
  expect(cast.browser.page).toMatchObject({ status: 200 });
  expect(cast.browser.page?.url).toContain('code=');
});

test('a wrong state is refused and the code is not redeemed', async () => {
  const cast = rehearse();
  await cast.app.authorizationRequest();
  expect((await ask(cast, { url: `${CALLBACK}?code=c&state=other&iss=https%3A%2F%2Fas.lab.test` })).status).toBe(400);
  expect(outcomeOf(cast, 'rp.state')).toBe('failed');
  expect(await cast.app.redeem()).toEqual({ refused: 'rp.state' });
});

test('an answer that comes again is refused, and the login that goes on ends as it would have', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  const answer = cast.world.trace().exchanges.find(({ request }) => request.url.startsWith(`${CALLBACK}?`));
  expect((await ask(cast, { url: answer?.request.url ?? '' })).status).toBe(400);
  expect(outcomeOf(cast, 'rp.state')).toBe('failed');
  expect((await cast.app.redeem()).tokens).toBeDefined();
});

test.each(['&iss=https%3A%2F%2Fevil.lab.test', ''])('an answer of another issuer, or of none, is refused: "%s"', async (iss) => {
  const cast = rehearse();
  const state = new URL(await cast.app.authorizationRequest()).searchParams.get('state') ?? '';
  expect((await ask(cast, { url: `${CALLBACK}?code=c&state=${state}${iss}` })).status).toBe(400);
  expect(outcomeOf(cast, 'rp.issuer-response')).toBe('failed');
});

test('where the server leaves iss out it does not promise it, and the login still works', async () => {
  const cast = rehearse({ off: ['authorize.iss-returned'] });
  await logIn(cast, cast.app.authorizationRequest());
  expect((await cast.app.redeem()).tokens).toBeDefined();
  expect((await ask(cast, { url: 'https://as.lab.test/.well-known/oauth-authorization-server' })).body).toContain(
    '"authorization_response_iss_parameter_supported":false',
  );
});

test('other addresses and methods are refused', async () => {
  const cast = rehearse();
  expect((await ask(cast, { url: 'https://app.lab.test/nowhere' })).status).toBe(404);
  const posted = await ask(cast, { method: 'POST', url: CALLBACK });
  expect(posted.status).toBe(405);
  expect(header(posted, 'allow')).toBe('GET, HEAD');
});

test('the phone app receives its own scheme, unless another app has claimed it', async () => {
  const own = rehearse();
  await logIn(own, own.phone.authorizationRequest());
  expect(exchange(own)).toMatchObject({ to: 'phone', response: { status: 200 } });
  expect((await own.phone.redeem()).tokens).toBeDefined();
  const stolen = rehearse();
  stolen.attacker.claimScheme();
  await logIn(stolen, stolen.phone.authorizationRequest());
  expect(exchange(stolen)).toMatchObject({ to: 'attacker' });
  const code = new URL(stolen.attacker.received()[0]?.url ?? 'x:').searchParams.get('code') ?? '';
  expect((await stolen.attacker.redeem(code, { clientId: 'ledger-phone' })).refused).toBe('invalid_grant');
  expect(await stolen.phone.redeem()).toEqual({ refused: 'no code' });
});
