import type { HashName } from '#engine/protocol/platform-digest.ts';
import { crypto } from '../builtin.ts';

/** The hash of bytes, at once: a turn through another thread takes longer than what is hashed here. FIPS 180-4 */
export function platformDigest(hash: HashName, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return Promise.resolve(crypto().hash(hash.replace('-', ''), bytes, 'buffer'));
}
