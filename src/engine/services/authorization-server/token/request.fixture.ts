import { ask, form, logIn } from '../../../../../tests/rehearsal.ts';
import type { Cast } from '../../../actors/cast.ts';
import { formatClientBasic } from '../../../http/basic.ts';
import { field, queryFields } from '../../../http/form.ts';
import type { Header, HttpResponse } from '../../../http/message.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { signCompact } from '../../../protocol/token/jws.ts';
import { CLIENTS } from '../../../world/clients.ts';
import { PAYROLL_KEY } from '../../../world/keys/keys.ts';
import type { LabKey } from '../../../world/keys/keys.ts';
import { authorizationUrl } from '../authorize/request.fixture.ts';
import type { Landscape } from '../../../world/landscape.ts';

export const TOKEN = 'https://as.lab.test/token';

/** How the web app proves itself. */
export const BASIC: Header = ['Authorization', formatClientBasic({ user: 'ledger', password: 'ledger-secret-7f3a9c51e8b24d06' })];

/** The refresh token grant of the web app, with the token it has kept from before. */
export const REFRESH = { grant_type: 'refresh_token', refresh_token: 'rt-ledger-alice-Zk3vQ8nT1xYw5uJc' };

/** A machine client's own grant, the secret in the form. */
export const NIGHTLY = { grant_type: 'client_credentials', client_id: 'nightly-report', client_secret: CLIENTS.nightlyReport.secret };

/** The claims of a good assertion of the payroll importer, as RFC 7523 §3 has them. */
export function payrollClaims({ world }: Company, id = 'assertion-1'): JsonObject {
  const now = Math.floor(world.clock.now() / 1000);
  return { iss: 'payroll-import', sub: 'payroll-import', aud: 'https://as.lab.test', exp: now + 60, iat: now, jti: id };
}

/** The client credentials grant of the payroll importer, which signs who it is. */
export async function payroll(
  cast: Company,
  changes: JsonObject = {},
  { header = {}, key = PAYROLL_KEY }: { readonly header?: JsonObject; readonly key?: LabKey } = {},
): Promise<Record<string, string>> {
  return {
    grant_type: 'client_credentials',
    client_id: 'payroll-import',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await signCompact(
      { alg: key.alg, kid: PAYROLL_KEY.kid, typ: 'client-authentication+jwt', ...header },
      { ...payrollClaims(cast), ...changes },
      key,
    ),
  };
}

/** The challenge that `authorizationUrl` sends is made of it. RFC 7636 appendix B */
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

/** How the dashboard proves itself, whose access tokens are only names. */
export const DASHBOARD: Header = ['Authorization', formatClientBasic({ user: 'dashboard', password: CLIENTS.dashboard.secret })];

/** Alice, or somebody else, logs in at the dashboard and allows what it asks. Gives the token response. */
export async function dashboardTokens(
  cast: Company,
  scope = 'openid profile invoice_read',
  user: Readonly<Record<string, string>> = { username: 'alice', password: 'wonderland' },
): Promise<Record<string, string>> {
  const [redirect_uri] = CLIENTS.dashboard.redirectUris;
  const page = await cast.browser.navigate(authorizationUrl({ client_id: 'dashboard', redirect_uri, scope }));
  if (page.html.includes('type="password"')) await cast.browser.submit(user);
  await cast.browser.submit({}, { button: 'Allow' });
  const code = field(queryFields(cast.browser.page?.url ?? ''), 'code') ?? '';
  const response = await post(cast, { grant_type: 'authorization_code', code, redirect_uri, code_verifier: VERIFIER }, [DASHBOARD]);
  return JSON.parse(response.body) as Record<string, string>;
}

/** Alice takes the access away from an app, on the server's own page. */
export async function withdraw({ browser }: Company, clientId: string): Promise<void> {
  await browser.navigate('https://as.lab.test/apps');
  if (browser.page?.html.includes('type="password"') === true) {
    await browser.submit({ username: 'alice', password: 'wonderland' });
    await browser.navigate('https://as.lab.test/apps');
  }
  await browser.submit({}, { button: clientId });
}

/** Asks UserInfo with a token. */
export function userinfo(cast: Company, token: unknown): Promise<HttpResponse> {
  return ask(cast, { url: 'https://as.lab.test/userinfo', headers: [['Authorization', `Bearer ${String(token)}`]] }, 'app');
}

export type Company = Cast & { readonly world: Landscape };

/** Logs alice in at the phone app and gives the form with which its code is redeemed. */
export async function codeFields(
  cast: Company,
  options: Parameters<Cast['phone']['authorizationRequest']>[0] = {},
): Promise<Record<string, string>> {
  await logIn(cast, cast.phone.authorizationRequest(options));
  const verifier = cast.world.logins.phone.begun?.codeVerifier;
  return {
    grant_type: 'authorization_code',
    client_id: 'ledger-phone',
    code: cast.phone.received?.code ?? '',
    redirect_uri: 'test.lab.ledger:/callback',
    ...(verifier === undefined ? {} : { code_verifier: verifier }),
  };
}

/** Sends a form to the token endpoint. */
export function post(cast: Company, fields: Readonly<Record<string, string>>, headers: readonly Header[] = []): Promise<HttpResponse> {
  return ask(cast, form(TOKEN, fields, headers), 'phone');
}

/** A form without one of its fields. */
export function without(fields: Readonly<Record<string, string>>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
}
