import { utf8 } from '../../http/encoding.ts';
import { parseForm, queryFields } from '../../http/form.ts';
import { header, headerValues, mediaType } from '../../http/message.ts';
import type { Header, HttpRequest, HttpResponse } from '../../http/message.ts';
import { STATUS_PHRASES } from '../../http/status-phrase.ts';
import { messageName } from '../message-name.ts';
import type { Exchange, Trace } from '../trace.ts';

/** A name and its value, as HAR lists headers, fields and cookies. */
interface NameValue {
  readonly name: string;
  readonly value: string;
}

/** What a format that says "this size is not known" expects. */
const UNKNOWN = -1;

const pairs = (fields: readonly Header[]): NameValue[] => fields.map(([name, value]) => ({ name, value }));

function cut(text: string, at: string): [before: string, after: string] {
  const place = text.indexOf(at);
  return place < 0 ? [text, ''] : [text.slice(0, place), text.slice(place + at.length)];
}

function sentCookies(request: HttpRequest): NameValue[] {
  const texts = headerValues(request, 'cookie').flatMap((value) => value.split(';').map((one) => one.trim()));
  return texts
    .filter((text) => text !== '')
    .map((text) => {
      const [name, value] = cut(text, '=');
      return { name, value };
    });
}

function setCookies(response: HttpResponse): object[] {
  return headerValues(response, 'set-cookie').map((text) => {
    const [first = '', ...attributes] = text.split(';').map((one) => one.trim());
    const [name, value] = cut(first, '=');
    const given = new Map(attributes.map((one) => cut(one, '=')).map(([key, of]) => [key.toLowerCase(), of]));
    const expires = Date.parse(given.get('expires') ?? '');
    return {
      name,
      value,
      ...(given.has('path') ? { path: given.get('path') } : {}),
      ...(given.has('domain') ? { domain: given.get('domain') } : {}),
      ...(Number.isNaN(expires) ? {} : { expires: new Date(expires).toISOString() }),
      httpOnly: given.has('httponly'),
      secure: given.has('secure'),
    };
  });
}

function harRequest(request: HttpRequest): object {
  const { method, url, headers, body } = request;
  const mimeType = header(request, 'content-type') ?? '';
  const params = mediaType(request) === 'application/x-www-form-urlencoded' ? pairs(parseForm(body)) : [];
  return {
    method,
    url,
    httpVersion: 'HTTP/1.1',
    cookies: sentCookies(request),
    headers: pairs(headers),
    queryString: pairs(queryFields(url)),
    ...(body === '' ? {} : { postData: { mimeType, params, text: body } }),
    headersSize: UNKNOWN,
    bodySize: utf8(body).length,
  };
}

function harResponse(response: HttpResponse | undefined): object {
  const { status, headers, body } = response ?? { status: 0, headers: [], body: '' };
  const size = utf8(body).length;
  return {
    status,
    statusText: STATUS_PHRASES[status] ?? '',
    httpVersion: 'HTTP/1.1',
    cookies: response ? setCookies(response) : [],
    headers: pairs(headers),
    content: { size, mimeType: (response && header(response, 'content-type')) ?? 'x-unknown', text: body },
    redirectURL: (response && header(response, 'location')) ?? '',
    headersSize: UNKNOWN,
    bodySize: response ? size : UNKNOWN,
  };
}

function harEntry(trace: Trace, exchange: Exchange): object {
  return {
    startedDateTime: new Date(exchange.at).toISOString(),
    // The clock of a lab stands still while a message travels.
    time: 0,
    request: harRequest(exchange.request),
    response: harResponse(exchange.response),
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
    comment: messageName(trace, exchange),
    ...(exchange.failure === undefined ? {} : { _error: exchange.failure }),
    _from: exchange.from,
    _to: exchange.to,
    ...(exchange.step === undefined ? {} : { _step: exchange.step }),
    ...(exchange.edited.length === 0 ? {} : { _edited: exchange.edited }),
    _checks: exchange.checks,
  };
}

/**
 * A run as an HTTP Archive 1.2, which developer tools open. What the format has no place for (who sent to whom, checks, edits)
 * stands in members that begin with an underscore, as it asks for. Pure.
 * @param title what the run is called
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
export function asHar(trace: Trace, title: string): string {
  const log = {
    version: '1.2',
    creator: { name: 'Tokenscope', version: '0.1.0' },
    comment: `${title}. Every secret in here belongs to the lab and is published with it.`,
    entries: trace.exchanges.map((exchange) => harEntry(trace, exchange)),
  };
  return `${JSON.stringify({ log }, undefined, 2)}\n`;
}
