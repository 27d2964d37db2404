import { ask, form, logIn } from '../../../../../tests/rehearsal.ts';
import type { Cast } from '../../../actors/cast.ts';
import { formatClientBasic } from '../../../http/basic.ts';
import type { Header, HttpResponse } from '../../../http/message.ts';
import type { Landscape } from '../../../world/landscape.ts';

export const TOKEN = 'https://as.lab.test/token';

/** How the web app proves itself. */
export const BASIC: Header = ['Authorization', formatClientBasic({ user: 'ledger', password: 'ledger-secret-7f3a9c51e8b24d06' })];

/** The refresh token grant of the web app, with the token it has kept from before. */
export const REFRESH = { grant_type: 'refresh_token', refresh_token: 'rt-ledger-alice-Zk3vQ8nT1xYw5uJc' };

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
