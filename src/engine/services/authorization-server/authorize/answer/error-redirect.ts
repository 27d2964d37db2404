import { bringChecks } from '../../../../checks/catalogue.ts';
import { errorRedirectChecks } from '../../../../checks/authorization-server/error-redirect.ts';
import type { HttpRequest, HttpResponse } from '../../../../http/message.ts';
import type { Finding } from '../../../../protocol/finding.ts';
import { findClient } from '../../client/clients.ts';
import type { Context } from '../../context.ts';
import { errorPage } from '../../page.ts';
import { redirectError } from './answer.ts';
import type { AuthorizationError } from './answer.ts';
import type { ErrorReturn } from './error-to-client.ts';

bringChecks(errorRedirectChecks);

/** Has anybody vetted this client? One that registered itself says of itself what it likes. */
async function vetted(clientId: string, context: Context): Promise<Finding> {
  const client = await findClient(context, clientId);
  const known = client !== undefined && client.trusted !== false && !context.store.registered.has(clientId);
  return { passed: known, expected: 'an app that somebody has vetted', received: known ? client.name : 'an app that nobody has vetted' };
}

/**
 * An error before the user has decided anything goes to vetted apps only: a request that is wrong on
 * purpose would make this server an open redirector. RFC 9700 §4.11.2
 */
export async function errorRedirect(
  request: HttpRequest,
  context: Context,
  to: ErrorReturn,
  error: AuthorizationError,
  description: string,
): Promise<HttpResponse> {
  const { span } = context;
  return span.check('authorize.error-redirect-trusted', await vetted(to.clientId, context))
    ? redirectError(request, context, to, error, description)
    : errorPage(span, 400, error, `${description} You stay here, as nobody has vetted the app that asked.`);
}
