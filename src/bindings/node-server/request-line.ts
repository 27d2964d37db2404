import type { IncomingMessage } from 'node:http';
import type { Header } from '#engine/http/message.ts';
import { isLoopback } from './options.ts';

/** Where a request is going, or how it is refused before any party sees it. */
export type Target = { readonly url: string } | { readonly status: 400 | 421; readonly reason: string };

/** Header fields as they were sent: repeated ones stay repeated, in order. RFC 9110 §5.3 */
export function headerFields(rawHeaders: readonly string[]): Header[] {
  const fields: Header[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) fields.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  return fields;
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
export function createTargetReader(origin: string, party = origin): (incoming: Pick<IncomingMessage, 'url' | 'rawHeaders'>) => Target {
  const known = new Set(authorities(origin));
  const { protocol } = new URL(origin);
  return ({ url = '', rawHeaders }) => {
    const hosts = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host');
    if (hosts.length > 1) return { status: 400, reason: 'Host was sent more than once.' };
    const absolute = /^(https?:)\/\/([^/?#]*)(.*)$/i.exec(url);
    const authority = (absolute ? absolute[2] : hosts[0])?.toLowerCase() ?? '';
    const path = absolute ? (absolute[3] ?? '') : url;
    if (!known.has(authority) || (absolute && absolute[1]?.toLowerCase() !== protocol))
      return { status: 421, reason: `This is ${origin} and no other host.` };
    if (absolute ? !/^(?:[/?]|$)/.test(path) : !path.startsWith('/'))
      return { status: 400, reason: 'The request line names no path that starts with a slash.' };
    return { url: `${party}${path.startsWith('/') ? '' : '/'}${path}` };
  };
}
