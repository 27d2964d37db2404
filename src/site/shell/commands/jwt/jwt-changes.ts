import type { ClaimValue, JsonValue, SignatureChoice } from '#engine/player/edits/edits.ts';
import { CommandError } from '../command.ts';

/** What a command line changes in a token. */
export interface JwtChanges {
  readonly header: Readonly<Record<string, ClaimValue>>;
  readonly claims: Readonly<Record<string, ClaimValue>>;
}

/** What can be done about the signature, the same five choices as in the draft. */
export const SIGNATURES: readonly SignatureChoice[] = ['keep', 'issuer', 'attacker', 'none', 'hmac-public-key'];

const TIMES: ReadonlySet<string> = new Set(['exp', 'iat', 'nbf', 'auth_time']);
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3600, d: 86_400 };

/** `+5m`, `-1h`, `now`: seconds from the world's clock; undefined for anything else. */
function secondsFromNow(text: string): number | undefined {
  if (text === 'now') return 0;
  const [, sign = '', number = '', unit = ''] = /^([+-])(\d+)(s|m|min|h|d)?$/.exec(text) ?? [];
  if (number === '') return undefined;
  return (sign === '-' ? -1 : 1) * Number(number) * (UNITS[unit === '' ? 's' : unit] ?? 1);
}

/** Claims that are text: a number given for one of them is text too. RFC 7519 §4.1 */
const TEXTS: ReadonlySet<string> = new Set(['iss', 'sub', 'aud', 'jti', 'client_id', 'azp', 'scope', 'nonce', 'kid', 'typ', 'alg']);

function valueOf(name: string, text: string): ClaimValue {
  const inSeconds = TIMES.has(name) ? secondsFromNow(text) : undefined;
  if (inSeconds !== undefined) return { kind: 'time', inSeconds };
  if (TEXTS.has(name) && !/^[[{"]/.test(text)) return { kind: 'json', value: text };
  try {
    return { kind: 'json', value: JSON.parse(text) as JsonValue };
  } catch {
    return { kind: 'json', value: text };
  }
}

/**
 * Reads changes: `aud=https://…`, `exp=+5m`, `roles=["admin"]`, `header.typ=JWT`, and `sub-` to take a claim away.
 * @throws {CommandError} where one is none of that
 */
export function readChanges(texts: readonly string[]): JwtChanges {
  const changes = { header: {} as Record<string, ClaimValue>, claims: {} as Record<string, ClaimValue> };
  for (const text of texts) {
    const [, part = '', name = '', removed, value = ''] = /^(header\.|claims\.)?([^=]+?)(?:(-)$|=(.*)$)/s.exec(text) ?? [];
    if (name === '')
      throw new CommandError(`"${text}" changes nothing. Write claim=value, exp=+5m, header.typ=JWT, or claim- to take one away.`, 2);
    changes[part === 'header.' ? 'header' : 'claims'][name] = removed === undefined ? valueOf(name, value) : { kind: 'absent' };
  }
  return changes;
}

/** The choice of signature that an option names. @throws {CommandError} where it is none */
export function readSignature(text: string): SignatureChoice {
  const found = SIGNATURES.find((choice) => choice === text || (text === 'hmac' && choice === 'hmac-public-key'));
  if (!found) throw new CommandError(`There is no signature "${text}". Choose ${SIGNATURES.join(', ')}.`, 2);
  return found;
}
