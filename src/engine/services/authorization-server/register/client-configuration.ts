import { bringChecks } from '../../../checks/catalogue.ts';
import { registrationChecks } from '../../../checks/authorization-server/registration.ts';
import { bearerChallenge } from '../../../http/challenge.ts';
import { queryFields } from '../../../http/form.ts';
import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { equalInConstantTime } from '../../../protocol/constant-time.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import { bearerFromRequest } from '../../../protocol/message/bearer.ts';
import type { Context, Endpoint } from '../context.ts';
import { parameter } from '../parameters.ts';
import { noStore, privateJson } from '../respond.ts';
import { fetchParts } from './fetched-parts.ts';
import { METADATA_CHECKS, judgeMetadata } from './judge-metadata.ts';
import { registrationError } from './register.ts';
import { clientInformation, deleteClient, updateClient } from './registered-client.ts';
import type { RegisteredClient } from './registered-client.ts';

bringChecks(registrationChecks);

/** Members that only the server sets: sent back, they would look like a wish. RFC 7592 §2.2 */
const SERVER_ONLY = ['registration_access_token', 'registration_client_uri', 'client_secret_expires_at', 'client_id_issued_at'];

function tokenBelongs(request: HttpRequest, registered: RegisteredClient | undefined): Finding {
  const found = bearerFromRequest(request);
  const expected = 'the registration access token of this client, in the Authorization header';
  const [first] = found;
  if (!first) return failed(expected, 'no token', 'no registration access token came');
  if (found.length > 1 || first.place !== 'header') return failed(expected, 'a token in another place, or more than one');
  // An unknown client is compared all the same, so that the time tells nothing.
  const same = equalInConstantTime(first.token, registered?.registrationAccessToken ?? '\u0000');
  return same && registered ? passed('that token', expected) : failed(expected, 'another token');
}

/** RFC 7592 §2: an unknown client and a wrong token are told apart by nobody. RFC 6750 §3 */
function unauthorized({ span }: Context, presented: boolean): HttpResponse {
  const error = presented ? 'invalid_token' : undefined;
  const challenge = bearerChallenge({ realm: 'client registration', error });
  return privateJson(span, 401, error === undefined ? {} : { error }, [['WWW-Authenticate', challenge]]);
}

/** What is wrong with an update beside its metadata: it names its own client, and nothing that only the server sets. RFC 7592 §2.2 */
function updateProblems(sent: JsonObject, { client }: RegisteredClient): string[] {
  const problems = SERVER_ONLY.filter((name) => Object.hasOwn(sent, name)).map((name) => `${name} is set by the server alone`);
  if (sent['client_id'] !== client.id) problems.push('client_id is not the one of this client');
  const secret = sent['client_secret'];
  const fits = secret === undefined || (typeof secret === 'string' && equalInConstantTime(secret, client.secret ?? ''));
  if (!fits) problems.push('client_secret is another one');
  return problems;
}

async function update(request: HttpRequest, context: Context, registered: RegisteredClient): Promise<HttpResponse> {
  const judged = await judgeMetadata(request, context, (sent) => updateProblems(sent, registered));
  if ('refused' in judged) return registrationError(context, judged.refused);
  const parts = await fetchParts(judged.metadata, context);
  if ('refused' in parts) return registrationError(context, parts.refused);
  // It may have been deleted while its parts were fetched, and stays so. RFC 7592 §2.3
  if (!context.store.registered.has(registered.client.id)) return unauthorized(context, true);
  return privateJson(context.span, 200, clientInformation(context, updateClient(context, registered, judged.metadata, parts)));
}

/** The client configuration endpoint: a client reads, changes or deletes its own registration. RFC 7592 §2 */
export const clientConfiguration: Endpoint = async (request, context) => {
  const { span, store } = context;
  span.plan('registration.access-token', ...(request.method === 'PUT' ? METADATA_CHECKS : []));
  const found = store.registered.get(parameter(queryFields(request.url), 'client_id') ?? '');
  const registered = found && found.until > span.now() ? found : undefined;
  const belongs = span.check('registration.access-token', tokenBelongs(request, registered));
  if (!belongs || !registered) return unauthorized(context, bearerFromRequest(request).length > 0);
  if (request.method === 'PUT') return update(request, context, registered);
  if (request.method !== 'DELETE') return privateJson(span, 200, clientInformation(context, registered));
  await deleteClient(context, registered);
  return { status: 204, headers: noStore(span), body: '' };
};
