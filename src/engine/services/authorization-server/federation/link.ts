import type { HttpResponse } from '../../../http/message.ts';
import { ACR } from '../../../protocol/authentication/acr.ts';
import { formTokenMatches } from '../../../protocol/authorization/authorization-response.ts';
import type { LinkedAccount } from '../../../protocol/relying-party/account-key.ts';
import { enterSession, goOn, judgePassword, loggedInFor } from '../authorize/login/login.ts';
import { hidden, loggedInPage } from '../authorize/pages.ts';
import type { Context, Endpoint } from '../context.ts';
import { sessionCookie, sessionOf } from '../cookie.ts';
import { errorPage, page } from '../page.ts';
import { formFields, parametersOnce, parameter } from '../parameters.ts';
import type { Session, Unlinked } from '../store.ts';
import { waitingFor } from './waiting.ts';

/** How long somebody who logged in elsewhere may take to link that account, in milliseconds. */
const LINK_LIFETIME = 600_000;

/** Under which name a link is kept: issuer and subject, which only together name an account for good. OpenID Connect Core §5.7 */
export function linkName({ issuer, sub }: LinkedAccount): string {
  return JSON.stringify([issuer, sub]);
}

function linkPage({ span, config }: Context, session: Session, { account }: Unlinked, failed: boolean): HttpResponse {
  const name = config.upstream?.name ?? 'the other identity provider';
  return page(
    span,
    403,
    'Link your account',
    (echo) => `<p>No account here belongs to that login, <code>${echo(account.sub)}</code> of ${echo(account.issuer)}.</p>
<p>If you have an account here, log in to it once. From then on you can come in with ${echo(name)}.</p>${failed ? '\n<p role="alert">The user name or the password is wrong.</p>' : ''}
<form method="post" action="/federation/link">
${hidden('form_token', session.formToken)}
<label>User name <input name="username" autocomplete="username"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label>
<button type="submit">Link and log in</button>
</form>`,
  );
}

/** Offers somebody who is known elsewhere, and not here, to link the two accounts. The refusal stands until that is done. OpenID Connect Core §5.7 */
export function offerLink(context: Context, session: Session, unlinked: Unlinked): HttpResponse {
  context.store.unlinked.set(session.id, unlinked);
  return linkPage(context, session, unlinked, false);
}

/**
 * Links an account elsewhere to one here, whose owner has to prove that it is theirs: by its password, and never
 * by an e-mail address that both profiles hold. OpenID Connect Core §5.7; OWASP ASVS 10.5.2
 */
export const link: Endpoint = async (request, context): Promise<HttpResponse> => {
  const { span, store } = context;
  span.plan('http.parameter-once', 'login.form-token', 'login.password');
  const fields = formFields(request);
  const session = sessionOf(request, context);
  const kept = store.unlinked.get(session?.id ?? '');
  const unlinked = kept && span.now() - kept.at < LINK_LIFETIME ? kept : undefined;
  const once = span.check('http.parameter-once', parametersOnce(fields));
  const belongs = span.check('login.form-token', formTokenMatches(parameter(fields, 'form_token'), session?.formToken));
  const { user, wait } = await judgePassword(fields, context, once && belongs && unlinked !== undefined);
  if (!once) return errorPage(span, 400, 'invalid_request', 'A field was sent more than once.');
  if (!belongs || !session || !unlinked)
    return errorPage(span, 403, 'invalid_request', 'This form does not belong to a login elsewhere. Go back to the app and start again.');
  if (wait) return wait;
  if (!user) return linkPage(context, session, unlinked, true);
  store.unlinked.delete(session.id);
  store.links.set(linkName(unlinked.account), { account: unlinked.account, user: user.sub });
  const pending = waitingFor(unlinked.pendingId, context);
  const renewed = await enterSession(context, session, { sub: user.sub, at: span.now(), acr: ACR.password, amr: ['pwd'] });
  const cookie = sessionCookie(renewed, context);
  if (!pending) return loggedInPage(context, user.sub, [cookie]);
  loggedInFor(pending, renewed, context);
  return goOn(request, context, pending, cookie);
};
