import { failed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** One scope token. RFC 6749 §3.3 */
const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

/** The scopes a text names, each once, in order. RFC 6749 §3.3 */
export function parseScope(text: string | undefined): string[] {
  return [...new Set((text ?? '').split(' ').filter((scope) => scope !== ''))];
}

/** Scopes as one text. RFC 6749 §3.3 */
export function formatScope(scopes: readonly string[]): string {
  return scopes.join(' ');
}

function within(requested: readonly string[], limit: readonly string[], expected: string): Finding {
  const outside = requested.filter((scope) => !limit.includes(scope) || !SCOPE_TOKEN.test(scope));
  return { passed: outside.length === 0, expected: `${expected} [${limit.join(', ')}]`, received: `[${requested.join(', ')}]` };
}

/** May this client ask for these scopes? RFC 6749 §3.3 */
export function scopeAllowed(requested: readonly string[], allowed: readonly string[]): Finding {
  return within(requested, allowed, 'only of');
}

/** Is what is asked for now something, and no more than what was granted then? RFC 6749 §3.3, §6 */
export function scopeNarrower(requested: readonly string[], granted: readonly string[]): Finding {
  if (requested.length === 0) return failed(`some of [${granted.join(', ')}]`, 'a scope that names nothing');
  return within(requested, granted, 'no more than');
}

/** Does a token's scope include the one a route asks for? RFC 6750 §3.1 */
export function scopeIncludes(granted: readonly string[], needed: string): Finding {
  return { passed: granted.includes(needed), expected: needed, received: granted.length ? granted.join(' ') : 'no scope' };
}
