/** RFC 9110 §5.6.2 */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** What `new Headers()` takes. */
export type HeadersInit = Headers | Iterable<readonly [string, string]> | Readonly<Record<string, string>>;

function isIterable(value: object): value is Iterable<readonly [string, string]> {
  return Symbol.iterator in value;
}

/** Header fields of a message. None is forbidden: this is the client of a server, not of a page. Fetch §5.1 */
export class Headers {
  #fields: [string, string][] = [];

  constructor(init: HeadersInit = {}) {
    const pairs = init instanceof Headers ? Headers.sent(init) : isIterable(init) ? init : Object.entries(init);
    for (const [name, value] of pairs) this.append(name, value);
  }

  /** The fields as they go out, in the order they were set. */
  static sent(headers: Headers): [string, string][] {
    return headers.#fields.map(([name, value]) => [name, value]);
  }

  static #check(name: unknown, value: unknown = ''): [string, string] {
    const [key, text] = [String(name), String(value).replaceAll(/^[\t\n\r ]+|[\t\n\r ]+$/g, '')];
    if (!TOKEN.test(key)) throw new TypeError(`${JSON.stringify(key)} is not the name of a header.`);
    if (/[\0\r\n]/.test(text) || /[^\0-\u00FF]/.test(text))
      throw new TypeError(`The value of ${key} holds a line break or a character that a header cannot carry.`);
    return [key, text];
  }

  append(name: string, value: string): void {
    this.#fields.push(Headers.#check(name, value));
  }

  delete(name: string): void {
    const key = Headers.#check(name)[0].toLowerCase();
    this.#fields = this.#fields.filter(([held]) => held.toLowerCase() !== key);
  }

  get(name: string): string | null {
    const key = Headers.#check(name)[0].toLowerCase();
    const values = this.#fields.filter(([held]) => held.toLowerCase() === key).map(([, value]) => value);
    return values.length === 0 ? null : values.join(', ');
  }

  getSetCookie(): string[] {
    return this.#fields.filter(([name]) => name.toLowerCase() === 'set-cookie').map(([, value]) => value);
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }

  set(name: string, value: string): void {
    const [key, text] = Headers.#check(name, value);
    const at = this.#fields.findIndex(([held]) => held.toLowerCase() === key.toLowerCase());
    this.delete(name);
    this.#fields.splice(at < 0 ? this.#fields.length : at, 0, [key, text]);
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void, self?: unknown): void {
    for (const [name, value] of this) Reflect.apply(callback, self, [value, name, this]);
  }

  *entries(): Generator<[string, string], undefined> {
    for (const name of [...new Set(this.#fields.map(([held]) => held.toLowerCase()))].sort()) {
      if (name === 'set-cookie') for (const value of this.getSetCookie()) yield [name, value];
      else yield [name, this.get(name) ?? ''];
    }
  }

  *keys(): Generator<string, undefined> {
    for (const [name] of this) yield name;
  }

  *values(): Generator<string, undefined> {
    for (const [, value] of this) yield value;
  }

  [Symbol.iterator](): Generator<[string, string], undefined> {
    return this.entries();
  }

  get [Symbol.toStringTag](): string {
    return 'Headers';
  }
}
