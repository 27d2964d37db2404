import type { Header } from './message.ts';

/** One policy, and what is left of it. `window` and `reset` in seconds. */
export interface RateLimitItem {
  readonly name: string;
  readonly quota: number;
  readonly window: number;
  readonly remaining: number;
  readonly reset: number;
}

/** A String of a structured field; what may not stand in one becomes `?`. RFC 9651 §3.3.3 */
function quoted(text: string): string {
  return `"${text.replaceAll(/[^\x20-\x7E]/g, '?').replaceAll(/["\\]/g, '\\$&')}"`;
}

/** `RateLimit-Policy`, which stays the same from answer to answer, and `RateLimit`, which does not. RateLimit draft §3, §4 */
export function rateLimitFields(items: readonly RateLimitItem[]): Header[] {
  if (items.length === 0) return [];
  return [
    ['RateLimit-Policy', items.map(({ name, quota, window }) => `${quoted(name)};q=${quota};w=${window}`).join(', ')],
    ['RateLimit', items.map(({ name, remaining, reset }) => `${quoted(name)};r=${remaining};t=${reset}`).join(', ')],
  ];
}
