import type { JWK } from 'jose';
import { decodeCompact } from '../../protocol/token/jws.ts';
import type { Finding } from '../../protocol/finding.ts';
import type { Span } from '../../trace/span.ts';
import { late } from '../late.ts';

/** Where an issuer's keys come from. */
export interface KeySource {
  readonly jwksUri: string;
  /** Keys fetched before the world began, so that a first request needs no look-up. */
  readonly keys?: readonly JWK[] | undefined;
}

/** The keys to verify a token with. */
export interface FoundKeys {
  readonly keys: readonly JWK[];
  /** Whether the issuer could be asked, where the token names a key that was not known: for `jwt.key-refresh`. */
  readonly refresh?: Finding | undefined;
}

/** How whoever verifies asks an issuer. */
export type KeyAsker = Pick<Span, 'now' | 'isOff' | 'fetch'>;

/** The public keys of one issuer, as one verifier knows them. */
export interface KeySet {
  /** The keys to verify this token with. Asks the issuer once where the `kid` is unknown, then not again for a minute. */
  keysFor(token: string, asker: KeyAsker): Promise<FoundKeys>;
}

/** What a verifier keeps of its issuer; `askedAt` in milliseconds since 1970. */
export interface KeyMemory {
  keys: readonly JWK[];
  askedAt?: number | undefined;
}

const refreshKeys = late(async () => (await import('./key-refresh.ts')).refreshKeys);

/** A verifier's own copy of an issuer's keys. OpenID Connect Core §10.1.1 */
export function createKeySet(source: KeySource): KeySet {
  const memory: KeyMemory = { keys: source.keys ?? [] };
  return {
    async keysFor(token, asker) {
      const kid = decodeCompact(token)?.header['kid'];
      const known = memory.keys.some((key) => key.kid === kid);
      if (known || (typeof kid !== 'string' && memory.keys.length > 0)) return { keys: memory.keys };
      const refresh = await refreshKeys(memory, source.jwksUri, asker);
      return { keys: memory.keys, refresh };
    },
  };
}
