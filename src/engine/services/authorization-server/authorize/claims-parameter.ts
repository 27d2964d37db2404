import { bringChecks } from '../../../checks/catalogue.ts';
import { stepUpChecks } from '../../../checks/resource-server/step-up.ts';
import { readClaimsRequest } from '../../../protocol/authorization/claims-request.ts';
import type { Context } from '../context.ts';
import type { RequestedClaims } from '../store.ts';

bringChecks(stepUpChecks);

/** The `claims` parameter of one request, after its check. */
export interface ClaimsParameter {
  readonly accepted: boolean;
  readonly requested: RequestedClaims;
  /** Classes of which the login must have one, where the parameter says so. */
  readonly acr?: readonly string[] | undefined;
  /** The one user who will do, where the parameter names one. */
  readonly subject?: string | undefined;
}

/** Judges and reads the `claims` parameter. OpenID Connect Core §5.5 */
export function readClaimsParameter(text: string, { span }: Context): ClaimsParameter {
  const { finding, userinfo, idToken, acr, subject } = readClaimsRequest(text);
  return { accepted: span.check('authorize.claims-parameter', finding), requested: { userinfo, idToken }, acr, subject };
}
