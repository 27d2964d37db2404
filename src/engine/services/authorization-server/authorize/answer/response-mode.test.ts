import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ask, form, jsonBody, logIn, outcomeOf, rehearse } from '../../../../../../tests/rehearsal.ts';
import { createBankPortal } from '../../../../actors/client/pushing-client.ts';
import type { CheckId } from '../../../../checks/catalogue.ts';
import { header } from '../../../../http/message.ts';
import { decodeCompact } from '../../../../protocol/token/jws.ts';
import type { Company } from '../../token/request.fixture.ts';
import { authorizationUrl } from '../request.fixture.ts';

const SPA = { client_id: 'spa', redirect_uri: 'https://spa.lab.test/callback' };
const OFF: readonly CheckId[] = ['authorize.response-type'];

/** Alice logs in and allows; where the answer took her, and what it brought in the fragment. */
async function answered(cast: Company, changes: Readonly<Record<string, string | undefined>>): Promise<URL> {
  await logIn(cast, Promise.resolve(authorizationUrl(changes)));
  return new URL(cast.browser.page?.url ?? '');
}

function fragment(url: URL): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(url.hash.slice(1)));
}

describe('a code', () => {
  test('comes in the fragment where the client asks for that, with state and iss', async () => {
    const url = await answered(rehearse(), { ...SPA, response_mode: 'fragment' });
    expect(url.search).toBe('');
    expect(fragment(url)).toMatchObject({ code: expect.any(String) as string, state: 's1', iss: 'https://as.lab.test' });
  });

  test('is posted by a form that sends itself, and by no other script', async () => {
    const cast = rehearse();
    const bank = createBankPortal(cast);
    const pushed = await bank.push({ responseMode: 'form_post' });
    await logIn(cast, Promise.resolve(bank.addressOf(pushed.requestUri)));
    const { page } = cast.browser;
    const script = /<script>(.*)<\/script>/.exec(page?.html ?? '')?.[1] ?? '';
    const digest = createHash('sha256').update(script).digest('base64');
    expect(header(page?.response ?? { headers: [] }, 'content-security-policy')).toContain(`script-src 'sha256-${digest}'`);
    expect(page?.forms[0]).toMatchObject({ method: 'POST', action: 'https://bank.lab.test/callback' });
    await cast.browser.submit({});
    expect((await bank.redeem()).tokens).toBeDefined();
    const address = cast.world.trace().exchanges.find(({ request }) => request.url.startsWith('https://bank.lab.test/callback'))
      ?.request.url;
    expect(address).toBe('https://bank.lab.test/callback');
  });

  test('is sent to the window of the client alone, and cannot break out of its script', async () => {
    const cast = rehearse();
    await answered(cast, { ...SPA, response_mode: 'web_message', state: '</script><b>\u2028' });
    const html = cast.browser.page?.html ?? '';
    expect(html).toContain('"https://spa.lab.test")</script>');
    expect(html).not.toContain('</script><b>');
    expect(html).not.toContain('\u2028');
    const nonce = /nonce="([^"]+)"/.exec(html)?.[1] ?? '-';
    expect(header(cast.browser.page?.response ?? { headers: [] }, 'content-security-policy')).toContain(`script-src 'nonce-${nonce}'`);
  });
});

test('an error goes back in the mode that was asked for, where the client may have it', async () => {
  const cast = rehearse();
  const response = await ask(cast, { url: authorizationUrl({ ...SPA, response_mode: 'fragment', scope: 'payments' }) });
  expect(header(response, 'location')).toMatch(/^https:\/\/spa\.lab\.test\/callback#error=invalid_scope&/);
  const other = await ask(cast, { url: authorizationUrl({ response_mode: 'fragment', scope: 'payments' }) });
  expect(header(other, 'location')).toMatch(/^https:\/\/app\.lab\.test\/callback\?error=invalid_request&/);
});

test.each(['form_post', 'web_message', 'jwt', 'constructor'])(
  'the mode %s is refused for a client that is not registered for it',
  async (mode) => {
    const cast = rehearse();
    const response = await ask(cast, { url: authorizationUrl({ response_mode: mode }) });
    expect(header(response, 'location')).toContain('error=invalid_request');
    expect(outcomeOf(cast, 'authorize.response-type')).toBe('failed');
  },
);

describe('the retired implicit flow', () => {
  test.each(['token', 'id_token', 'id_token token', 'token id_token', 'code token', 'none'])(
    'refuses %s while its check is on',
    async (type) => {
      const response = await ask(rehearse(), { url: authorizationUrl({ response_type: type }) });
      expect(header(response, 'location')).toContain('error=unsupported_response_type');
    },
  );

  test('gives a token in the fragment while it is off, without a challenge and without a refresh token', async () => {
    const cast = rehearse({ off: OFF });
    const changes = { response_type: 'token', code_challenge: undefined, code_challenge_method: undefined };
    const given = fragment(await answered(cast, changes));
    expect(given).toMatchObject({ token_type: 'Bearer', expires_in: '300', scope: 'openid invoice_read', state: 's1' });
    expect([given['refresh_token'], given['id_token'], given['code']]).toEqual([undefined, undefined, undefined]);
    expect((await cast.app.get(`${cast.gateway}/invoices`, given['access_token'])).status).toBe(200);
  });

  test('gives an ID token with the nonce beside it, or alone', async () => {
    const both = fragment(await answered(rehearse({ off: OFF }), { response_type: 'id_token token' }));
    expect(decodeCompact(both['id_token'] ?? '')?.claims).toMatchObject({ sub: 'alice', nonce: 'n1', aud: 'ledger' });
    expect(both['access_token']).toBeDefined();
    const alone = fragment(await answered(rehearse({ off: OFF }), { response_type: 'id_token' }));
    expect([typeof alone['id_token'], alone['access_token']]).toEqual(['string', undefined]);
  });

  test('does not give what nobody ever specified here', async () => {
    const response = await ask(rehearse({ off: OFF }), { url: authorizationUrl({ response_type: 'code token' }) });
    expect(header(response, 'location')).toContain('error=unsupported_response_type');
  });
});

describe('the retired password grant', () => {
  const TOKEN = 'https://as.lab.test/token';
  const grant = { grant_type: 'password', username: 'alice', password: 'wonderland', client_id: 'ledger-phone' };

  test('is unsupported while its check is on, and no metadata names it', async () => {
    const cast = rehearse();
    expect(jsonBody(await ask(cast, form(TOKEN, grant), 'phone'))['error']).toBe('unsupported_grant_type');
    const metadata = jsonBody(await ask(cast, { url: 'https://as.lab.test/.well-known/oauth-authorization-server' }));
    expect(metadata['grant_types_supported']).not.toContain('password');
  });

  test('gives every scope of the client for a password while it is off', async () => {
    const cast = rehearse({ off: ['token.grant-allowed'] });
    const tokens = jsonBody(await ask(cast, form(TOKEN, grant), 'phone'));
    expect(tokens).toMatchObject({ scope: 'openid profile invoice_read', refresh_token: expect.any(String) as string });
  });

  test.each([
    ['invalid_grant', { password: 'guess' }],
    ['invalid_grant', { username: 'nobody' }],
    ['invalid_scope', { scope: 'invoice_write' }],
    ['invalid_target', { resource: 'https://evil.lab.test' }],
  ])('%s: it is no way around the other checks', async (error, changes) => {
    const cast = rehearse({ off: ['token.grant-allowed'] });
    expect(jsonBody(await ask(cast, form(TOKEN, { ...grant, ...changes }), 'phone'))['error']).toBe(error);
  });
});
