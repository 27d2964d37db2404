import type { JsonObject } from '../../http/strict-json.ts';
import { isJsonObject } from '../../http/strict-json.ts';

/** What an access token is bound to, as its claim `cnf` says it. RFC 7800 §3.1 */
export interface Confirmation {
  /** Thumbprint of the key that signs DPoP proofs. RFC 9449 §6.1 */
  readonly jkt?: string | undefined;
  /** Thumbprint of the certificate that the sender presents. RFC 8705 §3.1 */
  readonly 'x5t#S256'?: string | undefined;
}

function member(claims: JsonObject | undefined, name: keyof Confirmation): string | undefined {
  const cnf = claims?.['cnf'];
  if (!isJsonObject(cnf) || !Object.hasOwn(cnf, name)) return undefined;
  return typeof cnf[name] === 'string' ? cnf[name] : '';
}

/** The DPoP key a token is bound to. Undefined: to none. An empty text: to one that cannot be read, so that no key fits. RFC 9449 §6.1 */
export function boundDpopKey(claims: JsonObject | undefined): string | undefined {
  return member(claims, 'jkt');
}

/** The thumbprint of the certificate a token is bound to; undefined and empty as for a key. RFC 8705 §3.1 */
export function boundCertificate(claims: JsonObject | undefined): string | undefined {
  return member(claims, 'x5t#S256');
}
