import { fromBase64url, fromUtf8 } from '#engine/http/encoding.ts';
import type { JsonValue } from '#engine/player/edits/edits.ts';

/** A JWT read for showing, not trusted for anything. RFC 7519 §7.2 without the validation */
export interface ReadJwt {
  readonly token: string;
  readonly header: Readonly<Record<string, JsonValue>>;
  readonly claims: Readonly<Record<string, JsonValue>>;
  /** The three parts as sent. */
  readonly parts: readonly [header: string, claims: string, signature: string];
}

/** The longest text in which a JWT is looked for, in characters. */
const READ_LIMIT = 16 * 1024;

const CANDIDATE = /[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*/g;

function members(part: string): Readonly<Record<string, JsonValue>> | undefined {
  const bytes = fromBase64url(part);
  const text = bytes && fromUtf8(bytes);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, JsonValue>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A compact JWT decoded, or undefined where the text is not one. */
export function readJwt(token: string): ReadJwt | undefined {
  if (token.length > READ_LIMIT) return undefined;
  const [headerPart, claimsPart, signaturePart, ...rest] = token.split('.');
  if (headerPart === undefined || claimsPart === undefined || signaturePart === undefined || rest.length > 0) return undefined;
  const header = members(headerPart);
  const claims = members(claimsPart);
  return header && claims && { token, header, claims, parts: [headerPart, claimsPart, signaturePart] };
}

/** The first JWT in a text, such as in `Bearer eyJ…`. */
export function jwtIn(text: string): ReadJwt | undefined {
  if (text.length > READ_LIMIT) return undefined;
  for (const [candidate] of text.matchAll(CANDIDATE)) {
    const read = readJwt(candidate);
    if (read) return read;
  }
  return undefined;
}

/** A text cut into what is a JWT and what is not, so that a token can be shown in its colors. */
export function cutAtJwts(text: string): readonly (string | ReadJwt)[] {
  if (text.length > READ_LIMIT) return [text];
  const pieces: (string | ReadJwt)[] = [];
  let from = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const read = readJwt(match[0]);
    if (!read) continue;
    if (match.index > from) pieces.push(text.slice(from, match.index));
    pieces.push(read);
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return pieces;
}
