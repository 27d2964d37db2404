import { fromBase64url, utf8 } from '../../http/encoding.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { strictObjectPart, TOKEN_LIMIT } from './jws.ts';

/** A token split at its dots. `header` and `claims` are there where they could be read strictly. */
export interface TokenParts {
  readonly form: Finding;
  readonly headerJson: Finding;
  readonly header?: JsonObject;
  readonly claims?: JsonObject;
  /** Why the claims could not be read, where they could not. */
  readonly claimsReason?: string;
  /** What the signature was made over. RFC 7515 §5.2 */
  readonly input: Uint8Array<ArrayBuffer>;
  /** Undefined where the third part is missing or is not base64url. */
  readonly signature?: Uint8Array<ArrayBuffer>;
}

function compactForm(token: string, parts: readonly string[]): Finding {
  const expected = 'three base64url parts';
  if (token.length > TOKEN_LIMIT) return failed(`at most ${TOKEN_LIMIT} characters`, `${token.length} characters`);
  if (parts.length !== 3)
    return failed(expected, parts.length === 1 ? 'text without dots' : `${parts.length > 9 ? 'many' : parts.length} parts`);
  const broken = parts.findIndex((part, index) => fromBase64url(part) === undefined || (part === '' && index < 2));
  if (broken < 0) return passed('three base64url parts', expected);
  return failed(expected, parts[broken] === '' ? `part ${broken + 1} is empty` : `part ${broken + 1} is not base64url`);
}

/** Tokens taken apart lately: gateway and API read the same one, call after call, and it never reads differently. */
const lately = new Map<string, TokenParts>();
const MOST_KEPT = 64;
const LONGEST_KEPT = 4096;

/**
 * Takes a token apart for its checks. Never throws; a token over the limit is not looked into.
 * RFC 7515 §7.1, §5.2
 */
export function takeApart(token: string): TokenParts {
  const known = lately.get(token);
  if (known) return known;
  const parts = takenApart(token);
  if (token.length <= LONGEST_KEPT) lately.set(token, parts);
  const [oldest] = lately.keys();
  if (lately.size > MOST_KEPT && oldest !== undefined) lately.delete(oldest);
  return parts;
}

function takenApart(token: string): TokenParts {
  const parts = token.length > TOKEN_LIMIT ? [] : token.split('.', 10);
  const form = compactForm(token, parts);
  const [first = '', second = '', third] = parts;
  const header = strictObjectPart(first);
  const claims = strictObjectPart(second);
  const signature = third === undefined ? undefined : fromBase64url(third);
  const expected = 'a JSON object, each member once';
  return {
    form,
    headerJson: 'value' in header ? passed('a JSON object', expected) : failed(expected, header.reason),
    ...('value' in header ? { header: header.value } : {}),
    ...('value' in claims ? { claims: claims.value } : { claimsReason: claims.reason }),
    input: utf8(`${first}.${second}`),
    ...(signature ? { signature } : {}),
  };
}
