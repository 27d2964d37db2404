import { bringChecks } from '../../../../checks/catalogue.ts';
import { stepUpChecks } from '../../../../checks/resource-server/step-up.ts';
import type { HttpRequest, HttpResponse } from '../../../../http/message.ts';
import { acrKnown, loginStrongEnough } from '../../../../protocol/authentication/login-strength.ts';
import { compared } from '../../../../protocol/finding.ts';
import type { Context } from '../../context.ts';
import type { Login, PendingRequest, Session } from '../../store.ts';
import { errorToClient } from '../answer/error-to-client.ts';
import { loginPage } from '../pages.ts';
import { secondFactorPage } from './second-factor-page.ts';

bringChecks(stepUpChecks);

/** A request that asks for a certain login, and who is logged in, if anybody is. */
export interface StepUp {
  readonly request: HttpRequest;
  readonly context: Context;
  readonly pending: PendingRequest;
  readonly session: Session;
  readonly login: Login | undefined;
}

/** The request ends, and its client learns that the login could not be as strong as asked. RFC 9470 §5 */
export function unmet(request: HttpRequest, context: Context, { id, parameters }: PendingRequest): Promise<HttpResponse> {
  context.store.pending.delete(id);
  return errorToClient(request, context, parameters, 'unmet_authentication_requirements', 'The login is not of the strength asked for.');
}

/** Is it the user the request names? Another may be asked to leave; a fresh login or a silent request decides. OpenID Connect Core §3.1.2.2 */
async function anotherUser(
  { request, context, pending, session }: StepUp,
  login: Login,
  subject: string,
): Promise<HttpResponse | undefined> {
  const { span, store } = context;
  const finding = compared(subject, login.sub);
  const mayAsk = span.now() >= pending.freshUntil && !pending.parameters.prompt.includes('none');
  if (!finding.passed && mayAsk && !span.isOff('authorize.subject')) return loginPage(context, pending, session, false);
  if (span.check('authorize.subject', finding)) return undefined;
  store.pending.delete(pending.id);
  return errorToClient(request, context, pending.parameters, 'login_required', 'Another user is logged in than the one asked for.');
}

/**
 * What stands between a login and the code where a certain user or a certain strength was asked for:
 * a page that asks again, or the refusal; undefined where nothing does. RFC 9470 §5; OpenID Connect Core §5.5.1.1
 */
export async function stepUp(step: StepUp): Promise<HttpResponse | undefined> {
  const { request, context, pending, session, login } = step;
  const { span, config } = context;
  const { acr, subject, prompt } = pending.parameters;
  if (subject !== undefined && login) {
    const other = await anotherUser(step, login, subject);
    if (other) return other;
  }
  if (acr === undefined) return undefined;
  span.plan('authorize.acr');
  const strength = loginStrongEnough(login?.acr, acr);
  if (acrKnown(acr)) {
    // Who it is comes first: the password is asked for, then this is asked again.
    if (!login) return undefined;
    const user = config.users.find(({ sub }) => sub === login.sub);
    const asks = !strength.passed && !prompt.includes('none') && !span.isOff('authorize.acr');
    if (asks && user?.authenticator !== undefined) return secondFactorPage(context, { pending, session, user });
  }
  return span.check('authorize.acr', strength) ? undefined : unmet(request, context, pending);
}
