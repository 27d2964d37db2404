import { base64, utf8 } from '#engine/http/encoding.ts';
import type { Header, HttpRequest } from '#engine/http/message.ts';
import type { CurlData, CurlOptions } from './curl-options.ts';

/** Reads a file that a body names, or standard input for `-`. */
export type ReadFile = (path: string) => Promise<string>;

/** As curl names itself. The servers of a lab see it. */
const USER_AGENT = 'curl/8.15.0';

function withoutLines(text: string): string {
  return text.replaceAll(/[\r\n\0]/g, '');
}

/** `name=content`, `=content`, `content`, `name@file` or `@file`, the content encoded. curl(1), --data-urlencode */
async function urlEncoded(value: string, read: ReadFile): Promise<string> {
  const at = value.search(/[=@]/);
  if (at < 0) return encodeURIComponent(value);
  const name = value.slice(0, at);
  const rest = value.slice(at + 1);
  const content = value.charAt(at) === '@' ? await read(rest) : rest;
  return `${name === '' ? '' : `${name}=`}${encodeURIComponent(content)}`;
}

async function part({ kind, value }: CurlData, read: ReadFile): Promise<string> {
  switch (kind) {
    case 'raw':
      return value;
    case 'urlencode':
      return urlEncoded(value, read);
    case 'data':
      return value.startsWith('@') ? withoutLines(await read(value.slice(1))) : value;
    case 'binary':
    case 'json':
      return value.startsWith('@') ? read(value.slice(1)) : value;
  }
}

/** The body that all parts give together; undefined where there is none. */
export async function bodyOf(data: readonly CurlData[], read: ReadFile): Promise<string | undefined> {
  if (data.length === 0) return undefined;
  const parts: string[] = [];
  for (const one of data) parts.push(await part(one, read));
  // Several --json are one text; everything else is joined as a form is.
  return data.every(({ kind }) => kind === 'json') ? parts.join('') : parts.join('&');
}

/** The address as curl would ask for it: with a scheme, and a path. Without one it is plain HTTP. */
export function addressOf(given: string): string {
  const text = given.trim().replaceAll(' ', '%20');
  const url = /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/:]+:\d/.test(text) ? text : `http://${text}`;
  return /^https?:\/\/[^/?#]+$/i.test(url) ? `${url}/` : url.replace(/^(https?:\/\/[^/?#]+)(?=[?#])/i, '$1/');
}

function withQuery(url: string, query: string): string {
  const [before = '', fragment] = url.split('#');
  const joined = `${before}${before.includes('?') ? '&' : '?'}${query}`;
  return fragment === undefined ? joined : `${joined}#${fragment}`;
}

/** Headers that were given replace those of curl, or take them away. */
function withGiven(own: readonly Header[], given: readonly string[]): Header[] {
  const lines = given.map((line): { name: string; value: string | undefined } => {
    const colon = line.indexOf(':');
    if (colon < 0) return { name: line.replace(/;\s*$/, '').trim(), value: /;\s*$/.test(line) ? '' : undefined };
    const value = line.slice(colon + 1).trim();
    return { name: line.slice(0, colon).trim(), value: value === '' ? undefined : value };
  });
  const named = new Set(lines.map(({ name }) => name.toLowerCase()));
  return [
    ...own.filter(([name]) => !named.has(name.toLowerCase())),
    ...lines.flatMap(({ name, value }): Header[] => (value === undefined || name === '' ? [] : [[name, value]])),
  ];
}

/** The request of a curl command line for one of its addresses. @param cookie what a jar sends along */
export function requestOf(options: CurlOptions, address: string, body: string | undefined, cookie: string | undefined): HttpRequest {
  const url = options.get && body !== undefined ? withQuery(addressOf(address), body) : addressOf(address);
  const sent = options.get ? undefined : body;
  const method = options.method ?? (options.head ? 'HEAD' : sent === undefined ? 'GET' : 'POST');
  const json = options.data.length > 0 && options.data.every(({ kind }) => kind === 'json');
  const own: Header[] = [
    ...(options.bearer === undefined ? [] : [['Authorization', `Bearer ${options.bearer}`] as const]),
    ...(options.user === undefined
      ? []
      : [['Authorization', `Basic ${base64(utf8(options.user.includes(':') ? options.user : `${options.user}:`))}`] as const]),
    ...(options.userAgent === '' ? [] : [['User-Agent', options.userAgent ?? USER_AGENT] as const]),
    ['Accept', json ? 'application/json' : '*/*'],
    ...(options.referer === undefined || options.referer === '' ? [] : [['Referer', options.referer] as const]),
    ...(cookie === undefined || cookie === '' ? [] : [['Cookie', cookie] as const]),
    ...(sent === undefined
      ? []
      : [
          ['Content-Length', String(utf8(sent).length)] as const,
          ['Content-Type', json ? 'application/json' : 'application/x-www-form-urlencoded'] as const,
        ]),
  ];
  return { method, url: url.replace(/#.*$/s, ''), headers: withGiven(own, options.headers), body: sent ?? '' };
}

/**
 * The request that follows a redirect: POST becomes GET after 301, 302 and 303, and what identifies the
 * caller stays with the host it was meant for. RFC 9110 §15.4
 */
export function redirected(request: HttpRequest, status: number, location: string, chosenMethod: boolean): HttpRequest | undefined {
  const target = URL.parse(location, request.url);
  if (!target) return undefined;
  const toGet =
    !chosenMethod && ((status === 303 && request.method !== 'HEAD') || ([301, 302].includes(status) && request.method === 'POST'));
  const sameHost = target.origin === URL.parse(request.url)?.origin;
  const dropped = [...(toGet ? ['content-length', 'content-type'] : []), ...(sameHost ? [] : ['authorization', 'cookie'])];
  target.hash = '';
  return {
    method: toGet ? 'GET' : request.method,
    url: target.href,
    headers: request.headers.filter(([name]) => !dropped.includes(name.toLowerCase())),
    body: toGet ? '' : request.body,
  };
}
