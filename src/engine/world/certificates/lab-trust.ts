import type { CertificateTrust } from '../certificate-trust.ts';
import { REVOCATION_LISTS, ROOT_CERTIFICATE } from './authorities.ts';
import { IDENTITIES } from './identities.ts';
import { SERVER_CHAIN, SERVER_KEY } from './server.ts';

/** Whose certificates the servers of the lab take: its own authority's, and those that clients have registered. */
export const LAB_TRUST: CertificateTrust = {
  anchors: ROOT_CERTIFICATE,
  lists: REVOCATION_LISTS,
  registered: IDENTITIES.archive.chain + IDENTITIES.scanner.chain,
  server: { chain: SERVER_CHAIN, key: SERVER_KEY },
};

/** What was made of each world's list, for as long as it is the same. */
const wider = new WeakMap<ReadonlyMap<string, readonly string[]>, { readonly of: string; readonly trust: CertificateTrust }>();

/**
 * Whose certificates the servers of a world take.
 * @param certificates of clients that have registered themselves, in base64, by client
 */
export function trustWith(certificates: ReadonlyMap<string, readonly string[]>): CertificateTrust {
  const of = [...certificates.values()].flat().map(asPem).join('');
  if (of === '') return LAB_TRUST;
  const known = wider.get(certificates);
  if (known?.of === of) return known.trust;
  // What was read of a trust is kept by the trust itself, so it is the same for as long as nothing changes.
  const trust = { ...LAB_TRUST, registered: LAB_TRUST.registered + of };
  wider.set(certificates, { of, trust });
  return trust;
}

function asPem(certificate: string): string {
  return `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`;
}
