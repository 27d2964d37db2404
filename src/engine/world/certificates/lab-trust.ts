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
