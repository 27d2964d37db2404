import { webMessageChecks } from './web-message.ts';
import { backEndChecks } from './back-end.ts';
import { callerChecks } from './caller.ts';
import { crossOriginChecks } from './cross-origin.ts';
import { errorDetailChecks } from './error-detail.ts';
import { gatewayTokenChecks } from './gateway-token.ts';
import { limitChecks } from './limit.ts';
import { apiBusinessChecks } from './api-business.ts';
import { CORE_CHECKS } from './core-checks.ts';
import { CORE_EXPLANATIONS } from './core-explanations.ts';
import { curveSignatureChecks } from './curve-signatures.ts';
import { jweChecks } from './jwe.ts';
import { clientCertificateChecks } from './client-certificate.ts';
import { mtlsChecks } from './mtls.ts';
import { dpopChecks } from './dpop.ts';
import type { CheckId } from './catalogue.ts';
import type { CheckEntry, Explanation } from './check.ts';
import { responseModeChecks } from './response-mode.ts';
import { keyRefreshChecks } from './key-refresh.ts';
import { registrationChecks } from './registration.ts';
import { deviceChecks } from './device.ts';
import { pushedRequestChecks } from './pushed-requests.ts';
import { exchangeChecks } from './exchange.ts';
import { clientAssertionChecks } from './client-assertion.ts';
import { clientCredentialsChecks } from './client-credentials.ts';
import { introspectionChecks } from './introspection.ts';
import { revocationChecks } from './revocation.ts';
import { throttleChecks } from './throttle.ts';
import { stepUpChecks } from './step-up.ts';
import { errorRedirectChecks } from './error-redirect.ts';
import { logoutChecks, logoutTokenChecks } from './logout.ts';
import { federationChecks } from './federation.ts';
import { loginAsAskedChecks } from './login-as-asked.ts';
import { outboundChecks } from './outbound.ts';

type CoreId = keyof typeof CORE_CHECKS;

/** The core groups with what explains them. */
const EXPLAINED_CORE = Object.fromEntries(
  (Object.keys(CORE_CHECKS) as CoreId[]).map((id) => [id, { ...CORE_CHECKS[id], ...CORE_EXPLANATIONS[id] }]),
) as { readonly [Id in CoreId]: (typeof CORE_CHECKS)[Id] & Explanation };

/**
 * Every named check and duty of every party, for pages, documents and tests. What runs in a reader's
 * page asks `checkEntry` instead, and so carries the groups that it uses and no others.
 */
export const CATALOGUE = {
  ...EXPLAINED_CORE,
  ...jweChecks,
  ...curveSignatureChecks,
  ...mtlsChecks,
  ...clientCertificateChecks,
  ...dpopChecks,
  ...pushedRequestChecks,
  ...exchangeChecks,
  ...callerChecks,
  ...limitChecks,
  ...crossOriginChecks,
  ...errorDetailChecks,
  ...gatewayTokenChecks,
  ...throttleChecks,
  ...clientAssertionChecks,
  ...clientCredentialsChecks,
  ...deviceChecks,
  ...stepUpChecks,
  ...errorRedirectChecks,
  ...loginAsAskedChecks,
  ...registrationChecks,
  ...backEndChecks,
  ...webMessageChecks,
  ...logoutChecks,
  ...federationChecks,
  ...logoutTokenChecks,
  ...apiBusinessChecks,
  ...outboundChecks,
  ...keyRefreshChecks,
  ...responseModeChecks,
  ...introspectionChecks,
  ...revocationChecks,
} as const;

/** Whether a text is the id of a check; for what comes from outside, such as a share link. */
export function isCheckId(text: string): text is CheckId {
  return Object.hasOwn(CATALOGUE, text);
}

/** The entry of a check, whatever its group. */
export function catalogueEntry(id: CheckId): CheckEntry {
  return CATALOGUE[id];
}
