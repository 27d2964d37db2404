import { cookieDate } from './cookie-date.ts';

/** A cookie as a `Set-Cookie` header has it. RFC 6265bis §5.6 */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** When it is over, in milliseconds since 1970; with the browser where nothing is said. */
  readonly ends: number;
  /** As it was sent, without a dot in front; undefined where the cookie goes back to its host alone. */
  readonly domain: string | undefined;
  /** Undefined where the path of the response decides. */
  readonly path: string | undefined;
  readonly secure: boolean;
  readonly sameSite: 'strict' | 'lax' | 'none' | undefined;
}

/** Control characters but the tab: a header that holds one is dropped whole. RFC 6265bis §5.6 (1) */
const CONTROL = /[\x00-\x08\x0A-\x1F\x7F]/;

/** A text up to the first of a character, and what stands after it. */
function cut(text: string, at: string): readonly [string, string | undefined] {
  const index = text.indexOf(at);
  return index < 0 ? [text.trim(), undefined] : [text.slice(0, index).trim(), text.slice(index + 1).trim()];
}

/** When a cookie is over by its `Max-Age`, in milliseconds since 1970; undefined where that is no number. RFC 6265bis §5.6.2 */
function endsAfter(seconds: string, now: number): number | undefined {
  if (!/^-?\d+$/.test(seconds)) return undefined;
  return Number(seconds) <= 0 ? -Infinity : now + Number(seconds) * 1000;
}

function sameSiteOf(value: string): SetCookie['sameSite'] {
  const mode = value.toLowerCase();
  return mode === 'strict' || mode === 'lax' || mode === 'none' ? mode : undefined;
}

/**
 * Reads a `Set-Cookie` header. Of an attribute that is there twice the last one counts, and one that nobody
 * knows is passed over. Undefined where it is no cookie: one without a name is none here. RFC 6265bis §5.6
 * @param now milliseconds since 1970
 */
export function parseSetCookie(header: string, now: number): SetCookie | undefined {
  if (CONTROL.test(header)) return undefined;
  const [pair = '', ...attributes] = header.split(';');
  const [name, value] = cut(pair, '=');
  if (name === '' || value === undefined) return undefined;
  let maxAge: number | undefined;
  let expires: number | undefined;
  let domain: string | undefined;
  let path: string | undefined;
  let secure = false;
  let sameSite: SetCookie['sameSite'];
  for (const attribute of attributes) {
    const [key, said = ''] = cut(attribute, '=');
    switch (key.toLowerCase()) {
      case 'expires':
        expires = cookieDate(said) ?? expires;
        break;
      case 'max-age':
        maxAge = endsAfter(said, now) ?? maxAge;
        break;
      case 'domain':
        domain = said.replace(/^\./, '').toLowerCase() || domain;
        break;
      case 'path':
        path = said.startsWith('/') ? said : undefined;
        break;
      case 'secure':
        secure = true;
        break;
      case 'samesite':
        sameSite = sameSiteOf(said);
        break;
    }
  }
  return { name, value, ends: maxAge ?? expires ?? Infinity, domain, path, secure, sameSite };
}
