import { utf8 } from './encoding.ts';

/** One header field as it was sent: repeated names stay repeated, in order. RFC 9110 §5.3 */
export type Header = readonly [name: string, value: string];

/**
 * A request as plain data, so that it can be shown, edited, replayed, shared and compared.
 * `url` is absolute; `body` is text, empty where there is none.
 */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly Header[];
  readonly body: string;
}

/** A response as plain data. `Set-Cookie` and `Location` are kept, which Fetch would hide. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: string;
}

/** Whether a request asks what this method answers: HEAD asks for what GET does, without the content. RFC 9110 §9.1, §9.3.2 */
export function asksBy({ method }: Pick<HttpRequest, 'method'>, answered: string): boolean {
  return method === answered || (method === 'HEAD' && answered === 'GET');
}

/** The value of `Allow` for the methods that an address answers. RFC 9110 §9.3.2, §10.2.1 */
export function allowValue(methods: readonly string[]): string {
  const all = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return all.filter((method, index) => all.indexOf(method) === index).join(', ');
}

interface Message {
  readonly headers: readonly Header[];
}

/** Whether a field is the one of that name, in lower case; names are compared without case, most are told apart by their length. RFC 9110 §5.1 */
function isNamed(field: Header, wanted: string): boolean {
  // Read by its place: to take a pair apart is a loop, and this is asked of every field again and again.
  return field[0].length === wanted.length && field[0].toLowerCase() === wanted;
}

/** Every value of a header, in the order sent. RFC 9110 §5.3 */
export function headerValues(message: Message, name: string): string[] {
  const wanted = name.toLowerCase();
  return message.headers.filter((field) => isNamed(field, wanted)).map(([, value]) => value);
}

/** The first value of a header, or undefined where it was not sent. */
export function header(message: Message, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return message.headers.find((field) => isNamed(field, wanted))?.[1];
}

/** The same message with one header set: the first of that name is replaced, others of it are dropped. */
export function withHeader<M extends Message>(message: M, name: string, value: string): M {
  const wanted = name.toLowerCase();
  let placed = false;
  const headers: Header[] = [];
  for (const entry of message.headers) {
    if (!isNamed(entry, wanted)) headers.push(entry);
    else if (!placed) {
      placed = true;
      headers.push([entry[0], value]);
    }
  }
  if (!placed) headers.push([name, value]);
  return { ...message, headers };
}

/**
 * Whether a header is one of the two in which only a terminator of TLS may name a certificate. Many
 * servers read an underscore in a name as a hyphen. RFC 9440 §4; RFC 3875 §4.1.18
 */
export function isClientCertHeader(field: Header): boolean {
  return /^client[-_]cert(?:[-_]chain)?$/i.test(field[0]);
}

/** The media type of a message in lower case and without parameters, or undefined. RFC 9110 §8.3 */
export function mediaType(message: Message): string | undefined {
  return header(message, 'content-type')?.split(';')[0]?.trim().toLowerCase();
}

function utf8Length(text: string): number {
  return /^[\x00-\x7F]*$/.test(text) ? text.length : utf8(text).length;
}

/** The bytes a message takes on the wire, roughly: start line, headers and body in UTF-8. */
export function messageSize(message: HttpRequest | HttpResponse): number {
  const start = 'method' in message ? message.method.length + message.url.length : 3;
  const headers = message.headers.reduce((sum, field) => sum + field[0].length + utf8Length(field[1]) + 4, 0);
  return start + headers + utf8Length(message.body);
}
