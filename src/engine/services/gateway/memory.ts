import type { KeptVerdict } from '../../protocol/introspection/introspection-response.ts';
import type { InnerHalf } from '../../protocol/introspection/split-token.ts';
import type { CallCount } from '../../protocol/limit/call-limit.ts';
import { BoundedMap } from '../bounded-map.ts';

/** What one gateway remembers. Every map drops its oldest entry beyond its bound. */
export interface GatewayMemory {
  /** Calls by caller and policy; a count whose window has ended no longer counts. */
  readonly counts: Map<string, CallCount>;
  /** When wrong passwords came, by user name, in milliseconds since 1970. */
  readonly wrongPasswords: Map<string, readonly number[]>;
  /** The same for names that no user has: apart, so that made-up names cannot push out what is known of a user. */
  readonly wrongNames: Map<string, readonly number[]>;
  /** What the issuer said of tokens, by the SHA-256 of each: the tokens themselves are not kept. */
  readonly verdicts: Map<string, KeptVerdict>;
  /** The inner halves of split tokens, by name, each with the client that has the outer one. */
  readonly halves: Map<string, InnerHalf & { readonly owner: string }>;
}

/** A memory with nothing in it. */
export function createGatewayMemory(): GatewayMemory {
  return {
    counts: new BoundedMap(1000),
    wrongPasswords: new BoundedMap(500),
    wrongNames: new BoundedMap(500),
    verdicts: new BoundedMap(500),
    halves: new BoundedMap(500),
  };
}
