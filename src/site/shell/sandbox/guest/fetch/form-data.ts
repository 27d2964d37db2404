import { URLSearchParams } from './url-search-params.ts';

function isForm(type: string | null, name: string): boolean {
  return type?.split(';', 1)[0]?.trim().toLowerCase() === name;
}

/** Line breaks as they travel in a form. */
const lined = (text: string): string => text.replaceAll(/\r\n?|\n/g, '\r\n');

const ESCAPES: Readonly<Record<string, string>> = { '\r': '%0D', '\n': '%0A', '"': '%22' };

function nameOf(head: string): string {
  const [, name] = /^content-disposition:[ \t]*form-data;(?:.*;)?[ \t]*name="([^"]*)"/im.exec(head) ?? [];
  if (name === undefined) throw new TypeError('A part of the form has no name.');
  return name.replaceAll(/%0D|%0A|%22/gi, decodeURIComponent);
}

/** Names and values of a form. Files there are none: the value of a part is its text. XHR, interface FormData */
export class FormData {
  #entries: [string, string][] = [];

  append(name: string, value: string): void {
    this.#entries.push([String(name), String(value)]);
  }

  delete(name: string): void {
    this.#entries = this.#entries.filter(([key]) => key !== String(name));
  }

  get(name: string): string | null {
    return this.getAll(name)[0] ?? null;
  }

  getAll(name: string): string[] {
    return this.#entries.filter(([key]) => key === String(name)).map(([, value]) => value);
  }

  has(name: string): boolean {
    return this.getAll(name).length > 0;
  }

  set(name: string, value: string): void {
    const at = this.#entries.findIndex(([key]) => key === String(name));
    this.delete(name);
    this.#entries.splice(at < 0 ? this.#entries.length : at, 0, [String(name), String(value)]);
  }

  forEach(callback: (value: string, name: string, form: FormData) => void, self?: unknown): void {
    for (const [name, value] of this.#entries) Reflect.apply(callback, self, [value, name, this]);
  }

  *entries(): Generator<[string, string], undefined> {
    for (const [name, value] of this.#entries) yield [name, value];
  }

  *keys(): Generator<string, undefined> {
    for (const [name] of this.#entries) yield name;
  }

  *values(): Generator<string, undefined> {
    for (const [, value] of this.#entries) yield value;
  }

  [Symbol.iterator](): Generator<[string, string], undefined> {
    return this.entries();
  }

  get [Symbol.toStringTag](): string {
    return 'FormData';
  }

  /** The form as it travels. The boundary is counted up until nothing holds it, so that a run repeats. HTML, multipart/form-data encoding */
  static written(form: FormData): { readonly content: string; readonly type: string } {
    const parts = form.#entries.map(([name, value]) => {
      const escaped = lined(name).replaceAll(/[\r\n"]/g, (one) => ESCAPES[one] ?? one);
      return `Content-Disposition: form-data; name="${escaped}"\r\n\r\n${lined(value)}\r\n`;
    });
    let count = 1;
    while (parts.some((part) => part.includes(`form-boundary-${count}`))) count += 1;
    const boundary = `form-boundary-${count}`;
    const content = [...parts.map((part) => `--${boundary}\r\n${part}`), `--${boundary}--\r\n`].join('');
    return { content, type: `multipart/form-data; boundary=${boundary}` };
  }

  /** The form that a message carries. Fetch §5.3 */
  static read(text: string, type: string | null): FormData {
    const form = new FormData();
    if (isForm(type, 'application/x-www-form-urlencoded')) {
      form.#entries = [...new URLSearchParams(text)];
      return form;
    }
    const [, quoted, bare] = /;[ \t]*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type ?? '') ?? [];
    const boundary = quoted ?? bare;
    if (!isForm(type, 'multipart/form-data') || boundary === undefined)
      throw new TypeError(`The message holds no form: its Content-Type is ${type ?? 'missing'}.`);
    const [, ...parts] = `\r\n${text}`.split(`\r\n--${boundary}`);
    if (parts.pop()?.startsWith('--') !== true) throw new TypeError('The form does not end as its boundary says.');
    for (const part of parts) {
      const at = part.indexOf('\r\n\r\n');
      if (at < 0) throw new TypeError('A part of the form has no content.');
      form.append(nameOf(part.slice(0, at)), part.slice(at + 4));
    }
    return form;
  }
}
