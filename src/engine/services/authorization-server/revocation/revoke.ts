import { bringChecks } from '../../../checks/catalogue.ts';
import { revocationChecks } from '../../../checks/authorization-server/revocation.ts';
import type { HttpResponse } from '../../../http/message.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { compared, failed, passed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import { validateAccessToken } from '../../../protocol/token/access-token.ts';
import { audiencesOf, textClaim } from '../../../protocol/token/claim-rules.ts';
import { CLIENT_CHECKS, authenticateClient } from '../client/client-authentication.ts';
import { keptToken } from '../token/kept-token.ts';
import { setUpClients } from '../client/clients.ts';
import type { Context, Endpoint } from '../context.ts';
import { formFields, parameter, parametersOnce } from '../parameters.ts';
import type { Client } from '../client/registration.ts';
import { noStore, oauthError } from '../respond.ts';
import type { AccessTokenRecord, RefreshFamily } from '../store.ts';
import { endAccessTokens, endTokens } from './end-access-tokens.ts';

bringChecks(revocationChecks);

/** What a presented token turns out to be. */
type Found =
  | { readonly kind: 'refresh token'; readonly family: RefreshFamily }
  | { readonly kind: 'access token'; readonly record: AccessTokenRecord }
  | { readonly kind: 'ID token' }
  | { readonly kind: 'nothing' };

const NOTHING: Found = { kind: 'nothing' };

/** A JWT that this server signed. */
async function foundJwt(token: string, { config, span }: Context): Promise<Found> {
  const keys = config.keys.verifying(span.now());
  const expectations = {
    issuer: config.issuer,
    audience: '',
    algorithms: [...new Set(keys.map(({ alg }) => alg))],
    keys,
    leewaySeconds: 0,
    now: span.now(),
  };
  const { findings, claims } = await validateAccessToken(token, expectations, () => false);
  const wrong = findings.filter(({ check, finding }) => !finding.passed && check !== 'jwt.audience').map(({ check }) => check);
  if (wrong.length === 0 && claims) return { kind: 'access token', record: { claims, opaque: false } };
  const isIdToken =
    !wrong.includes('jwt.signature') &&
    !wrong.includes('jwt.issuer') &&
    wrong.includes('jwt.type') &&
    namesClient(claims, await setUpClients(config));
  return isIdToken ? { kind: 'ID token' } : NOTHING;
}

function namesClient(claims: JsonObject | undefined, clients: readonly Client[]): boolean {
  const audiences = audiencesOf(claims);
  return clients.some(({ id }) => audiences.includes(id));
}

/** Finds a token whatever the hint says: a hint only says where to look first. RFC 7009 §2.1 */
async function find(token: string, context: Context): Promise<Found> {
  const { store } = context;
  const family = store.families.get(store.refreshTokens.get(token)?.family ?? '');
  if (family) return { kind: 'refresh token', family };
  const record = keptToken(context, token);
  if (record) return { kind: 'access token', record };
  return foundJwt(token, context);
}

function ownedBy(client: Client, found: Found): Finding {
  if (found.kind === 'nothing') return passed('a token that is not known here, so nothing to take back', client.id);
  if (found.kind === 'ID token') return failed('an access token or a refresh token', 'an ID token', 'an ID token cannot be revoked');
  return compared(found.kind === 'refresh token' ? found.family.clientId : (textClaim(found.record.claims, 'client_id') ?? ''), client.id);
}

/**
 * The revocation endpoint: a client gives a token back before its time. A token that is not known is
 * as good as revoked. A refresh token takes the access tokens of its login with it. RFC 7009 §2
 */
export const revoke: Endpoint = async (request, context): Promise<HttpResponse> => {
  const { span } = context;
  span.plan('http.parameter-once', ...CLIENT_CHECKS, 'revocation.client');
  const fields = formFields(request);
  const once = span.check('http.parameter-once', parametersOnce(fields));
  const authenticated = await authenticateClient(request, fields, context);
  if (!once) return oauthError(span, { status: 400, error: 'invalid_request', description: 'A parameter was sent more than once.' });
  if ('refusal' in authenticated) return oauthError(span, authenticated.refusal);

  const token = parameter(fields, 'token');
  if (token === undefined) {
    span.check('revocation.client', failed('a token', 'no token', 'the token is missing'));
    return oauthError(span, { status: 400, error: 'invalid_request', description: 'The token is missing.' });
  }
  const found = await find(token, context);
  const owned = span.check('revocation.client', ownedBy(authenticated.client, found));
  if (!owned && found.kind === 'ID token')
    return oauthError(span, {
      status: 400,
      error: 'unsupported_token_type',
      description: 'Access tokens and refresh tokens can be revoked.',
    });
  if (!owned) return oauthError(span, { status: 400, error: 'invalid_grant', description: 'The token was issued to another client.' });
  if (found.kind === 'access token') await endTokens(context, [found.record]);
  if (found.kind === 'refresh token') {
    found.family.revoked = true;
    await endAccessTokens(context, found.family);
  }
  return { status: 200, headers: noStore(span), body: '' };
};
