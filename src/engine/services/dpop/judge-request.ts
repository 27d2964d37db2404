import type { CheckId } from '../../checks/catalogue.ts';
import { bringChecks } from '../../checks/catalogue.ts';
import { dpopChecks } from '../../checks/token/dpop.ts';
import { headerValues } from '../../http/message.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { Finding } from '../../protocol/finding.ts';
import type { JudgedCheck } from '../../protocol/token/access-token.ts';
import { judgeProof, proofUnused } from '../../protocol/token/dpop/dpop-proof.ts';
import type { JudgedProof, ProofExpectations } from '../../protocol/token/dpop/dpop-proof.ts';
import type { Span } from '../../trace/span.ts';
import { currentNonces } from './nonces.ts';
import type { ProofMemory } from './proof-memory.ts';
import { remember, wasUsed } from './used-proofs.ts';

bringChecks(dpopChecks);

/** Reports findings and remembers the first that refuses. */
export interface Verdict {
  check(id: CheckId, finding: Finding): boolean;
  readonly refused: CheckId | undefined;
}

/** What a server knows of a request beside the request itself. */
export type ProofPlace = Pick<ProofExpectations, 'urls' | 'accessToken' | 'boundTo'>;

/** What came of the proof of a request. */
export interface ProvenSender {
  /** The thumbprint of the key that made the proof; to be believed where nothing was refused. */
  readonly jkt: string | undefined;
  /** The nonce that the next proof is to hold. RFC 9449 §8.2 */
  readonly nonce: string;
}

/** A proof as it was judged, and the nonce that the next one is to hold. */
interface Judged extends JudgedProof {
  readonly nonce: string;
}

async function judge(request: HttpRequest, place: ProofPlace, memory: ProofMemory, span: Span): Promise<Judged> {
  const nonces = currentNonces(memory.nonces, span);
  const expectations = { ...place, method: request.method, nonces, now: span.now() };
  return { ...(await judgeProof(headerValues(request, 'dpop'), expectations, (id) => span.isOff(id))), nonce: nonces[0] };
}

/** All findings, with the one that only a server that remembers can make. */
function withReplay(judged: Judged, memory: ProofMemory, now: number): readonly JudgedCheck[] {
  if (judged.id === undefined) return judged.findings;
  return [...judged.findings, { check: 'dpop.replay', finding: proofUnused(wasUsed(memory, judged, now)) }];
}

/** What would be found about the proof of a request, without a report and without using the proof up. */
export async function proofFindings(
  request: HttpRequest,
  place: ProofPlace,
  memory: ProofMemory,
  span: Span,
): Promise<readonly JudgedCheck[]> {
  return withReplay(await judge(request, place, memory, span), memory, span.now());
}

/**
 * Judges the DPoP proof of a request and reports every check of it. A proof is used up only where
 * nothing refuses the request, so that a mistake elsewhere does not spend it. RFC 9449 §4.3, §11.1
 */
export async function judgeRequestProof(
  request: HttpRequest,
  place: ProofPlace,
  memory: ProofMemory,
  span: Span,
  verdict: Verdict,
): Promise<ProvenSender> {
  const judged = await judge(request, place, memory, span);
  // From here on nothing waits, so of two copies sent at once only one can be the first.
  for (const { check, finding } of withReplay(judged, memory, span.now())) verdict.check(check, finding);
  if (verdict.refused === undefined) remember(memory, judged, span.now());
  return { jkt: judged.jkt, nonce: judged.nonce };
}
