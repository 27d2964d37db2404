import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { withHeader } from '../../../http/message.ts';
import { PROOF_CHECKS } from '../../../protocol/token/dpop/dpop-proof.ts';
import { judgeRequestProof } from '../../dpop/judge-request.ts';
import type { ProvenSender } from '../../dpop/judge-request.ts';
import { createFirstRefusal } from '../../resource-server/bearer-token.ts';
import type { Context } from '../context.ts';
import { ownAddresses } from '../own-addresses.ts';
import { oauthError } from '../respond.ts';
import type { OAuthError } from '../respond.ts';

const REFUSED: OAuthError = { status: 400, error: 'invalid_dpop_proof', description: 'The DPoP proof is not valid.' };
const NONCE: OAuthError = { status: 400, error: 'use_dpop_nonce', description: 'The DPoP proof needs the nonce of the DPoP-Nonce header.' };

/**
 * Judges the DPoP proof of a request that brings no token: the key it proves, or the answer that
 * refuses it. RFC 9449 §5, §8, §10.1
 * @param path of the endpoint, as the metadata names it
 */
export async function proveKey(
  request: HttpRequest,
  path: string,
  { span, store, config }: Context,
): Promise<ProvenSender | { readonly refused: HttpResponse }> {
  span.plan(...PROOF_CHECKS, 'dpop.replay');
  const verdict = createFirstRefusal(span);
  const proven = await judgeRequestProof(request, { urls: ownAddresses(request, path, config) }, store.proofs, span, verdict);
  if (verdict.refused === undefined) return proven;
  const refused = oauthError(span, verdict.refused === 'dpop.nonce' ? NONCE : REFUSED);
  return { refused: withHeader(refused, 'DPoP-Nonce', proven.nonce) };
}
