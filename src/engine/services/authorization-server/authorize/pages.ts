import type { Header, HttpResponse } from '../../../http/message.ts';
import { claimsBeyondScope } from '../claims-of-user.ts';
import { findClient } from '../client/clients.ts';
import type { Context } from '../context.ts';
import { page } from '../page.ts';
import type { AwaitingLogin, PendingRequest, Session } from '../store.ts';

/** A field of a form that the user does not see. */
export function hidden(name: string, value: string): string {
  return `<input type="hidden" name="${name}" value="${value}">`;
}

/** The way to log in with another identity provider, where there is one. */
function elsewhere({ config: { upstream } }: Context, pending: AwaitingLogin | undefined, session: Session): string {
  if (!upstream) return '';
  return `
<form method="post" action="/federation">
${hidden('request', pending?.id ?? '')}
${hidden('form_token', session.formToken)}
<button type="submit">Log in with ${upstream.name}</button>
</form>`;
}

/** The login form, bound to its session by an anti-forgery value. A failed try is told in the same words for every cause. */
export async function loginPage(
  context: Context,
  pending: AwaitingLogin | undefined,
  session: Session,
  failed: boolean,
  headers: readonly Header[] = [],
): Promise<HttpResponse> {
  const client = await findClient(context, pending?.parameters.clientId);
  return page(
    context.span,
    200,
    'Log in',
    (
      echo,
    ) => `<p>${echo(client?.name ?? 'An app')} asks you to log in.</p>${failed ? '\n<p role="alert">The user name or the password is wrong.</p>' : ''}
<form method="post" action="/login">
${hidden('request', pending?.id ?? '')}
${hidden('form_token', session.formToken)}
<label>User name <input name="username" autocomplete="username" value="${echo(pending?.parameters.loginHint ?? '')}"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label>
<button type="submit">Log in</button>
</form>${elsewhere(context, pending, session)}`,
    headers,
  );
}

/** The consent form: who asks, for what, for how long. draft-ietf-oauth-v2-1 §7.9 */
export function consentPage(context: Context, pending: PendingRequest, session: Session): HttpResponse {
  const { span, config } = context;
  const { parameters, client } = pending;
  const described = span.duty('consent.client-described', 'client, scopes and duration');
  const named = claimsBeyondScope(parameters.claims, parameters.scope, client);
  const meaning = (scope: string): string => (Object.hasOwn(config.scopes, scope) ? (config.scopes[scope] ?? '') : 'unknown');
  return page(span, 200, 'Allow access', (echo) => {
    const what = described
      ? `<p>${echo(client.name)} asks for access as ${echo(session.login?.sub ?? '')}:</p>${client.trusted === false ? '\n<p>Nobody has vetted this app, nor its name.</p>' : ''}
<ul>
${parameters.scope.map((scope) => `<li><code>${echo(scope)}</code>: ${echo(meaning(scope))}</li>`).join('\n')}${named.map((name) => `\n<li>your <code>${name}</code></li>`).join('')}
</ul>
<p>The access lasts while the app uses it, and 90 days at most.</p>`
      : '<p>Continue to the app?</p>';
    return `${client.logo === undefined ? '' : `<p><img alt="" src="${echo(client.logo)}"></p>\n`}${what}
<form method="post" action="/consent">
${hidden('request', pending.id)}
${hidden('form_token', session.formToken)}
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny">Deny</button>
</form>`;
  });
}

/** What a browser sees that logged in without a client asking. */
export function loggedInPage({ span }: Context, sub: string, headers: readonly Header[]): HttpResponse {
  return page(span, 200, 'You are logged in', (echo) => `<p>You are logged in as ${echo(sub)}.</p>`, headers);
}
