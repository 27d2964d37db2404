import { Headers } from './headers.ts';
import type { Line } from '../host.ts';
import { Response } from '../messages.ts';
import type { requestClass, RequestInit } from '../messages.ts';

/** Redirects in a row that are followed. Fetch §4.4 */
const REDIRECT_LIMIT = 20;

interface Wire {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** What must not travel on to another origin. Fetch §4.4; RFC 9110 §15.4 */
const OF_THE_ORIGIN = ['authorization', 'proxy-authorization', 'cookie', 'host'];

/** Fields that a library wrote in lower case, as they are usually written. */
function spelled(name: string): string {
  return name === name.toLowerCase() ? name.replaceAll(/(?:^|-)[a-z]/g, (start) => start.toUpperCase()) : name;
}

/** An address without its fragment, which is never sent, and that fragment. */
function parted(url: string): readonly [address: string, hash: string] {
  const at = url.indexOf('#');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at)];
}

/** `fetch` of a server-side client: no CORS, no forbidden headers, no cookies of its own, redirects as asked. */
export function fetchOf(
  line: Line,
  Request: ReturnType<typeof requestClass>,
  URL: { new (url: string, base?: string): { href: string; origin: string } },
) {
  async function send(method: string, url: string, headers: Headers, body: string): Promise<Wire> {
    const fields = Headers.sent(headers).map(([name, value]) => [spelled(name), value]);
    try {
      return (await line.ask('send', { method, url, headers: fields, body })) as Wire;
    } catch (error) {
      throw error instanceof Error && error.name === 'NetworkError'
        ? new TypeError(`fetch failed. ${error.message}`, { cause: error })
        : error;
    }
  }

  async function follow(input: unknown, init: RequestInit | undefined): Promise<Response> {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    let { method, url } = request;
    let body = Request.content(request);
    const headers = new Headers(request.headers);
    if (!headers.has('accept')) headers.set('Accept', '*/*');
    for (let hops = 0; ; hops += 1) {
      const [address, hash] = parted(url);
      const answer = await send(method, address, headers, body);
      const location = new Headers(answer.headers).get('location');
      const redirects = location !== null && [301, 302, 303, 307, 308].includes(answer.status);
      if (!redirects || request.redirect === 'manual') return Response.from(url, hops > 0, answer.body, answer);
      if (request.redirect === 'error') throw new TypeError(`fetch failed. ${url} redirects, and redirect is 'error'.`);
      if (hops === REDIRECT_LIMIT) throw new TypeError(`fetch failed. More than ${REDIRECT_LIMIT} redirects in a row.`);
      const next = new URL(location, url);
      if (next.origin !== new URL(url).origin) for (const name of OF_THE_ORIGIN) headers.delete(name);
      if (answer.status === 303 ? method !== 'HEAD' : answer.status < 303 && method === 'POST') {
        method = method === 'HEAD' ? method : 'GET';
        body = '';
        for (const name of ['content-type', 'content-length']) headers.delete(name);
      }
      url = next.href.includes('#') ? next.href : next.href + hash;
    }
  }

  return function fetch(input: unknown, init?: RequestInit): Promise<Response> {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    const answer = follow(input, init);
    if (!signal) return answer;
    return new Promise((resolve, reject) => {
      const abort = (): void => reject(signal.reason);
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { once: true });
      answer.then(resolve, reject);
    });
  };
}
