import { bringChecks } from '../../../checks/catalogue.ts';
import { pushedRequestChecks } from '../../../checks/authorization-server/pushed-requests.ts';
import type { Field } from '../../../http/form.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { compared } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import { findClient } from '../client/clients.ts';
import type { Context } from '../context.ts';
import { errorPage } from '../page.ts';
import { parameter } from '../parameters.ts';
import type { Client } from '../client/registration.ts';
import { fetchRequest } from './fetched-request.ts';
import { requestUriOnce, requestUriPushed } from './pushed-request.ts';

bringChecks(pushedRequestChecks);

/** The request to go on with, and whose it is; or the page that refuses it. */
export type Taken = { readonly client: Client; readonly fields: readonly Field[] } | { readonly refused: HttpResponse };

function pushedAsRequired(client: Client, pushed: boolean): Finding {
  const required = client.requirePushedAuthorizationRequests === true;
  return {
    passed: pushed || !required,
    expected: required ? 'a pushed request' : 'a request, pushed or not',
    received: pushed ? 'a pushed request' : 'parameters in the address',
  };
}

function refusedPage({ span }: Context, error: string, explanation: string, uri?: string): Taken {
  return { refused: errorPage(span, 400, error, explanation, uri) };
}

/**
 * Finds the request that a `request_uri` stands for. What was pushed alone counts: whatever else is in
 * the address was in the user's hands. RFC 9126 §4; RFC 9101 §5, §6.3
 * @param uses whether the address is one that can be gone on with, so that the request counts as used
 */
export async function takePushed(sent: readonly Field[], client: Client, context: Context, uses: boolean): Promise<Taken> {
  const { span, store } = context;
  const uri = parameter(sent, 'request_uri');
  span.plan(...(uri === undefined ? [] : (['par.client-match', 'par.once'] as const)), 'par.required');
  const pushed = uri === undefined ? undefined : store.pushed.get(uri);
  const known = uri === undefined || span.check('authorize.request-uri-pushed', requestUriPushed(uri, pushed));
  if (!pushed) {
    const free = span.check('par.required', pushedAsRequired(client, false));
    if (!known) return refusedPage(context, 'invalid_request_uri', 'The request_uri was not pushed here.', uri);
    if (!free) return refusedPage(context, 'invalid_request', 'This app has to push its requests.');
    if (uri === undefined) return { client, fields: sent };
    const fetched = await fetchRequest(uri, context);
    if ('refused' in fetched) return fetched;
    const names = fetched.fields.map(([name]) => name);
    return { client, fields: [...sent.filter(([name]) => name !== 'request_uri' && !names.includes(name)), ...fetched.fields] };
  }
  const itsClient = span.check('par.client-match', compared(pushed.clientId, client.id));
  const unused = span.check('par.once', requestUriOnce(pushed, span.now()));
  span.check('par.required', pushedAsRequired(client, true));
  if (!itsClient) return refusedPage(context, 'invalid_request_uri', 'This request was pushed by another app.', uri);
  if (!unused) return refusedPage(context, 'invalid_request_uri', 'This request was used before, or is too old.', uri);
  if (uses) pushed.used = true;
  return { client: (await findClient(context, pushed.clientId)) ?? client, fields: pushed.fields };
}
