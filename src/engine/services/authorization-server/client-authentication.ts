import { parseClientBasic } from '../../http/basic.ts';
import type { Field } from '../../http/form.ts';
import { headerValues } from '../../http/message.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { CheckId } from '../../checks/catalogue.ts';
import { clientSecretMatches } from '../../protocol/client/client-secret.ts';
import { failed, passed } from '../../protocol/finding.ts';
import type { Finding } from '../../protocol/finding.ts';
import { findClient } from './clients.ts';
import type { Context } from './context.ts';
import { parameter } from './parameters.ts';
import { isConfidential } from './registration.ts';
import type { Client } from './registration.ts';
import type { OAuthError } from './respond.ts';

/** The checks `authenticateClient` makes of every client, in order; for `span.plan`. `client.secret` follows where one is due. */
export const CLIENT_CHECKS = [
  'client.one-method',
  'client.authenticated',
  'client.method-registered',
] as const satisfies readonly CheckId[];

interface Presented {
  readonly methods: readonly string[];
  readonly clientId?: string | undefined;
  readonly secret?: string | undefined;
  /** Two places name two clients. */
  readonly contradicts: boolean;
}

function presented(request: HttpRequest, fields: readonly Field[]): Presented {
  const authorization = headerValues(request, 'authorization');
  const basic = authorization[0] === undefined ? undefined : parseClientBasic(authorization[0]);
  const inForm = parameter(fields, 'client_id');
  const methods: string[] = authorization.map(() => (basic ? 'client_secret_basic' : 'an Authorization header that is not readable Basic'));
  if (parameter(fields, 'client_secret') !== undefined) methods.push('client_secret_post');
  if (parameter(fields, 'client_assertion') !== undefined) methods.push('private_key_jwt');
  return {
    methods: methods.length === 0 ? ['none'] : methods,
    clientId: basic?.user ?? inForm,
    secret: basic?.password ?? parameter(fields, 'client_secret'),
    contradicts: basic !== undefined && inForm !== undefined && inForm !== basic.user,
  };
}

function provesItself(client: Client | undefined, { methods, clientId }: Presented): Finding {
  if (!client) return failed('a registered client', clientId === undefined ? 'no client' : 'a client that is not registered');
  if (!isConfidential(client)) return passed('a public client, which has nothing to prove', client.name);
  return methods[0] === 'none'
    ? failed('a confidential client that proves itself', 'client_id alone')
    : passed('a credential', 'a confidential client that proves itself');
}

const UNAUTHENTICATED: OAuthError = {
  status: 401,
  error: 'invalid_client',
  description: 'The client is not known or did not prove itself.',
};

/** Finds out which client is speaking, and whether it is. RFC 6749 §2.3, §3.2.1 */
export function authenticateClient(
  request: HttpRequest,
  fields: readonly Field[],
  context: Context,
): { readonly client: Client } | { readonly refusal: OAuthError } {
  const shown = presented(request, fields);
  const { methods, clientId, secret, contradicts } = shown;
  const { span } = context;
  const client = findClient(context, clientId);
  if (secret !== undefined || (client && isConfidential(client))) span.plan('client.secret');
  const one = span.check('client.one-method', {
    passed: methods.length === 1 && !contradicts,
    expected: 'one way to authenticate, for one client',
    received: contradicts ? 'two client ids' : methods.join(' and '),
  });
  const proves = span.check('client.authenticated', provesItself(client, shown));
  let accepted = one && proves;
  if (client) {
    const method = methods[0] ?? 'none';
    const registered = span.check('client.method-registered', {
      passed: method === client.authentication,
      expected: client.authentication,
      received: method,
    });
    const matches = method === 'none' || span.check('client.secret', clientSecretMatches(secret, client.secret));
    accepted = accepted && registered && matches;
  }
  if (!one) return { refusal: { status: 400, error: 'invalid_request', description: 'The client authenticates in more than one way.' } };
  return client && accepted ? { client } : { refusal: UNAUTHENTICATED };
}
