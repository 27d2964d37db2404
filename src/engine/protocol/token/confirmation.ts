import type { JsonObject } from '../../http/strict-json.ts';
import { isJsonObject } from '../../http/strict-json.ts';

/** What an access token is bound to, as its claim `cnf` says it. RFC 7800 §3.1 */
export interface Confirmation {
  /** Thumbprint of the key that signs DPoP proofs. RFC 9449 §6.1 */
  readonly jkt?: string | undefined;
}

/** The DPoP key a token is bound to. Undefined: to none. An empty text: to one that cannot be read, so that no key fits. RFC 9449 §6.1 */
export function boundDpopKey(claims: JsonObject | undefined): string | undefined {
  const cnf = claims?.['cnf'];
  if (!isJsonObject(cnf) || !Object.hasOwn(cnf, 'jkt')) return undefined;
  return typeof cnf['jkt'] === 'string' ? cnf['jkt'] : '';
}
