import { bringChecks } from '../../../checks/catalogue.ts';
import { stepUpChecks } from '../../../checks/step-up.ts';
import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { acrKnown, loginStrongEnough } from '../../../protocol/authentication/acr.ts';
import type { Context } from '../context.ts';
import type { Login, PendingRequest, Session } from '../store.ts';
import { errorToClient } from './error-to-client.ts';
import { secondFactorPage } from './second-factor-page.ts';

bringChecks(stepUpChecks);

/** A request that asks for a login of a certain strength, and who is logged in, if anybody is. */
export interface StepUp {
  readonly request: HttpRequest;
  readonly context: Context;
  readonly pending: PendingRequest;
  readonly session: Session;
  readonly login: Login | undefined;
  /** The classes of which one will do. */
  readonly acr: readonly string[];
}

/** The request ends, and its client learns that the login could not be as strong as asked. RFC 9470 §5 */
export function unmet(request: HttpRequest, context: Context, { id, parameters }: PendingRequest): Promise<HttpResponse> {
  context.store.pending.delete(id);
  return errorToClient(request, context, parameters, 'unmet_authentication_requirements', 'The login is not of the strength asked for.');
}

/**
 * What stands between a login and the code where a certain strength was asked for: the page that asks
 * for the second factor, or the refusal; undefined where nothing does. RFC 9470 §5; OpenID Connect Core §5.5.1.1
 */
export async function stepUp({ request, context, pending, session, login, acr }: StepUp): Promise<HttpResponse | undefined> {
  const { span, config } = context;
  span.plan('authorize.acr');
  const strength = loginStrongEnough(login?.acr, acr);
  if (acrKnown(acr)) {
    // Who it is comes first: the password is asked for, then this is asked again.
    if (!login) return undefined;
    const user = config.users.find(({ sub }) => sub === login.sub);
    const asks = !strength.passed && !pending.parameters.prompt.includes('none') && !span.isOff('authorize.acr');
    if (asks && user?.authenticator !== undefined) return secondFactorPage(context, { pending, session, user });
  }
  return span.check('authorize.acr', strength) ? undefined : unmet(request, context, pending);
}
