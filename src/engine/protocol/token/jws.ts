import type { JWK } from 'jose';
import { base64url, base64urlText, fromBase64url, fromUtf8, utf8 } from '../../http/encoding.ts';
import { isJsonObject, parseStrictJson } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { signBytes } from './signature/signature.ts';

/** The longest token anybody here takes apart, in characters. */
export const TOKEN_LIMIT = 64 * 1024;

/** A JWS in its compact form, taken apart for a reader and not verified. */
export interface DecodedJws {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** The third part, base64url as it came. */
  readonly signature: string;
}

function jsonPart(value: JsonObject): string {
  return base64urlText(JSON.stringify(value));
}

/** Header and claims joined as they are signed. RFC 7515 §5.1 */
export function signingInput(header: JsonObject, claims: JsonObject): string {
  return `${jsonPart(header)}.${jsonPart(claims)}`;
}

/**
 * A signed JWT. The key's own `alg` decides how it is signed, so a header that claims another
 * algorithm gets the signature that this key would have made. RFC 7515 §7.1
 * @throws {TypeError} where the key cannot sign
 */
export async function signCompact(header: JsonObject, claims: JsonObject, privateJwk: JWK): Promise<string> {
  const input = signingInput(header, claims);
  const algorithm = privateJwk.alg ?? (typeof header['alg'] === 'string' ? header['alg'] : '');
  return `${input}.${base64url(await signBytes(algorithm, privateJwk, utf8(input)))}`;
}

function objectPart(part: string): JsonObject | undefined {
  const bytes = fromBase64url(part);
  const text = bytes && fromUtf8(bytes);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Takes a JWT apart for display, without verifying anything; undefined where it is none or is too long. */
export function decodeCompact(token: string): DecodedJws | undefined {
  if (token.length > TOKEN_LIMIT) return undefined;
  const parts = token.split('.');
  const [first, second, signature] = parts;
  if (parts.length !== 3 || first === undefined || second === undefined || signature === undefined) return undefined;
  const header = objectPart(first);
  const claims = objectPart(second);
  return header && claims ? { header, claims, signature } : undefined;
}

/** Whether a text can be taken apart as a JWT. */
export function looksLikeJwt(text: string): boolean {
  return /^[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]*$/.test(text.slice(0, TOKEN_LIMIT + 1)) && decodeCompact(text) !== undefined;
}

/** One part of a token, read strictly: unpadded base64url, UTF-8, a JSON object, no member twice; or why not. RFC 7515 §5.2; RFC 8259 §4 */
export function strictObjectPart(part: string): { readonly value: JsonObject } | { readonly reason: string } {
  const bytes = fromBase64url(part);
  if (!bytes) return { reason: 'not base64url' };
  const text = fromUtf8(bytes);
  if (text === undefined) return { reason: 'not UTF-8' };
  const parsed = parseStrictJson(text);
  if (!parsed.ok) return { reason: parsed.reason };
  return isJsonObject(parsed.value) ? { value: parsed.value } : { reason: 'JSON, but not an object' };
}
