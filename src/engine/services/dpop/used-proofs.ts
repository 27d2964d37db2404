import { PROOF_AGE, PROOF_AHEAD } from '../../protocol/token/dpop/dpop-proof.ts';
import type { JudgedProof } from '../../protocol/token/dpop/dpop-proof.ts';
import { BoundedMap } from '../bounded-map.ts';
import type { ProofMemory } from './proof-memory.ts';

/** Proofs of one key that are remembered at a time. */
const MOST_PROOFS = 200;

/** Milliseconds after which a proof can no longer pass by its age, whenever its clock says it was made. */
const REMEMBERED = (PROOF_AGE + PROOF_AHEAD) * 1000;

/** Whether a proof came before, as far as it could still be used. RFC 9449 §11.1 */
export function wasUsed({ used }: ProofMemory, { jkt = '', id }: JudgedProof, now: number): boolean {
  const until = id === undefined ? undefined : used.get(jkt)?.get(id);
  return until !== undefined && now <= until;
}

/** Remembers that a proof was used, and forgets those that are too old to come again. */
export function remember({ used }: ProofMemory, { jkt = '', id }: JudgedProof, now: number): void {
  if (id === undefined) return;
  for (const [key, proofs] of used) {
    for (const [known, until] of proofs) if (until < now) proofs.delete(known);
    if (proofs.size === 0) used.delete(key);
  }
  const proofs = used.get(jkt) ?? new BoundedMap<string, number>(MOST_PROOFS);
  // Taken out first, so that the key that was silent for longest is the first to be forgotten.
  used.delete(jkt);
  used.set(jkt, proofs.set(id, now + REMEMBERED));
}
