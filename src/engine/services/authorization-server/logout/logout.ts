import { bringChecks } from '../../../checks/catalogue.ts';
import { logoutChecks } from '../../../checks/authorization-server/logout.ts';
import { base64url } from '../../../http/encoding.ts';
import { queryFields } from '../../../http/form.ts';
import type { Field } from '../../../http/form.ts';
import type { Header, HttpResponse } from '../../../http/message.ts';
import { logoutRedirectRegistered } from '../../../protocol/authorization/logout-redirect.ts';
import { audiencesOf } from '../../../protocol/token/claim-rules.ts';
import { hintOfSession } from '../../../protocol/token/id-token-hint.ts';
import { looksSealed } from '../../../protocol/jwe/open-token.ts';
import { takeApart } from '../../../protocol/token/token-parts.ts';
import { hidden } from '../authorize/pages.ts';
import { findClient } from '../client/clients.ts';
import type { Context, Endpoint } from '../context.ts';
import { openedHere } from '../token/sealed.ts';
import { openSession, sessionCookie, sessionOf } from '../cookie.ts';
import { errorPage, page } from '../page.ts';
import { formFields, parameter, parametersOnce } from '../parameters.ts';
import type { Client } from '../client/registration.ts';
import type { PendingLogout, Session } from '../store.ts';
import { endSession } from './end-session.ts';

bringChecks(logoutChecks);

/** The client that asks: the audience of the hint, which a `client_id` has to agree with, or that `client_id` alone. §2 */
async function askingClient(fields: readonly Field[], hint: string | undefined, context: Context): Promise<Client | undefined> {
  const named = parameter(fields, 'client_id');
  if (hint === undefined) return findClient(context, named);
  const audiences = audiencesOf(takeApart(hint).claims);
  const known = await Promise.all(audiences.map((id) => findClient(context, id)));
  const client = known.find((one) => one !== undefined);
  return named === undefined || named === client?.id ? client : undefined;
}

/** Where the user goes afterwards, with the `state` that came; undefined where no address was sent, or it was refused. §3 */
function placeAfter(fields: readonly Field[], client: Client | undefined, { span }: Context): string | undefined {
  const sent = parameter(fields, 'post_logout_redirect_uri');
  if (sent === undefined) return undefined;
  const registered = span.check('logout.redirect-exact', logoutRedirectRegistered(sent, client && (client.postLogoutRedirectUris ?? [])));
  const target = registered ? URL.parse(sent) : null;
  const state = parameter(fields, 'state');
  if (target && state !== undefined) target.search += `${target.search === '' ? '?' : '&'}${new URLSearchParams({ state }).toString()}`;
  return target?.href;
}

function confirmPage(
  context: Context,
  session: Session,
  logout: PendingLogout,
  client: Client | undefined,
  headers: readonly Header[],
): HttpResponse {
  const { span, store } = context;
  const id = base64url(span.random(18));
  store.pendingLogouts.set(id, logout);
  return page(
    span,
    200,
    'Do you want to log out?',
    (echo) => `<p>${echo(client?.name ?? 'A page')} asks to log ${echo(session.login?.sub ?? 'you')} out.</p>
<form method="post" action="/logout/confirm">
${hidden('logout', id)}
${hidden('form_token', session.formToken)}
<button type="submit" name="decision" value="log-out">Log out</button>
<button type="submit" name="decision" value="stay">Stay</button>
</form>`,
    headers,
  );
}

/**
 * The end session endpoint. An ID token of this very session shows that it is the user's own app that
 * asks; without one the user is asked, or any page could log people out. RP-Initiated Logout §2, §4
 */
export const logout: Endpoint = async (request, context): Promise<HttpResponse> => {
  const { span, config } = context;
  span.plan('http.parameter-once', 'logout.redirect-exact', 'logout.confirmed');
  const fields = request.method === 'POST' ? formFields(request) : queryFields(request.url);
  const once = span.check('http.parameter-once', parametersOnce(fields));
  if (!once) return errorPage(span, 400, 'invalid_request', 'A parameter was sent more than once.');
  const known = sessionOf(request, context);
  const sent = parameter(fields, 'id_token_hint');
  const hint = sent !== undefined && looksSealed(sent) ? await openedHere(context, sent) : sent;
  const client = await askingClient(fields, hint, context);
  const returnTo = placeAfter(fields, client, context);
  const confirmed = await hintOfSession(hint, known?.login, {
    issuer: config.issuer,
    keys: config.keys.verifying(span.now()),
    algorithms: [config.keys.current().idToken.alg],
  });
  if (span.check('logout.confirmed', confirmed)) return endSession(context, known, returnTo);
  const session = known ?? openSession(context);
  return confirmPage(context, session, { sessionId: session.id, returnTo }, client, known ? [] : [sessionCookie(session, context)]);
};
