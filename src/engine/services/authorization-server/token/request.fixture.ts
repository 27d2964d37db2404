import { ask, form, logIn } from '../../../../../tests/rehearsal.ts';
import type { Cast } from '../../../actors/cast.ts';
import { formatClientBasic } from '../../../http/basic.ts';
import type { Header, HttpResponse } from '../../../http/message.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { signCompact } from '../../../protocol/token/jws.ts';
import { CLIENTS } from '../../../world/clients.ts';
import { PAYROLL_KEY } from '../../../world/keys.ts';
import type { LabKey } from '../../../world/keys.ts';
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
