import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/**
 * Is the path of a URL written in its normal form, so that the rule matched and the resource served
 * are the same? No dot segments, no doubled slashes, no backslash, no escaped letters. RFC 3986 §6.2.2
 */
export function pathInNormalForm(url: string): Finding {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]*([^?#]*)/i.exec(url)?.[1] ?? url;
  const expected = 'a path in its normal form';
  if (path.includes('\\') || path.includes('//')) return failed(expected, path);
  if (path.split('/').some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment))) return failed(expected, path);
  // Besides escaped letters and digits: an escaped slash, backslash, zero or percent is read in two ways by two parties.
  if (/%(?:[46][1-9a-f]|[57][0-9a]|3[0-9]|2[def]|5f|7e|5c|00|25)/i.test(path) || /%(?![0-9a-f]{2})/i.test(path))
    return failed(expected, path);
  return passed(path === '' ? '/' : path, expected);
}
