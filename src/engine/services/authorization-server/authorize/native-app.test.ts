import { describe, expect, test } from 'vitest';
import { ask, form, jsonBody, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import { field, queryFields } from '../../../http/form.ts';
import { header } from '../../../http/message.ts';
import { deriveChallenge } from '../../../protocol/authorization/pkce.ts';
import type { Company } from '../token/request.fixture.ts';
import { authorizationUrl } from './request.fixture.ts';

const VERIFIER = 'x'.repeat(43);
const AT_PORT = 'http://127.0.0.1:51004/callback';

function desktopUrl(redirectUri: string, challenge?: string): string {
  return authorizationUrl({
    client_id: 'ledger-desktop',
    redirect_uri: redirectUri,
    ...(challenge === undefined ? {} : { code_challenge: challenge }),
  });
}

/** Alice logs in and allows; the answer is taken before her browser follows it to her own machine. */
async function allowed(cast: Company): Promise<string> {
  await cast.browser.navigate(desktopUrl(AT_PORT, await deriveChallenge(VERIFIER)));
  await cast.browser.submit({ username: 'alice', password: 'wonderland' });
  await cast.browser.submit({}, { button: 'Allow' }).catch(() => undefined);
  const consent = cast.world.trace().exchanges.find(({ request }) => request.url.endsWith('/consent'));
  return header(consent?.response ?? { headers: [] }, 'location') ?? '';
}

test.each([AT_PORT, 'http://127.0.0.1/callback', 'http://[::1]:8080/callback'])('an app on the desktop may listen at %s', async (uri) => {
  expect((await ask(rehearse(), { url: desktopUrl(uri) })).status).toBe(200);
});

test.each([
  'http://localhost:51004/callback',
  'http://127.0.0.1:51004/other',
  'http://127.0.0.1:51004/callback?x=1',
  'http://127.0.0.2:51004/callback',
  'https://127.0.0.1:51004/callback',
  'http://127.0.0.1:51004@evil.lab.test/callback',
])('but not at %s', async (uri) => {
  const cast = rehearse();
  expect((await ask(cast, { url: desktopUrl(uri) })).status).toBe(400);
  expect(outcomeOf(cast, 'authorize.redirect-uri-exact')).toBe('failed');
});

test('the port of a web app is never left open', async () => {
  expect((await ask(rehearse(), { url: authorizationUrl({ redirect_uri: 'https://app.lab.test:444/callback' }) })).status).toBe(400);
});

describe('where OAuth 2.0 and 2.1 differ, the code of a native app', () => {
  const redeem = async (cast: Company, code: string, change: Readonly<Record<string, string>>): Promise<Record<string, unknown>> => {
    const fields = { grant_type: 'authorization_code', client_id: 'ledger-desktop', code, code_verifier: VERIFIER, ...change };
    return jsonBody(await ask(cast, form('https://as.lab.test/token', fields), 'phone'));
  };
  const codeIn = (location: string): string => field(queryFields(location), 'code') ?? '';

  test('goes to the port of its own request, and is redeemed with that redirect_uri, as 2.0 asks', async () => {
    const cast = rehearse();
    const location = await allowed(cast);
    expect(location.startsWith(`${AT_PORT}?`)).toBe(true);
    expect((await redeem(cast, codeIn(location), { redirect_uri: AT_PORT }))['token_type']).toBe('Bearer');
  });

  test('is redeemed without redirect_uri, as 2.1 leaves it out', async () => {
    const cast = rehearse();
    expect((await redeem(cast, codeIn(await allowed(cast)), {}))['token_type']).toBe('Bearer');
  });

  test('is not redeemed with another port than that of its request', async () => {
    const cast = rehearse();
    const change = { redirect_uri: 'http://127.0.0.1:51005/callback' };
    expect((await redeem(cast, codeIn(await allowed(cast)), change))['error']).toBe('invalid_grant');
  });
});
