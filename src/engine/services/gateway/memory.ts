import type { CallCount } from '../../protocol/limit/call-limit.ts';
import { BoundedMap } from '../bounded-map.ts';

/** What one gateway remembers. Every map drops its oldest entry beyond its bound. */
export interface GatewayMemory {
  /** Calls by caller and policy; a count whose window has ended no longer counts. */
  readonly counts: Map<string, CallCount>;
}

/** A memory with nothing in it. */
export function createGatewayMemory(): GatewayMemory {
  return { counts: new BoundedMap(1000) };
}
