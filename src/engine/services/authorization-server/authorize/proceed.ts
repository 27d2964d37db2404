import type { CheckId } from '../../../checks/catalogue.ts';
import type { Header, HttpRequest, HttpResponse } from '../../../http/message.ts';
import { durationInWords } from '../../../protocol/duration.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import { allowedScopes } from '../allowed-scopes.ts';
import { claimsBeyondScope } from '../claims-of-user.ts';
import type { Context } from '../context.ts';
import { isConfidential } from '../client/registration.ts';
import type { Login, PendingRequest, Session } from '../store.ts';
import { late } from '../../late.ts';
import { redirectCode } from './answer/answer.ts';
import { consentPage, loginPage } from './pages.ts';
import type { StepUp } from './login/step-up.ts';

/** The checks `proceed` makes, in order; for `span.plan`. */
export const PROCEED_CHECKS = ['authorize.max-age', 'authorize.prompt-none', 'consent.shown'] as const satisfies readonly CheckId[];

const stepUp = late<[StepUp], HttpResponse | undefined>(() => import('./login/step-up.ts').then((part) => part.stepUp));

const refuseSilently = late(async () => (await import('./silent.ts')).refuseSilently);

function loginAge(login: Login, maxAge: number | undefined, now: number): Finding {
  if (maxAge === undefined) return passed('any login will do', 'no max_age was asked for');
  const age = Math.floor((now - login.at) / 1000);
  return {
    // Zero asks for a new login, as prompt=login does, however short ago the last one was. OpenID Connect Core §3.1.2.1
    passed: maxAge > 0 && age <= maxAge,
    expected: `a login at most ${durationInWords(maxAge)} ago`,
    received: `a login ${durationInWords(age)} ago`,
  };
}

/**
 * Whether the user has allowed all this before. A public client's id can be worn by anyone, so it
 * is asked about every time. RFC 6749 §10.2
 */
function remembered(context: Context, { client, parameters: { clientId, scope, prompt, claims } }: PendingRequest, sub: string): boolean {
  const allowed = allowedScopes(context, sub, clientId);
  if (!isConfidential(client) || prompt.includes('consent') || claimsBeyondScope(claims, scope, client).length > 0) return false;
  return scope.every((one) => allowed.has(one));
}

/**
 * Takes a stored request as far as it can go: the login page, the consent page, or back to the
 * client with a code. Asking the user is no refusal, so a page that asks fails no check.
 * @param consented whether the user has just said yes to this request
 */
export async function proceed(
  request: HttpRequest,
  context: Context,
  pending: PendingRequest,
  session: Session,
  { consented = false, headers = [] }: { readonly consented?: boolean; readonly headers?: readonly Header[] } = {},
): Promise<HttpResponse> {
  const { span, store } = context;
  const { parameters } = pending;
  const fresh = span.now() < pending.freshUntil;
  const silent = parameters.prompt.includes('none');
  const asksLogin = parameters.prompt.some((prompt) => prompt === 'login' || prompt === 'select_account');
  let { login } = session;
  const recent = login === undefined || fresh || span.check('authorize.max-age', loginAge(login, parameters.maxAge, span.now()));
  if (!recent || (asksLogin && !fresh)) login = undefined;
  const conditions = parameters.acr !== undefined || parameters.subject !== undefined;
  const stepped = conditions ? await stepUp({ request, context, pending, session, login }) : undefined;
  if (stepped) return stepped;
  let agreed = consented || (login !== undefined && remembered(context, pending, login.sub));

  if (silent) {
    const refusal = await refuseSilently({ request, context, pending, login, agreed });
    if (refusal) return refusal;
    agreed = true;
  }
  if (!login) return loginPage(context, pending, session, false, headers);
  if (!agreed && !span.isOff('consent.shown')) return consentPage(context, pending, session);
  const shown = agreed ? passed('consent was given', 'consent before any code') : failed('consent before any code', 'nobody was asked');
  if (!span.check('consent.shown', shown)) return consentPage(context, pending, session);
  store.pending.delete(pending.id);
  return redirectCode(request, context, parameters, login);
}
