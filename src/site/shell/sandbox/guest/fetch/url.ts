import type { Line } from '../host.ts';
import { URLSearchParams } from './url-search-params.ts';

/** The parts of a URL, as the host's own URL parser has them. */
export const URL_PARTS = [
  'href',
  'origin',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'hash',
] as const;

/** One part of a URL. */
export type UrlPart = (typeof URL_PARTS)[number];

type Parts = Readonly<Record<UrlPart, string>>;

interface UrlLike {
  readonly href: string;
}

/** `URL` of the platform: what it parses is parsed by the host's own. WHATWG URL §6.1 */
export function urlClass(line: Line) {
  const parse = (url: unknown, base?: unknown): Parts | undefined =>
    (line.call('url', String(url), ...(base === undefined ? [] : [String(base)])) as Parts | null) ?? undefined;

  return class URL {
    declare href: string;
    declare readonly origin: string;
    #parts: Parts;
    readonly #search: URLSearchParams;
    readonly #took: (query: string) => void;

    constructor(url: string | UrlLike, base?: string | UrlLike) {
      const parts = parse(url, base);
      if (!parts) throw new TypeError(`Invalid URL: ${String(url)}`);
      this.#parts = parts;
      this.#search = new URLSearchParams(parts.search);
      this.#took = URLSearchParams.tie(this.#search, (query) => {
        this.#parts = line.call('url-set', this.#parts.href, 'search', query) as Parts;
      });
    }

    static canParse(url: string, base?: string): boolean {
      return parse(url, base) !== undefined;
    }

    static parse(url: string, base?: string): URL | null {
      return this.canParse(url, base) ? new this(url, base) : null;
    }

    #set(part: UrlPart, value: unknown): void {
      const parts = line.call('url-set', this.#parts.href, part, String(value)) as Parts | null;
      if (!parts) throw new TypeError(`Invalid URL: ${String(value)}`);
      this.#parts = parts;
      this.#took(parts.search);
    }

    static {
      for (const part of URL_PARTS)
        Object.defineProperty(this.prototype, part, {
          enumerable: true,
          configurable: true,
          get(this: URL) {
            return this.#parts[part];
          },
          ...(part === 'origin'
            ? {}
            : {
                set(this: URL, value: unknown) {
                  this.#set(part, value);
                },
              }),
        });
    }

    get searchParams(): URLSearchParams {
      return this.#search;
    }

    toString(): string {
      return this.#parts.href;
    }

    toJSON(): string {
      return this.#parts.href;
    }

    get [Symbol.toStringTag](): string {
      return 'URL';
    }
  };
}
