import { base64url } from '../../http/encoding.ts';
import type { Span } from '../../trace/span.ts';
import type { NonceMemory } from './proof-memory.ts';

/** Milliseconds after which a server gives a new nonce: with its overlap it ends before the tokens do that it goes with. RFC 9449 §8.2 */
export const NONCE_ROTATES = 120_000;

/** Milliseconds that the one before is still taken, for requests that were under way. */
export const NONCE_OVERLAP = 60_000;

/**
 * The nonces that a server takes now, the latest first; a new one is made where the latest is too
 * old. They are random, so nobody can make a proof ahead of time. RFC 9449 §8, §8.2
 */
export function currentNonces(memory: NonceMemory, span: Span): readonly [string, ...string[]] {
  const now = span.now();
  const alive = memory.given.filter(({ madeAt }) => now - madeAt < NONCE_ROTATES + NONCE_OVERLAP);
  const latest = alive.find(({ madeAt }) => now - madeAt < NONCE_ROTATES) ?? { value: base64url(span.random(18)), madeAt: now };
  const before = alive.filter((one) => one !== latest);
  memory.given = [latest, ...before];
  return [latest.value, ...before.map(({ value }) => value)];
}
