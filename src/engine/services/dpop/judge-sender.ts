import type { HttpRequest } from '../../http/message.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import type { CheckId } from '../../checks/catalogue.ts';
import { failed, passed } from '../../protocol/finding.ts';
import type { TokenScheme } from '../../protocol/message/bearer.ts';
import { boundDpopKey } from '../../protocol/token/confirmation.ts';
import { PROOF_CHECKS } from '../../protocol/token/dpop/dpop-proof.ts';
import type { Span } from '../../trace/span.ts';
import { judgeRequestProof, proofFindings } from './judge-request.ts';
import type { ProofPlace, Verdict } from './judge-request.ts';
import type { ProofMemory } from './proof-memory.ts';

/** What `judgeSender` checks of a token that came with the scheme DPoP, in order; for `span.plan`. */
const SENDER_CHECKS = [
  ...PROOF_CHECKS,
  'dpop.token-hash',
  'dpop.key-binding',
  'dpop.replay',
  'dpop.scheme',
] as const satisfies readonly CheckId[];

/** A token as it was presented, with what it says of itself. */
export interface PresentedToken {
  readonly request: HttpRequest;
  readonly token: string;
  readonly scheme: TokenScheme;
  readonly claims: JsonObject | undefined;
  /** Every address under which this server may be called for what was asked. */
  readonly urls: readonly string[];
}

function placeOf({ urls, token, claims }: PresentedToken): ProofPlace {
  return { urls, accessToken: token, boundTo: boundDpopKey(claims) };
}

/**
 * Judges whether a token is sent by whom it is bound to. A bound token that came as a bearer token
 * is refused, whatever else came with it; one that came with the scheme DPoP needs a proof by its
 * key. The nonce given is the one that the next proof is to hold. RFC 9449 §7.1, §7.2
 */
export async function judgeSender(sender: PresentedToken, memory: ProofMemory, span: Span, verdict: Verdict): Promise<string | undefined> {
  const expected = 'a bound token with the scheme DPoP';
  if (sender.scheme === 'Bearer') {
    verdict.check('dpop.scheme', failed(expected, 'a bound token with the scheme Bearer'));
    return undefined;
  }
  span.plan(...SENDER_CHECKS);
  const { nonce } = await judgeRequestProof(sender.request, placeOf(sender), memory, span, verdict);
  verdict.check('dpop.scheme', passed('the scheme DPoP', expected));
  return nonce;
}

/** What is wrong with who sends a token, without a report and without using up its proof; undefined where nothing is. */
export async function senderFault(sender: PresentedToken, memory: ProofMemory, span: Span): Promise<string | undefined> {
  const fault = 'a token that is not sent by whom it is bound to';
  if (sender.scheme === 'Bearer') return span.isOff('dpop.scheme') ? undefined : fault;
  const findings = await proofFindings(sender.request, placeOf(sender), memory, span);
  return findings.every(({ check, finding }) => finding.passed || span.isOff(check)) ? undefined : fault;
}
