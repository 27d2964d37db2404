import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** Stands for the app itself; an address that resolves to it stays in the app. */
const HERE = 'https://here.invalid';

/**
 * Does an address to return to stay in this app? It must be a path, and remain one by the rules that
 * browsers resolve addresses with: `//evil.test`, `/\evil.test` and a tab in between leave it. A break of the line
 * would end the header that it is sent in. RFC 9700 §4.11.1; RFC 9110 §5.5
 */
export function returnIsLocal(address: string): Finding {
  const expected = 'a path of this app';
  if (!address.startsWith('/')) return failed(expected, address);
  if (/\p{Cc}/u.test(address)) return failed(expected, 'a path with control characters');
  const resolved = URL.parse(address, HERE);
  return resolved?.origin === HERE
    ? passed(address, expected)
    : failed(expected, `${address}, which is ${resolved?.origin ?? 'no address'}`);
}
