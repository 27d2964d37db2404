import { fromBase64 } from '../../http/encoding.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { importPair, publicPart } from '../token/signature/signature.ts';
import { readCertificate } from '../x509/certificate.ts';
import { sameName } from '../x509/distinguished-name.ts';
import { holdsCertificate } from './client-metadata.ts';

/** An algorithm that a key of each type can be taken for, so that the platform writes it down as a certificate does. */
const ALGORITHMS: Readonly<Record<string, string>> = { RSA: 'RS256', OKP: 'Ed25519', 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' };

/** The key in DER, as a certificate holds it; undefined where it is no key that the platform takes. RFC 5280 §4.1.2.7 */
async function publicKeyInfo(jwk: JsonObject): Promise<Uint8Array | undefined> {
  const key = publicPart(jwk);
  const name = (key.kty === 'EC' ? key.crv : key.kty) ?? '';
  try {
    const pair = await importPair(key, Object.hasOwn(ALGORITHMS, name) ? (ALGORITHMS[name] ?? '') : '', 'verify');
    return new Uint8Array(await crypto.subtle.exportKey('spki', pair));
  } catch {
    return undefined;
  }
}

async function problemOf(key: JsonObject): Promise<string | undefined> {
  const own: unknown = Array.isArray(key['x5c']) ? key['x5c'][0] : undefined;
  const der = typeof own === 'string' ? fromBase64(own) : undefined;
  const certificate = der && (await readCertificate(der));
  if (!certificate) return 'x5c holds no certificate that can be read';
  if (!sameName(certificate.subject, certificate.issuer)) return 'the certificate in x5c was issued by another than its holder';
  const named = await publicKeyInfo(key);
  const same = named?.length === certificate.publicKey.length && named.every((byte, index) => byte === certificate.publicKey[index]);
  return same ? undefined : 'the certificate in x5c is not of the key it comes with';
}

/**
 * What is wrong with the certificates that a client says it has made itself. One that another issued would be taken
 * without asking who that was, and under the name of whoever stands in it. RFC 8705 §2.2, §7.4; RFC 7517 §4.7
 */
export async function certificateProblems(keys: readonly JsonObject[]): Promise<string[]> {
  const problems = await Promise.all(keys.filter(holdsCertificate).map(problemOf));
  return problems.filter((problem) => problem !== undefined);
}
