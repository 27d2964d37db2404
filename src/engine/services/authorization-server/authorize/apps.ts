import type { HttpResponse } from '../../../http/message.ts';
import { formTokenMatches } from '../../../protocol/authorization/authorization-response.ts';
import { allowedScopes } from '../allowed-scopes.ts';
import { findClient } from '../client/clients.ts';
import type { Context, Endpoint } from '../context.ts';
import { openSession, sessionCookie, sessionOf } from '../cookie.ts';
import { errorPage, page } from '../page.ts';
import { formFields, parameter, parametersOnce } from '../parameters.ts';
import { endAccessTokens, endLostTokens } from '../revocation/end-access-tokens.ts';
import { forgetCodes } from '../revocation/forget-codes.ts';
import type { RefreshFamily, Session } from '../store.ts';
import { loginPage } from './pages.ts';

function familiesOf({ store }: Context, sub: string): RefreshFamily[] {
  return [...store.families.values()].filter((family) => family.sub === sub && family.authTime !== undefined && !family.revoked);
}

/** Client ids of the apps that this user has let in and not shut out. */
function appsOf(context: Context, sub: string): string[] {
  const asked = [...context.store.consents.keys()].filter((key) => key.startsWith(`${sub} `)).map((key) => key.slice(sub.length + 1));
  const allowed = asked.filter((clientId) => allowedScopes(context, sub, clientId).size > 0);
  const using = familiesOf(context, sub).filter(({ withdrawn }) => !withdrawn);
  return [...new Set([...allowed, ...using.map(({ clientId }) => clientId)])];
}

async function appsPage(context: Context, session: Session, sub: string): Promise<HttpResponse> {
  const ids = appsOf(context, sub);
  const apps = await Promise.all(ids.map(async (id) => ({ id, name: (await findClient(context, id))?.name ?? id })));
  const links = [...context.store.links].filter(([, { user }]) => user === sub);
  return page(context.span, 200, 'Apps with access', (echo) => {
    if (apps.length + links.length === 0) return '<p>No app has access to your account.</p>';
    const item = ({ id, name }: (typeof apps)[number]): string =>
      `<li>${echo(name)} <button type="submit" name="client_id" value="${echo(id)}">Withdraw</button></li>`;
    const linked = ([name, { account }]: (typeof links)[number]): string =>
      `<li>${echo(account.sub)} of ${echo(account.issuer)} <button type="submit" name="link" value="${echo(name)}">Unlink</button></li>`;
    return `<form method="post" action="/apps">
<input type="hidden" name="form_token" value="${session.formToken}">
<ul>
${apps.map(item).join('\n')}
</ul>${links.length === 0 ? '' : `\n<h2>Accounts that log in here</h2>\n<ul>\n${links.map(linked).join('\n')}\n</ul>`}
</form>`;
  });
}

/** Where a user sees which apps have access and which accounts elsewhere log in here, and takes that away. RFC 9700 §4.14.2; OWASP ASVS 10.7 */
export const apps: Endpoint = async (request, context): Promise<HttpResponse> => {
  const { span, store } = context;
  const session = sessionOf(request, context);
  const login = session?.login;
  if (!session || !login) {
    const opened = session ?? openSession(context);
    return loginPage(context, undefined, opened, false, session ? [] : [sessionCookie(opened, context)]);
  }
  if (request.method !== 'POST') return appsPage(context, session, login.sub);

  span.plan('http.parameter-once', 'login.form-token');
  const fields = formFields(request);
  const once = span.check('http.parameter-once', parametersOnce(fields));
  const belongs = span.check('login.form-token', formTokenMatches(parameter(fields, 'form_token'), session.formToken));
  if (!once) return errorPage(span, 400, 'invalid_request', 'A field was sent more than once.');
  if (!belongs) return errorPage(span, 403, 'invalid_request', 'This form does not belong to your session. Open the page again.');
  const link = parameter(fields, 'link') ?? '';
  if (store.links.get(link)?.user === login.sub) store.links.delete(link);
  const clientId = parameter(fields, 'client_id') ?? '';
  store.consents.delete(`${login.sub} ${clientId}`);
  forgetCodes(store, ({ sub, parameters }) => sub === login.sub && parameters.clientId === clientId);
  for (const family of familiesOf(context, login.sub).filter((one) => one.clientId === clientId)) {
    family.withdrawn = true;
    await endAccessTokens(context, family);
  }
  if (store.lost.has(clientId)) await endLostTokens(context, [clientId]);
  return appsPage(context, session, login.sub);
};
