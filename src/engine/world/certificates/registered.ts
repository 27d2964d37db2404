import type { JWK } from 'jose';
import { publicPart } from '../../protocol/token/signature/signature.ts';
import { IDENTITIES } from './identities.ts';

/** A JWK Set that holds one certificate. RFC 7517 §4.7 */
function withCertificate({ chain, key }: { readonly chain: string; readonly key: JWK }): { readonly keys: readonly JWK[] } {
  return { keys: [{ ...publicPart({ ...key }), x5c: [chain.replaceAll(/-----[A-Z ]+-----|\s/g, '')] }] };
}

/** The JWK Sets of the clients that have registered certificates, by client id. RFC 8705 §2.2.2 */
export const CERTIFICATE_KEYS: Readonly<Record<string, { readonly keys: readonly JWK[] }>> = {
  'archive-export': withCertificate(IDENTITIES.archive),
  'office-scanner': withCertificate(IDENTITIES.scanner),
};
