import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/**
 * May this address, which somebody else named, be called? Only https, without credentials, at an
 * origin of the list: a list of what is forbidden would always miss a way to write it. OWASP API7:2023
 * @param allowed origins, `https://host` or `https://host:port`
 */
export function addressOnList(address: unknown, allowed: readonly string[]): Finding {
  const expected = `https at one of [${allowed.join(', ')}]`;
  if (typeof address !== 'string') return failed(expected, 'no address');
  const url = URL.parse(address);
  if (!url) return failed(expected, 'text that is no address');
  if (url.username !== '' || url.password !== '') return failed(expected, `an address with credentials at ${url.host}`);
  // Not `origin`: that of `blob:https://host/…` is https://host, and whoever calls such an address calls something else.
  const origin = `${url.protocol}//${url.host}`;
  return allowed.includes(origin) ? passed(origin, expected) : failed(expected, url.host === '' ? url.protocol : origin);
}

/** Did the party that was called answer by itself, not by pointing elsewhere? RFC 9110 §15.4; OWASP API10:2023 */
export function answeredWithoutRedirect(status: number, location: string | undefined): Finding {
  const away = status >= 300 && status < 400 && location !== undefined;
  const where = location === undefined ? '' : ` to ${URL.parse(location)?.origin ?? 'another address'}`;
  return { passed: !away, expected: 'an answer, not a redirect', received: away ? `${status}${where}` : String(status) };
}
