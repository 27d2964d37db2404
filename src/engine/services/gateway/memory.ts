import { BoundedMap } from '../bounded-map.ts';

/** Calls counted in one window; `since` in milliseconds since 1970. */
export interface Count {
  readonly since: number;
  readonly used: number;
}

/** What one gateway remembers. Every map drops its oldest entry beyond its bound. */
export interface GatewayMemory {
  /** Calls by caller and policy. */
  readonly counts: Map<string, Count>;
}

/** A memory with nothing in it. */
export function createGatewayMemory(): GatewayMemory {
  return { counts: new BoundedMap(1000) };
}
