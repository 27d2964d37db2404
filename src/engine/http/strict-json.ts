import { utf8 } from './encoding.ts';

/** How deep and how large a JSON text may be. */
export interface JsonLimits {
  /** Arrays and objects inside each other; 1 is a flat object. */
  readonly maxDepth?: number;
  /** Size in UTF-8 bytes. */
  readonly maxBytes?: number;
  /** NAIVE, on purpose: takes the first of two equal members where this is set, as some parsers do. Refused otherwise. */
  readonly duplicates?: 'first';
}

/** What a JSON text holds, or why it was not read, in words for a reader. */
export type StrictJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

class Refusal extends Error {}

/**
 * The parser keeps its own position, because `JSON.parse` takes the last of two equal members and
 * says nothing: two readers of one token may then read two different claims. RFC 8259 §4
 */
class Reader {
  private at = 0;
  private readonly text: string;
  private readonly maxDepth: number;
  private readonly duplicates: JsonLimits['duplicates'];

  constructor(text: string, maxDepth: number, duplicates: JsonLimits['duplicates']) {
    this.text = text;
    this.maxDepth = maxDepth;
    this.duplicates = duplicates;
  }

  document(): unknown {
    const value = this.value(0);
    this.space();
    if (this.at < this.text.length) this.refuse(`something follows the value at character ${this.at + 1}`);
    return value;
  }

  private refuse(reason: string): never {
    throw new Refusal(reason);
  }

  private space(): void {
    while (this.at < this.text.length && ' \t\n\r'.includes(this.text.charAt(this.at))) this.at += 1;
  }

  private taken(char: string): boolean {
    this.space();
    if (this.text.charAt(this.at) !== char) return false;
    this.at += 1;
    return true;
  }

  private need(char: string): void {
    if (!this.taken(char)) this.refuse(`${char} is missing at character ${this.at + 1}`);
  }

  private value(depth: number): unknown {
    this.space();
    const char = this.text.charAt(this.at);
    if (char === '{' || char === '[') {
      if (depth >= this.maxDepth) this.refuse(`nested deeper than ${this.maxDepth}`);
      return char === '{' ? this.object(depth + 1) : this.array(depth + 1);
    }
    if (char === '"') return this.string();
    return this.literal();
  }

  private object(depth: number): Record<string, unknown> {
    const members = new Map<string, unknown>();
    this.need('{');
    if (this.taken('}')) return {};
    do {
      this.space();
      const name = this.string();
      const again = members.has(name);
      if (again && !this.duplicates) this.refuse(`member ${JSON.stringify(name.slice(0, 40))} appears twice`);
      this.need(':');
      const value = this.value(depth);
      if (!again) members.set(name, value);
    } while (this.taken(','));
    this.need('}');
    return Object.fromEntries(members);
  }

  private array(depth: number): unknown[] {
    const items: unknown[] = [];
    this.need('[');
    if (this.taken(']')) return items;
    do items.push(this.value(depth));
    while (this.taken(','));
    this.need(']');
    return items;
  }

  private string(): string {
    if (this.text.charAt(this.at) !== '"') this.refuse(`" is missing at character ${this.at + 1}`);
    this.at += 1;
    let result = '';
    for (;;) {
      const plain = /[^"\\\u0000-\u001F]*/y;
      plain.lastIndex = this.at;
      const run = plain.exec(this.text)?.[0] ?? '';
      result += run;
      this.at += run.length;
      const char = this.text.charAt(this.at);
      this.at += 1;
      if (char === '"') return result;
      if (char !== '\\')
        this.refuse(char === '' ? 'a string does not end' : `a control character stands in a string at character ${this.at}`);
      result += this.escape();
    }
  }

  private escape(): string {
    const char = this.text.charAt(this.at);
    this.at += 1;
    if (char === 'u') {
      const digits = this.text.slice(this.at, this.at + 4);
      if (!/^[0-9A-Fa-f]{4}$/.test(digits)) this.refuse(`a broken \\u escape at character ${this.at - 1}`);
      this.at += 4;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const known = char === '' ? undefined : ESCAPES[char];
    return known ?? this.refuse(`an unknown escape at character ${this.at - 1}`);
  }

  private literal(): unknown {
    const token = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    token.lastIndex = this.at;
    const found = token.exec(this.text)?.[0];
    if (found === undefined) this.refuse(this.at >= this.text.length ? 'it ends too early' : `no value at character ${this.at + 1}`);
    this.at += found.length;
    if (found === 'true' || found === 'false') return found === 'true';
    return found === 'null' ? null : Number(found);
  }
}

/**
 * Reads JSON strictly: no member twice, no byte order mark, nothing deeper or larger than the
 * limits (16 levels, 64 KiB unless said otherwise). Never throws. RFC 8259 §4, §8.1, §9
 */
export function parseStrictJson(text: string, limits: JsonLimits = {}): StrictJson {
  const { maxDepth = 16, maxBytes = 64 * 1024, duplicates } = limits;
  if (text.length > maxBytes || utf8(text).length > maxBytes) return { ok: false, reason: `larger than ${maxBytes} bytes` };
  if (text.startsWith('\uFEFF')) return { ok: false, reason: 'it starts with a byte order mark' };
  try {
    return { ok: true, value: new Reader(text, maxDepth, duplicates).document() };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.message };
    throw error;
  }
}

/** A JSON object: named members, and neither an array nor null. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value read from JSON is an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
