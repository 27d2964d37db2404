import type { CheckId } from '../../../checks/catalogue.ts';
import { durationInWords } from '../../../protocol/duration.ts';
import { compared, failed, passed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import { matchCodeVerifier } from '../../../protocol/authorization/pkce.ts';
import { late } from '../../late.ts';
import { parameter, parameterValues } from '../parameters.ts';
import { oauthError } from '../respond.ts';
import type { OAuthError } from '../respond.ts';
import type { AuthorizationCode } from '../store.ts';
import type { Grant } from './grant.ts';
import { resourcesGranted } from './grant.ts';
import { beginFamily, endAccessTokens, endLostTokens, tokenResponse } from './issue.ts';

const keyProven = late(async () => (await import('./bound-key.ts')).keyProven);

/** Seconds a code can be redeemed. RFC 6749 §4.1.2 allows ten minutes at most. */
const CODE_LIFETIME = 60;

/** What the authorization code grant checks, in order; for `span.plan`. */
export const CODE_CHECKS = [
  'token.code-fresh',
  'token.code-once',
  'token.code-client',
  'token.code-redirect-uri',
  'token.pkce-expected',
  'token.pkce-verifier',
  'token.resource-granted',
] as const satisfies readonly CheckId[];

function fresh(value: string | undefined, code: AuthorizationCode | undefined, now: number): Finding {
  const expected = `a code issued here in the last ${durationInWords(CODE_LIFETIME)}`;
  if (value === undefined) return failed(expected, 'no code', 'the code is missing');
  if (!code) return failed(expected, 'a code that was not issued here', 'it never issued that code');
  const age = (now - code.issuedAt) / 1000;
  return { passed: age < CODE_LIFETIME, expected, received: `a code issued ${durationInWords(age)} ago` };
}

/** OAuth 2.1 drops `redirect_uri` from this request and leans on PKCE; sent, it must be the one. draft-ietf-oauth-v2-1 §10.2 */
function sameRedirectUri(sent: string | undefined, { parameters }: AuthorizationCode): Finding {
  if (sent === undefined && parameters.challenge) return passed('not sent, and PKCE binds the code', parameters.redirectUri);
  return compared(parameters.redirectUri, sent);
}

function refuse(description: string, error: OAuthError['error'] = 'invalid_grant'): OAuthError {
  return { status: 400, error, description };
}

/**
 * The authorization code grant. RFC 6749 §4.1.3; errors §5.2. A code is spent by its first use;
 * a second use that is otherwise right revokes what the first one gave. draft-ietf-oauth-v2-1 §4.1.3
 */
export const authorizationCode: Grant = async ({ fields, client, context }) => {
  const { span, store, config } = context;
  span.plan(...CODE_CHECKS);
  const value = parameter(fields, 'code');
  const found = value === undefined ? undefined : store.codes.get(value);

  // What has to wait comes first, so that of two requests at once only one finds the code unspent, and a logout is not overlooked.
  const { challenge, dpopKey } = found?.parameters ?? {};
  const verifier = parameter(fields, 'code_verifier');
  const matches = challenge && (await matchCodeVerifier(verifier, challenge));
  const boundKey = dpopKey === undefined ? undefined : await keyProven(dpopKey, context);

  const code = value === undefined ? undefined : store.codes.get(value);
  const isFresh = span.check('token.code-fresh', fresh(value, code, span.now()));
  if (value === undefined) return oauthError(span, refuse('The code is missing.', 'invalid_request'));
  if (!code) return oauthError(span, refuse('The code is not valid.'));

  let wrong: OAuthError | undefined;
  const unspent = code.spentOn === undefined;
  const once = span.check('token.code-once', {
    passed: unspent,
    expected: 'a code not redeemed yet',
    received: unspent ? 'its first use' : 'a code redeemed before',
  });

  if (!span.check('token.code-client', compared(code.parameters.clientId, client.id)))
    wrong ??= refuse('The code was issued to another client.');
  if (!span.check('token.code-redirect-uri', sameRedirectUri(parameter(fields, 'redirect_uri'), code)))
    wrong ??= refuse('redirect_uri is not the one of the authorization request.');

  const unexpected = challenge === undefined && verifier !== undefined;
  const fits = {
    passed: !unexpected,
    expected: 'a code_verifier only with a challenge',
    received: unexpected ? 'a code_verifier, but the code has no challenge' : 'as the authorization request',
  };
  if (!span.check('token.pkce-expected', fits)) wrong ??= refuse('A code_verifier came for a code without a challenge.');
  if (matches && !span.check('token.pkce-verifier', matches)) wrong ??= refuse('The code_verifier does not match.');

  if (boundKey && !span.check('token.code-dpop-key', boundKey)) wrong ??= refuse('The code is bound to another DPoP key.');

  const asked = parameterValues(fields, 'resource');
  if (!span.check('token.resource-granted', resourcesGranted(asked, code.parameters.resources)))
    wrong ??= refuse('That resource was not granted.', 'invalid_target');

  if (!once) {
    const family = store.families.get(code.spentOn ?? '');
    // However old it is: whoever has all that goes with a code has no reason to come back with it.
    if (family && !wrong) {
      family.revoked = true;
      await endAccessTokens(context, family);
    }
    if (!family && !wrong && store.lost.has(client.id)) await endLostTokens(context, [client.id]);
    return oauthError(span, refuse('The code was redeemed before.'));
  }
  const refusal = isFresh ? wrong : refuse('The code has expired.');
  const user = config.users.find(({ sub }) => sub === code.sub);
  if (refusal || !user) return oauthError(span, refusal ?? refuse('The code is not valid.'));

  const { scope, nonce, resources, claims } = code.parameters;
  const { authTime, acr, amr, sid } = code;
  const facts = { sub: user.sub, scope, resources, authTime, acr, amr, sid, claims };
  const family = beginFamily(context, client, facts);
  code.spentOn ??= family.id;
  return tokenResponse(context, { client, subject: user, family, nonce, ...facts, resources: asked.length > 0 ? asked : facts.resources });
};
