import { parseClientBasic } from '../../../http/basic.ts';
import type { Field } from '../../../http/form.ts';
import { headerValues, isClientCertHeader } from '../../../http/message.ts';
import type { HttpRequest } from '../../../http/message.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { clientSecretMatches } from '../../../protocol/client/client-secret.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import { textClaim } from '../../../protocol/token/claim-rules.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { late } from '../../late.ts';
import { findClient } from './clients.ts';
import type { Context } from '../context.ts';
import { parameter } from '../parameters.ts';
import { isConfidential } from './registration.ts';
import type { Client } from './registration.ts';
import type { OAuthError } from '../respond.ts';

/** The checks `authenticateClient` makes of every client, in order; for `span.plan`. Those of its method follow. */
export const CLIENT_CHECKS = [
  'client.one-method',
  'client.authenticated',
  'client.method-registered',
] as const satisfies readonly CheckId[];

/** The `client_assertion_type` of a JWT. RFC 7523 §2.2 */
const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What a request shows of one way to authenticate. */
interface Credential {
  /** A method of RFC 7591 §2, or words for what is none. */
  readonly method: string;
  /** The client it names, if it names one. */
  readonly clientId?: string | undefined;
  /** The secret or the assertion; never put into a finding. */
  readonly value: string;
}

/** What a method proves a client by. */
export interface Proof {
  readonly client: Client;
  readonly value: string;
  readonly request: HttpRequest;
  /** Whether nothing before it was refused: only then may it count a failure or use something up. */
  readonly accepted: boolean;
  readonly context: Context;
}

/** Reports the checks of one method. True where they let the client pass; an error where the answer is not the usual one. */
type Proves = (proof: Proof) => boolean | OAuthError | Promise<boolean | OAuthError>;

const throttleClient = late(async () => (await import('../throttle.ts')).throttleClient);

/** RFC 6749 §2.3.1. The throttle is fetched with the first wrong secret: before that, nothing is to be counted. */
const bySecret: Proves = async ({ client, value, accepted, context }) => {
  const { span, store } = context;
  const finding = clientSecretMatches(value, client.secret);
  const wrong = !finding.passed && !span.isOff('client.secret');
  const counted = accepted && (wrong || store.wrongSecrets.has(client.id));
  const retryAfter = counted ? await throttleClient(context, client.id, wrong) : undefined;
  const matches = span.check('client.secret', finding);
  if (retryAfter === undefined) return matches;
  return { status: 429, error: 'invalid_client', description: 'Too many wrong secrets came for this client.', retryAfter };
};

/** How each method proves a client. The library of certificates is fetched with the part that needs it. RFC 7591 §2 */
const METHODS: Readonly<Record<string, Proves>> = {
  client_secret_basic: bySecret,
  client_secret_post: bySecret,
  private_key_jwt: late(() => import('./private-key-jwt.ts').then(({ provesByAssertion }) => provesByAssertion)),
  tls_client_auth: late(async () => {
    const { provesBySubject, x509Library } = await import('./tls-client.ts');
    await x509Library();
    return provesBySubject;
  }),
  self_signed_tls_client_auth: late(async () => {
    const { provesByRegistration, x509Library } = await import('./tls-client.ts');
    await x509Library();
    return provesByRegistration;
  }),
};

function credentialsIn(request: HttpRequest, fields: readonly Field[]): Credential[] {
  const shown = headerValues(request, 'authorization').map((header): Credential => {
    const basic = parseClientBasic(header);
    return basic
      ? { method: 'client_secret_basic', clientId: basic.user, value: basic.password }
      : { method: 'an Authorization header that is not readable Basic', value: '' };
  });
  const secret = parameter(fields, 'client_secret');
  if (secret !== undefined) shown.push({ method: 'client_secret_post', value: secret });
  const assertion = parameter(fields, 'client_assertion');
  if (assertion !== undefined) {
    const isJwt = parameter(fields, 'client_assertion_type') === JWT_BEARER;
    const clientId = textClaim(decodeCompact(assertion)?.claims, 'sub');
    shown.push({ method: isJwt ? 'private_key_jwt' : 'a client_assertion that is not said to be a JWT', clientId, value: assertion });
  }
  return shown;
}

function provesItself(client: Client | undefined, clientId: string | undefined, shown: boolean): Finding {
  if (!client) return failed('a registered client', clientId === undefined ? 'no client' : 'a client that is not registered');
  if (!isConfidential(client)) return passed('a public client, which has nothing to prove', client.name);
  return shown
    ? passed('a credential', 'a confidential client that proves itself')
    : failed('a confidential client that proves itself', 'client_id alone');
}

const UNAUTHENTICATED: OAuthError = {
  status: 401,
  error: 'invalid_client',
  description: 'The client is not known or did not prove itself.',
};

/** Finds out which client is speaking, and whether it is. RFC 6749 §2.3, §3.2.1 */
export async function authenticateClient(
  request: HttpRequest,
  fields: readonly Field[],
  context: Context,
): Promise<{ readonly client: Client } | { readonly refusal: OAuthError }> {
  const { span } = context;
  const shown = credentialsIn(request, fields);
  const inForm = parameter(fields, 'client_id');
  const [first] = shown;
  const contradicts = first?.method === 'client_secret_basic' && inForm !== undefined && inForm !== first.clientId;
  const clientId = (first?.method === 'client_secret_basic' ? undefined : inForm) ?? first?.clientId;
  const client = await findClient(context, clientId);
  // A certificate names no client by itself, and may be there for the sake of its tokens alone. RFC 8705 §2, §3
  const byCertificate = !first && (client?.authentication.endsWith('tls_client_auth') ?? false) && request.headers.some(isClientCertHeader);
  const credential = first ?? { method: (byCertificate && client?.authentication) || 'none', value: '' };
  if (client?.secret !== undefined) span.plan('client.secret');
  const one = span.check('client.one-method', {
    passed: shown.length < 2 && !contradicts,
    expected: 'one way to authenticate, for one client',
    received: contradicts ? 'two client ids' : shown.map(({ method }) => method).join(' and ') || 'none',
  });
  const proves = span.check('client.authenticated', provesItself(client, clientId, credential.method !== 'none'));
  let accepted = one && proves;
  let refusal = UNAUTHENTICATED;
  if (client) {
    const registered = span.check('client.method-registered', {
      passed: credential.method === client.authentication,
      expected: client.authentication,
      received: credential.method,
    });
    accepted &&= registered;
    const method = Object.hasOwn(METHODS, credential.method) ? METHODS[credential.method] : undefined;
    const proven = method ? await method({ client, value: credential.value, request, accepted, context }) : credential.method === 'none';
    if (accepted && typeof proven === 'object') refusal = proven;
    accepted &&= proven === true;
  }
  if (!one) return { refusal: { status: 400, error: 'invalid_request', description: 'The client authenticates in more than one way.' } };
  return client && accepted ? { client } : { refusal };
}
