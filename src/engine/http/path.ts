/** The path of an absolute URL as it was sent: nothing is resolved or decoded. RFC 3986 §3.3 */
export function rawPath(url: string): string {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]*([^?#]*)/i.exec(url)?.[1];
  return path === undefined || path === '' ? '/' : path;
}

/** Most paths hold nothing that would have to be resolved. */
const RESOLVED = /^https?:\/\/[^/?#\\]+(\/[\w/-]*)(?:[?#]|$)/;

/** The path of a URL at which somebody answers, as browsers resolve it; empty where a URL without one does not parse. WHATWG URL §4.4 */
export function resolvedPath(url: string): string {
  return RESOLVED.exec(url)?.[1] ?? URL.parse(url)?.pathname ?? '';
}

/**
 * A path as most server frameworks read it: percent signs decoded, then dot segments resolved. One
 * who matched the path as it was sent has matched another. What cannot be decoded stays as it came.
 * RFC 3986 §2.1, §5.2.4
 */
export function decodedPath(path: string): string {
  let text: string;
  try {
    text = decodeURIComponent(path);
  } catch {
    return path;
  }
  const segments: string[] = [];
  const all = text.split('/').slice(1);
  for (const segment of all) {
    if (segment === '..') segments.pop();
    else if (segment !== '.') segments.push(segment);
  }
  const last = all.at(-1);
  return `/${segments.join('/')}${(last === '.' || last === '..') && segments.length > 0 ? '/' : ''}`;
}

/** The query of a URL as it was sent, with its question mark; empty where there is none. RFC 3986 §3.4 */
export function rawQuery(url: string): string {
  const [beforeFragment = ''] = url.split('#');
  const mark = beforeFragment.indexOf('?');
  return mark < 0 ? '' : beforeFragment.slice(mark);
}

/**
 * What stands at the `{names}` of a pattern such as `/invoices/{id}`, or undefined where the path is
 * another. A name takes exactly one segment, which is never empty.
 */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const found: [string, string][] = [];
  for (const [index, part] of wanted.entries()) {
    const segment = given[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== segment : segment === '') return undefined;
    if (name !== undefined) found.push([name, segment]);
  }
  return Object.fromEntries(found);
}
