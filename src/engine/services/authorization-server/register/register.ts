import { bringChecks } from '../../../checks/catalogue.ts';
import { registrationChecks } from '../../../checks/authorization-server/registration.ts';
import type { HttpResponse } from '../../../http/message.ts';
import type { Finding } from '../../../protocol/finding.ts';
import { forgetWhere } from '../../bounded-map.ts';
import type { Context, Endpoint } from '../context.ts';
import { privateJson } from '../respond.ts';
import { fetchParts } from './fetched-parts.ts';
import { METADATA_CHECKS, judgeMetadata } from './judge-metadata.ts';
import type { RegistrationError } from './judge-metadata.ts';
import { clientInformation, registerClient } from './registered-client.ts';

bringChecks(registrationChecks);

/** Clients that may be registered by themselves at once. */
const MOST_REGISTERED = 50;

function few(count: number): Finding {
  return { passed: count < MOST_REGISTERED, expected: `under ${MOST_REGISTERED} such clients`, received: `${count} such clients` };
}

/** The register is full until the oldest registration ends. RFC 6585 §4 */
function full({ span, store }: Context): HttpResponse {
  const next = Math.min(...[...store.registered.values()].map(({ until }) => until));
  const seconds = Math.max(1, Math.ceil((next - span.now()) / 1000));
  const body = { error: 'invalid_request', error_description: 'Too many clients have registered themselves.' };
  return privateJson(span, 429, body, [['Retry-After', String(seconds)]]);
}

/** An error of a registration. RFC 7591 §3.2.2 */
export function registrationError({ span }: Context, { error, description }: RegistrationError): HttpResponse {
  return privateJson(span, 400, { error, error_description: description });
}

/** The client registration endpoint: anybody may register a client, and nobody vouches for it. RFC 7591 §3 */
export const register: Endpoint = async (request, context) => {
  const { span, store } = context;
  span.plan('registration.few', ...METADATA_CHECKS);
  forgetWhere(store.registered, ({ until }) => until <= span.now());
  const room = span.check('registration.few', few(store.registered.size));
  const judged = await judgeMetadata(request, context);
  if (!room) return full(context);
  if ('refused' in judged) return registrationError(context, judged.refused);
  const parts = await fetchParts(judged.metadata, context);
  if ('refused' in parts) return registrationError(context, parts.refused);
  // Others may have registered while its parts were fetched.
  const still = few(store.registered.size);
  if (!still.passed && !span.check('registration.few', still)) return full(context);
  return privateJson(span, 201, clientInformation(context, registerClient(context, judged.metadata, parts)));
};
