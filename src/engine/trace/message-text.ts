import { mediaType } from '../http/message.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';

function javascriptQuoted(text: string): string {
  return JSON.stringify(text).replaceAll('</', String.raw`<\/`);
}

/** A request as a call of `fetch`. Headers that a browser forbids are kept: the reader sees what was sent. */
export function asFetch(request: HttpRequest): string {
  const headers = request.headers.map(([name, value]) => `    [${javascriptQuoted(name)}, ${javascriptQuoted(value)}],`).join('\n');
  const body = request.body === '' ? '' : `\n  body: ${javascriptQuoted(request.body)},`;
  return `await fetch(${javascriptQuoted(request.url)}, {\n  method: ${javascriptQuoted(request.method)},\n  headers: [\n${headers}\n  ],${body}\n  redirect: 'manual',\n});`;
}

/** A message as HTTP/1.1 text. RFC 9112 §2.1 */
export function asHttp(message: HttpRequest | HttpResponse): string {
  const headers = message.headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  if ('status' in message) return `HTTP/1.1 ${message.status}\n${headers}\n\n${message.body}`;
  const url = URL.parse(message.url);
  // As it was written, not as a URL parser would write it: the learner sees what was sent.
  const target = message.url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/s, '') || '/';
  return `${message.method} ${target} HTTP/1.1\nHost: ${url?.host ?? ''}\n${headers}\n\n${message.body}`;
}

/** A body for reading: JSON indented, anything else as it came. */
export function readableBody(message: HttpRequest | HttpResponse): string {
  if (!(mediaType(message) ?? '').endsWith('json')) return message.body;
  try {
    return JSON.stringify(JSON.parse(message.body), undefined, 2);
  } catch {
    return message.body;
  }
}
