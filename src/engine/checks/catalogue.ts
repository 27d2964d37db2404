import type { CheckEntry } from './check.ts';
import { everyPartyChecks } from './every-party.ts';
import { authorizeChecks } from './authorize.ts';
import { tokenEndpointChecks } from './token-endpoint.ts';
import { clientAuthenticationChecks } from './client-authentication.ts';
import { userinfoChecks } from './userinfo.ts';
import { gatewayChecks } from './gateway.ts';
import { jwtChecks } from './jwt.ts';
import { apiChecks } from './api.ts';
import { relyingPartyChecks } from './relying-party.ts';

/** Every named check and duty of every party. One list: code, screens and documents read it. */
export const CATALOGUE = {
  ...everyPartyChecks,
  ...authorizeChecks,
  ...tokenEndpointChecks,
  ...clientAuthenticationChecks,
  ...userinfoChecks,
  ...gatewayChecks,
  ...jwtChecks,
  ...apiChecks,
  ...relyingPartyChecks,
} as const;

/** The stable name of a check or duty, such as `jwt.audience`. */
export type CheckId = keyof typeof CATALOGUE;

/** The entry of a check. */
export function checkEntry(id: CheckId): CheckEntry {
  return CATALOGUE[id];
}

/** Whether a text is the id of a check; for what comes from outside, such as a share link. */
export function isCheckId(text: string): text is CheckId {
  return Object.hasOwn(CATALOGUE, text);
}
