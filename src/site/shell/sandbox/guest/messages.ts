import { AbortSignal } from './fetch/abort.ts';
import { Body, contentOf } from './fetch/body.ts';
import type { BodyInit } from './fetch/body.ts';
import { Headers } from './fetch/headers.ts';
import type { HeadersInit } from './fetch/headers.ts';
import { decodeUtf8 } from './values/text.ts';

/** What a request is made with. What only a page has, such as `mode`, is taken and means nothing. Fetch §5.4 */
export interface RequestInit {
  readonly method?: string;
  readonly headers?: HeadersInit;
  readonly body?: BodyInit;
  readonly redirect?: 'follow' | 'manual' | 'error';
  readonly signal?: AbortSignal | null;
}

/** RFC 9110 §5.6.2 */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const UPPERCASED = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'];

function methodOf(method: unknown): string {
  const text = String(method);
  if (!TOKEN.test(text) || /^(?:connect|trace|track)$/i.test(text)) throw new TypeError(`${text} is not a method that can be sent.`);
  return UPPERCASED.includes(text.toUpperCase()) ? text.toUpperCase() : text;
}

/** Builds `Request` upon the URL of the environment. */
export function requestClass(URL: new (url: string) => { href: string }) {
  return class Request extends Body {
    readonly method: string;
    readonly url: string;
    readonly headers: Headers;
    readonly redirect: 'follow' | 'manual' | 'error';
    readonly signal: AbortSignal;

    constructor(input: unknown, init: RequestInit = {}) {
      const from = input instanceof Request ? input : undefined;
      if (from?.bodyUsed === true && init.body === undefined) throw new TypeError('The body of that request has been read already.');
      const method = methodOf(init.method ?? from?.method ?? 'GET');
      const { content, type } = init.body === undefined && from ? { content: Body.peek(from) } : contentOf(init.body);
      if (content !== undefined && (method === 'GET' || method === 'HEAD')) throw new TypeError(`A ${method} request has no body.`);
      super(content);
      this.method = method;
      this.url = from?.url ?? new URL(String(input)).href;
      this.headers = new Headers(init.headers ?? from?.headers);
      if (type !== undefined && !this.headers.has('content-type')) this.headers.set('Content-Type', type);
      this.redirect = init.redirect ?? from?.redirect ?? 'follow';
      this.signal = init.signal ?? from?.signal ?? new AbortSignal();
    }

    clone(): Request {
      return new Request(this);
    }

    get [Symbol.toStringTag](): string {
      return 'Request';
    }

    /** The content as text, as it goes out. */
    static content(request: Request): string {
      const content = Body.peek(request) ?? '';
      return typeof content === 'string' ? content : decodeUtf8(content);
    }
  };
}

/** What a response is made with. Fetch §5.5 */
export interface ResponseInit {
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: HeadersInit;
}

/** Fetch §5.5 */
export class Response extends Body {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly type = 'default';
  #url = '';
  #redirected = false;

  constructor(body: BodyInit = null, { status = 200, statusText = '', headers = {} }: ResponseInit = {}) {
    const { content, type } = contentOf(body);
    if (!Number.isInteger(status) || status < 200 || status > 599) throw new RangeError(`${status} is no status of a response.`);
    super(content);
    this.status = status;
    this.statusText = statusText;
    this.headers = new Headers(headers);
    if (type !== undefined && !this.headers.has('content-type')) this.headers.set('Content-Type', type);
  }

  static json(value: unknown, init: ResponseInit = {}): Response {
    const response = new Response(JSON.stringify(value), init);
    response.headers.set('Content-Type', 'application/json');
    return response;
  }

  /** The answer that came from an address. */
  static from(url: string, redirected: boolean, body: string, init: ResponseInit): Response {
    const response = new Response(body === '' ? null : body, init);
    if (!new Headers(init.headers).has('content-type')) response.headers.delete('content-type');
    response.#url = url;
    response.#redirected = redirected;
    return response;
  }

  get url(): string {
    return this.#url;
  }

  get redirected(): boolean {
    return this.#redirected;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  clone(): Response {
    if (this.bodyUsed) throw new TypeError('The body has been read already. Clone the response before that.');
    const { status, statusText, headers } = this;
    const copy = new Response(Body.peek(this), { status, statusText, headers });
    if (!headers.has('content-type')) copy.headers.delete('content-type');
    copy.#url = this.#url;
    copy.#redirected = this.#redirected;
    return copy;
  }

  get [Symbol.toStringTag](): string {
    return 'Response';
  }
}
