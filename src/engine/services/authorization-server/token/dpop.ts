import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { headerValues, withHeader } from '../../../http/message.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import { PROOF_CHECKS } from '../../../protocol/token/dpop-proof.ts';
import { judgeRequestProof } from '../../dpop/judge-request.ts';
import { createFirstRefusal } from '../../resource-server/bearer-token.ts';
import type { Context } from '../context.ts';
import type { Client } from '../registration.ts';
import { oauthError } from '../respond.ts';
import type { OAuthError } from '../respond.ts';

const REFUSED: OAuthError = { status: 400, error: 'invalid_dpop_proof', description: 'The DPoP proof is not valid.' };
const NONCE: OAuthError = { status: 400, error: 'use_dpop_nonce', description: 'The DPoP proof needs the nonce of the DPoP-Nonce header.' };
const MISSING: OAuthError = { status: 400, error: 'invalid_dpop_proof', description: 'This client must send a DPoP proof.' };

/**
 * Puts DPoP around a request for tokens, whatever its grant: a proof that is not right ends it before
 * the grant spends anything, and what a right one gives is bound to its key. RFC 9449 §5, §8
 * @param proceed goes on with the request in a context that knows the key
 */
export async function underDpop(
  request: HttpRequest,
  client: Client,
  context: Context,
  proceed: (context: Context) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const { span, store, config } = context;
  const came = headerValues(request, 'dpop').length > 0;
  if (client.dpopBoundAccessTokens === true) {
    const expected = 'a DPoP proof, as this client promised';
    const kept = span.check('dpop.required', came ? passed('a DPoP header', expected) : failed(expected, 'no DPoP header'));
    if (!kept) return oauthError(span, MISSING);
  }
  if (!came) return proceed(context);

  span.plan(...PROOF_CHECKS, 'dpop.replay');
  const verdict = createFirstRefusal(span);
  const urls = [...new Set([request.url, `${config.issuer}/token`])];
  const { jkt, nonce } = await judgeRequestProof(request, { urls }, store.proofs, span, verdict);
  if (verdict.refused !== undefined)
    return withHeader(oauthError(span, verdict.refused === 'dpop.nonce' ? NONCE : REFUSED), 'DPoP-Nonce', nonce);
  const bound = jkt === undefined ? context : { ...context, confirmation: { ...context.confirmation, jkt } };
  return withHeader(await proceed(bound), 'DPoP-Nonce', nonce);
}
