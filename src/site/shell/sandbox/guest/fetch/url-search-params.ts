import { decodeUtf8, encodeUtf8 } from '../values/text.ts';

function decode(text: string): string {
  const bytes = encodeUtf8(text.replaceAll('+', ' '));
  const out: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const hex = bytes[at] === 0x25 ? decodeUtf8(bytes.subarray(at + 1, at + 3)) : '';
    const escaped = /^[0-9a-f]{2}$/i.test(hex);
    out.push(escaped ? Number.parseInt(hex, 16) : (bytes[at] ?? 0));
    if (escaped) at += 2;
  }
  return decodeUtf8(Uint8Array.from(out));
}

function encode(text: string): string {
  return [...encodeUtf8(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (byte === 0x20) return '+';
      return /[A-Za-z0-9*._-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}

/** What `new URLSearchParams()` takes. */
export type ParamsInit = string | URLSearchParams | Iterable<readonly [string, string]> | Readonly<Record<string, string>>;

/** Names and values of a query or a form. WHATWG URL §6.2 */
export class URLSearchParams {
  #pairs: [string, string][] = [];
  #changed: (query: string) => void = () => undefined;

  constructor(init: ParamsInit = '') {
    if (typeof init === 'object' && isIterable(init)) {
      for (const pair of init) {
        const [name, value, ...more] = [...(pair as Iterable<string>)];
        if (name === undefined || value === undefined || more.length > 0) throw new TypeError('Each pair needs a name and a value.');
        this.#pairs.push([String(name), String(value)]);
      }
    } else if (typeof init === 'object') this.#pairs = Object.entries(init).map(([name, value]) => [name, String(value)]);
    else this.#pairs = URLSearchParams.parse(String(init).replace(/^\?/, ''));
  }

  /** The pairs of an encoded text. */
  static parse(text: string): [string, string][] {
    return text
      .split('&')
      .filter((part) => part !== '')
      .map((part) => {
        const at = part.indexOf('=');
        return at < 0 ? [decode(part), ''] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
      });
  }

  /** Ties params to a URL: it hears of each change, and its own changes come back through the function returned. */
  static tie(params: URLSearchParams, changed: (query: string) => void): (query: string) => void {
    params.#changed = changed;
    return (query) => {
      params.#pairs = URLSearchParams.parse(query.replace(/^\?/, ''));
    };
  }

  #tell(): void {
    this.#changed(this.toString());
  }

  get size(): number {
    return this.#pairs.length;
  }

  append(name: string, value: string): void {
    this.#pairs.push([String(name), String(value)]);
    this.#tell();
  }

  delete(name: string, value?: string): void {
    this.#pairs = this.#pairs.filter(([key, held]) => key !== String(name) || (value !== undefined && held !== String(value)));
    this.#tell();
  }

  get(name: string): string | null {
    return this.#pairs.find(([key]) => key === String(name))?.[1] ?? null;
  }

  getAll(name: string): string[] {
    return this.#pairs.filter(([key]) => key === String(name)).map(([, value]) => value);
  }

  has(name: string, value?: string): boolean {
    return this.#pairs.some(([key, held]) => key === String(name) && (value === undefined || held === String(value)));
  }

  set(name: string, value: string): void {
    const at = this.#pairs.findIndex(([key]) => key === String(name));
    if (at < 0) {
      this.append(name, value);
      return;
    }
    this.#pairs = this.#pairs.filter(([key], index) => index === at || key !== String(name));
    this.#pairs[at] = [String(name), String(value)];
    this.#tell();
  }

  sort(): void {
    this.#pairs.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
    this.#tell();
  }

  forEach(callback: (value: string, name: string, params: URLSearchParams) => void, self?: unknown): void {
    for (const [name, value] of this.#pairs) Reflect.apply(callback, self, [value, name, this]);
  }

  *entries(): Generator<[string, string], undefined> {
    for (const [name, value] of this.#pairs) yield [name, value];
  }

  *keys(): Generator<string, undefined> {
    for (const [name] of this.#pairs) yield name;
  }

  *values(): Generator<string, undefined> {
    for (const [, value] of this.#pairs) yield value;
  }

  [Symbol.iterator](): Generator<[string, string], undefined> {
    return this.entries();
  }

  get [Symbol.toStringTag](): string {
    return 'URLSearchParams';
  }

  toString(): string {
    return this.#pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  }
}
