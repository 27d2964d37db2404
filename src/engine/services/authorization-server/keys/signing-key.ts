import type { JWK } from 'jose';

/** A private key with the members a signer needs. RFC 7517 §4 */
export interface LabKey extends JWK {
  readonly kty: string;
  readonly kid: string;
  readonly alg: 'Ed25519' | 'RS256' | 'ES256';
  readonly use: 'sig';
}

const PRIVATE_MEMBERS = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']);

const publicParts = new WeakMap<LabKey, LabKey>();

/** The public part of a key: every private member of RFC 7518 §6 is left out. The same key gives the same object, so that it is imported once. */
export function publicJwk(key: LabKey): LabKey {
  const known = publicParts.get(key) ?? withoutPrivate(key);
  publicParts.set(key, known);
  return known;
}

function withoutPrivate(key: LabKey): LabKey {
  const kept = Object.fromEntries(Object.entries(key).filter(([member]) => !PRIVATE_MEMBERS.has(member)));
  return { ...kept, kty: key.kty, kid: key.kid, alg: key.alg, use: key.use };
}
