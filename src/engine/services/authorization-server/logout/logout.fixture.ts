import { ask, form, jsonBody, logIn } from '../../../../../tests/rehearsal.ts';
import type { Cast } from '../../../actors/cast.ts';
import type { HttpResponse } from '../../../http/message.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { LOGOUT_EVENT } from '../../../protocol/token/logout-token.ts';
import { signCompact } from '../../../protocol/token/jws.ts';
import { LAB_START } from '../../../world/clock.ts';
import { ID_TOKEN_KEY } from '../../../world/keys/keys.ts';

export const END_SESSION = 'https://as.lab.test/logout';
export const HOME = 'https://app.lab.test/';

/** Alice is logged in at the web app, which holds her tokens. */
export async function loggedIn(cast: Cast): Promise<void> {
  await logIn(cast, cast.app.authorizationRequest());
  await cast.app.redeem();
}

/** A logout token as the issuer would send it; undefined takes a claim away. */
export function logoutToken(claims: JsonObject = {}, header: JsonObject = {}, key = ID_TOKEN_KEY): Promise<string> {
  const now = LAB_START / 1000;
  const usual = {
    iss: 'https://as.lab.test',
    sub: 'alice',
    aud: 'ledger',
    iat: now,
    exp: now + 120,
    jti: 'logout-1',
    events: { [LOGOUT_EVENT]: {} },
  };
  return signCompact({ alg: 'RS256', typ: 'logout+jwt', kid: ID_TOKEN_KEY.kid, ...header }, { ...usual, ...claims }, key);
}

/** The issuer, or whoever says so, tells the web app that a session is over. */
export function tellApp(cast: Cast, token: string): Promise<HttpResponse> {
  return ask(cast, form('https://app.lab.test/backchannel-logout', { logout_token: token }), 'as');
}

/** The error in a JSON answer. */
export function errorOf(response: HttpResponse): unknown {
  return jsonBody(response)['error'];
}
