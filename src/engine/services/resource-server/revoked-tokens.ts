import { BoundedMap } from '../bounded-map.ts';

/** Ids of tokens that the issuer has taken back, each for as long as the token could have been used. */
export interface RevokedTokens {
  has(id: string): boolean;
  /** @param until when the token would have ended, in milliseconds since 1970 */
  add(id: string, until: number, now: number): void;
}

/** A list with nothing on it. What is over is forgotten when the next one comes. */
export function createRevokedTokens(): RevokedTokens {
  const ends = new BoundedMap<string, number>(2000);
  return {
    has: (id) => ends.has(id),
    add(id, until, now) {
      for (const [known, end] of ends) if (end <= now) ends.delete(known);
      ends.set(id, until);
    },
  };
}
