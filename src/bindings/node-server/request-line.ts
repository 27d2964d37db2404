import type { IncomingMessage } from 'node:http';
import { headerValues } from '#engine/http/message.ts';
import type { Header } from '#engine/http/message.ts';
import { isLoopback } from './options.ts';

/** How a request is answered before any party sees it. */
export interface Unheard {
  readonly status: 204 | 400 | 421 | 501 | 505;
  readonly reason: string;
}

/** Where a request is going, or how it is answered before any party sees it. */
export type Target = { readonly url: string } | Unheard;

/** Header fields as they were sent: repeated ones stay repeated, in order. RFC 9110 §5.3 */
export function headerFields(rawHeaders: readonly string[]): Header[] {
  const fields: Header[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) fields.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  return fields;
}

/**
 * What is wrong with how a request is framed; undefined where nothing is. A body of which it is not certain where
 * it ends, or what it says, is one that the next reader finds another request in.
 * RFC 9110 §15.6.6; RFC 9112 §6.1
 */
export function framingFault({ httpVersion, headers }: Pick<IncomingMessage, 'httpVersion' | 'headers'>): Unheard | undefined {
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return { status: 505, reason: 'This server does not speak that version.' };
  const coding = headers['transfer-encoding'];
  if (coding === undefined) return undefined;
  if (httpVersion === '1.0') return { status: 400, reason: 'HTTP/1.0 has no Transfer-Encoding.' };
  return coding.toLowerCase() === 'chunked' ? undefined : { status: 501, reason: 'This server knows no transfer coding but chunked.' };
}

/** The names by which a port is spoken to: the one of its origin, and the other ones of loopback. */
function authorities(origin: string): string[] {
  const { host, hostname, port } = new URL(origin);
  return isLoopback(hostname) ? [host, `localhost:${port}`, `127.0.0.1:${port}`] : [host];
}

/**
 * The absolute URL that a request names, at the party's usual origin (`party`). Another host is a misdirected
 * request: a page that points a name of its own at this machine gets no answer of a party.
 * RFC 9110 §7.2, §7.4; RFC 9112 §3.2
 */
export function createTargetReader(
  origin: string,
  party = origin,
): (incoming: Pick<IncomingMessage, 'method' | 'url' | 'httpVersion'>, headers: readonly Header[]) => Target {
  const known = new Set(authorities(origin));
  const { protocol } = new URL(origin);
  return ({ method, url = '', httpVersion }, headers) => {
    const hosts = headerValues({ headers }, 'host');
    if (hosts.length > 1) return { status: 400, reason: 'Host was sent more than once.' };
    if (hosts.length === 0 && httpVersion !== '1.0') return { status: 400, reason: 'Host is missing.' };
    const absolute = /^(https?:)\/\/([^/?#]*)(.*)$/i.exec(url);
    const authority = (absolute ? absolute[2] : hosts[0])?.toLowerCase() ?? '';
    const path = absolute ? (absolute[3] ?? '') : url;
    if (!known.has(authority) || (absolute && absolute[1]?.toLowerCase() !== protocol))
      return { status: 421, reason: `This is ${origin} and no other host.` };
    // The server as a whole is asked what it can do: it is there, and each address says the rest. RFC 9110 §9.3.7
    if (url === '*' && method === 'OPTIONS') return { status: 204, reason: '' };
    if (path.includes('#')) return { status: 400, reason: 'The request line holds a fragment.' };
    if (absolute ? !/^(?:[/?]|$)/.test(path) : !path.startsWith('/'))
      return { status: 400, reason: 'The request line names no path that starts with a slash.' };
    return { url: `${party}${path.startsWith('/') ? '' : '/'}${path}` };
  };
}
