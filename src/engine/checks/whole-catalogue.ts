import { webMessageChecks } from './relying-party/web-message.ts';
import { backEndChecks } from './relying-party/back-end.ts';
import { callerChecks } from './resource-server/caller.ts';
import { crossOriginChecks } from './resource-server/cross-origin.ts';
import { errorDetailChecks } from './resource-server/error-detail.ts';
import { gatewayTokenChecks } from './resource-server/gateway-token.ts';
import { limitChecks } from './resource-server/limit.ts';
import { apiBusinessChecks } from './resource-server/api-business.ts';
import { CORE_CHECKS } from './core-checks.ts';
import { CORE_EXPLANATIONS } from './core-explanations.ts';
import { curveSignatureChecks } from './token/curve-signatures.ts';
import { jweChecks } from './token/jwe.ts';
import { clientCertificateChecks } from './authorization-server/client-certificate.ts';
import { mtlsChecks } from './mtls.ts';
import { dpopChecks } from './token/dpop.ts';
import type { CheckId } from './catalogue.ts';
import type { CheckEntry, Explanation } from './check.ts';
import { responseModeChecks } from './authorization-server/response-mode.ts';
import { keyRefreshChecks } from './token/key-refresh.ts';
import { registrationChecks } from './authorization-server/registration.ts';
import { deviceChecks } from './authorization-server/device.ts';
import { pushedRequestChecks } from './authorization-server/pushed-requests.ts';
import { exchangeChecks } from './authorization-server/exchange.ts';
import { clientAssertionChecks } from './authorization-server/client-assertion.ts';
import { clientCredentialsChecks } from './authorization-server/client-credentials.ts';
import { introspectionChecks } from './authorization-server/introspection.ts';
import { revocationChecks } from './authorization-server/revocation.ts';
import { throttleChecks } from './authorization-server/throttle.ts';
import { stepUpChecks } from './resource-server/step-up.ts';
import { errorRedirectChecks } from './authorization-server/error-redirect.ts';
import { logoutChecks, logoutTokenChecks } from './authorization-server/logout.ts';
import { flowSessionChecks } from './relying-party/flow-session.ts';
import { federationChecks } from './relying-party/federation.ts';
import { loginAsAskedChecks } from './relying-party/login-as-asked.ts';
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
  ...flowSessionChecks,
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
