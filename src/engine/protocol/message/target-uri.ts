/** What RFC 3986 §2.3 calls unreserved: a percent-encoded one means the same as the character itself. */
const UNRESERVED = /^[A-Za-z0-9._~-]$/;

/** Scheme, authority and path of a URI without query and fragment. RFC 3986 App. B */
const PARTS = /^(https?):\/\/([^/]*)(.*)$/i;

/** What may stand there at all. RFC 3986 App. A */
const WRITTEN = /^(?:[A-Za-z0-9._~:/[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$/;

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' };

/** Percent-encodings in one way: none where it is not needed, capitals where it is. RFC 3986 §6.2.2.1, §6.2.2.2 */
function encodedOneWay(text: string): string {
  return text.replaceAll(/%[0-9A-Fa-f]{2}/g, (encoded) => {
    const char = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
    return UNRESERVED.test(char) ? char : encoded.toUpperCase();
  });
}

/** The path without its dot segments. RFC 3986 §5.2.4 */
function withoutDotSegments(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
    if (last && (segment === '.' || segment === '..')) kept.push('');
  }
  return `/${kept.join('/')}`;
}

/** Host in lower case, and a port only where it is not the usual one of its scheme. RFC 3986 §6.2.2.1, §6.2.3 */
function authority(text: string, scheme: string): string | undefined {
  const [, host, port = ''] = /^(\[[0-9A-Fa-f:.]+\]|[^:@[\]]+)(?::(\d{0,5}))?$/.exec(text) ?? [];
  if (host === undefined) return undefined;
  const named = encodedOneWay(host)
    .toLowerCase()
    .replaceAll(/%[0-9a-f]{2}/g, (encoded) => encoded.toUpperCase());
  return port === '' || String(Number(port)) === DEFAULT_PORTS[scheme] ? named : `${named}:${Number(port)}`;
}

/**
 * An HTTP URI in the form in which two that mean the same are equal: without query and fragment, by
 * syntax-based and scheme-based normalization. Undefined where the text is no such URI. A URL parser
 * would not do: it also repairs what no URI may hold. RFC 9449 §4.3 (9); RFC 3986 §6.2.2, §6.2.3
 */
export function normalTargetUri(text: string): string | undefined {
  const [bare = ''] = text.split(/[?#]/, 1);
  const [, scheme = '', given = '', path = ''] = (WRITTEN.test(bare) && PARTS.exec(bare)) || [];
  const lower = scheme.toLowerCase();
  const host = authority(given, lower);
  return host === undefined ? undefined : `${lower}://${host}${withoutDotSegments(encodedOneWay(path))}`;
}
