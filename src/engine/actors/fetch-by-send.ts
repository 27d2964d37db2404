import { customFetch } from 'oauth4webapi';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { PartyId } from '../trace/trace.ts';
import type { Send, Sent } from './cast.ts';

/** What a client library hands to its `fetch`. */
interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

/** The option by which oauth4webapi sends through something other than the platform's fetch. */
export interface FetchOptions {
  [customFetch]: (url: string, init: FetchInit) => Promise<Response>;
}

function named(name: string): string {
  return name.replaceAll(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());
}

/** A library's request as plain data; the library's own `User-Agent` is left out. */
function plainRequest(url: string, { method, headers, body }: FetchInit): HttpRequest {
  const kept = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'user-agent');
  const content =
    body === undefined || body === null ? '' : body instanceof URLSearchParams || typeof body === 'string' ? body.toString() : '';
  return { method, url, headers: kept.map(([name, value]) => [named(name), value] as const), body: content };
}

const WITHOUT_BODY = [204, 205, 304];

/** A plain response as Fetch has it. */
export function fetchResponse({ status, headers, body }: HttpResponse): Response {
  const fields = new Headers();
  for (const [name, value] of headers) fields.append(name, value);
  return new Response(WITHOUT_BODY.includes(status) ? null : body, { status, headers: fields });
}

/**
 * Lets a client library write one request and gives what was really sent and answered, so that the
 * library's own reading of the response decides nothing.
 * @throws what `send` throws, or the library where it cannot write the request
 */
export async function captureSent(party: PartyId, send: Send, write: (options: FetchOptions) => Promise<unknown>): Promise<Sent> {
  let sent: Sent | undefined;
  await write({
    [customFetch]: async (url, init) => {
      sent = await send(party, plainRequest(url, init));
      return fetchResponse(sent.response);
    },
  });
  if (!sent) throw new TypeError('The client library sent nothing.');
  return sent;
}
