import { sha256 } from '../digest.ts';
import { equalInConstantTime } from '../constant-time.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** The half of a token that a client holds: a name for the other half, and the signature. */
export interface OuterHalf {
  readonly name: string;
  readonly signature: string;
}

/** The half that stays inside. `until` in milliseconds since 1970. */
export interface InnerHalf {
  /** Header and claims, as they were signed. */
  readonly head: string;
  /** SHA-256 of the signature, as base64url: what belongs to this half can be told, and not made from it. */
  readonly signatureHash: string;
  readonly until: number;
}

/** What every outer half begins with. */
const MARK = 'split~';

/** Whether a token is the outer half of one. */
export function isOuterHalf(token: string): boolean {
  return token.startsWith(MARK);
}

/** Takes an outer half apart; undefined where it is none. */
export function readOuterHalf(token: string): OuterHalf | undefined {
  const [, name, signature] = /^split~([A-Za-z0-9_-]{1,64})~([A-Za-z0-9_-]{1,1024})$/.exec(token) ?? [];
  return name === undefined || signature === undefined ? undefined : { name, signature };
}

/**
 * Splits a signed JWT between its claims and its signature; undefined where it is none.
 * @param name how the outer half names the inner one
 * @param until when the token ends, in milliseconds since 1970
 */
export async function splitToken(
  token: string,
  name: string,
  until: number,
): Promise<{ readonly outer: string; readonly inner: InnerHalf } | undefined> {
  const dot = token.lastIndexOf('.');
  const signature = token.slice(dot + 1);
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return undefined;
  return { outer: `${MARK}${name}~${signature}`, inner: { head: token.slice(0, dot), signatureHash: await sha256(signature), until } };
}

/** Do both halves belong together? `now` in milliseconds since 1970. */
export async function halvesBelongTogether(outer: OuterHalf | undefined, inner: InnerHalf | undefined, now: number): Promise<Finding> {
  const expected = 'the half that belongs to this signature';
  if (!outer) return failed(expected, 'what is no half of a token', 'the token is not the half of one');
  if (!inner || now >= inner.until) return failed(expected, 'no half of that name', 'the other half of the token is not here any more');
  const same = equalInConstantTime(await sha256(outer.signature), inner.signatureHash);
  return same ? passed('both halves of one token', expected) : failed(expected, 'halves of two tokens');
}
