/** How deep objects are shown, how many members of each, and how long a text inside may be. */
const [DEEPEST, MOST, LONGEST] = [4, 60, 2_000];
/** A line that is longer is broken up, in characters. */
const WIDTH = 76;

function quoted(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  const mark = !short.includes("'") ? "'" : !short.includes('"') ? '"' : '`';
  const inner = JSON.stringify(short).slice(1, -1).replaceAll('\\"', '"');
  return mark + (mark === '"' ? inner.replaceAll('"', '\\"') : inner) + mark;
}

function keyText(key: string | symbol): string {
  if (typeof key === 'symbol') return `[${key.toString()}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key);
}

function braced(label: string, members: readonly string[], [open, close]: readonly [string, string], indent: string): string {
  const before = label === '' ? '' : `${label} `;
  if (members.length === 0) return `${before}${open}${close}`;
  const flat = members.join(', ');
  if (flat.length + indent.length + before.length <= WIDTH && !flat.includes('\n'))
    return `${before}${open}${open === '[' ? '' : ' '}${flat}${open === '[' ? '' : ' '}${close}`;
  return `${before}${open}\n${members.map((member) => `${indent}  ${member}`).join(',\n')}\n${indent}${close}`;
}

function nameOf(value: object): string {
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: unknown } } | null;
  if (prototype === null) return '[no prototype]';
  const name = typeof prototype.constructor === 'function' ? prototype.constructor.name : undefined;
  return typeof name === 'string' && name !== 'Object' && name !== 'Array' ? name : '';
}

/** The heading of an error, without its stack. */
export function errorHeading(error: Error): string {
  return `${String(error.name)}${error.message === '' ? '' : `: ${String(error.message)}`}`;
}

/**
 * A value as a developer reads it in a console: objects by their members, errors by name, message and what they
 * carry. Bounded in depth, members and text; shows what a getter is, and never calls one.
 */
export function inspect(value: unknown): string {
  const above: object[] = [];
  const show = (one: unknown, indent: string): string => {
    if (typeof one === 'string') return quoted(one);
    if (typeof one === 'bigint') return `${one}n`;
    if (typeof one === 'function') return `[function ${one.name === '' ? '(no name)' : one.name}]`;
    if (typeof one !== 'object' || one === null) return Object.is(one, -0) ? '-0' : String(one);
    if (above.includes(one)) return '[circular]';
    if (one instanceof Date) return Number.isNaN(one.getTime()) ? 'Invalid Date' : one.toISOString();
    if (one instanceof RegExp) return String(one);
    if (one instanceof Promise) return 'Promise { }';
    const tag = nameOf(one);
    if (tag === 'URL') return `URL ${quoted(String(one))}`;
    if (above.length >= DEEPEST) return Array.isArray(one) ? `[${one.length} items]` : `{${tag === '' ? '…' : tag}}`;
    above.push(one);
    try {
      return shown(one, tag, indent);
    } finally {
      above.pop();
    }
  };

  const members = (one: object, keys: readonly (string | symbol)[], indent: string): string[] => {
    const told = keys.slice(0, MOST).map((key) => {
      const property = Reflect.getOwnPropertyDescriptor(one, key);
      const text = property && 'value' in property ? show(property.value, `${indent}  `) : '[getter]';
      return `${keyText(key)}: ${text}`;
    });
    return keys.length > MOST ? [...told, `… ${keys.length - MOST} more`] : told;
  };

  const items = (list: Iterable<unknown>, count: number, text: (item: unknown) => string): string[] => {
    const told: string[] = [];
    for (const item of list) {
      if (told.length === MOST) return [...told, `… ${count - MOST} more`];
      told.push(text(item));
    }
    return told;
  };

  const shown = (one: object, tag: string, indent: string): string => {
    const deeper = `${indent}  `;
    const enumerable = (): (string | symbol)[] =>
      Reflect.ownKeys(one).filter((key) => Reflect.getOwnPropertyDescriptor(one, key)?.enumerable === true);
    const pair = (entry: unknown): string => {
      const [key, held] = entry as [unknown, unknown];
      return `${show(key, deeper)} => ${show(held, deeper)}`;
    };
    if (Array.isArray(one))
      return braced(
        tag,
        items(one, one.length, (item) => show(item, deeper)),
        ['[', ']'],
        indent,
      );
    if (one instanceof Map) return braced(`Map(${one.size})`, items(one, one.size, pair), ['{', '}'], indent);
    if (one instanceof Set)
      return braced(
        `Set(${one.size})`,
        items(one, one.size, (item) => show(item, deeper)),
        ['{', '}'],
        indent,
      );
    if (one instanceof ArrayBuffer) return `ArrayBuffer(${one.byteLength})`;
    if (ArrayBuffer.isView(one) && !(one instanceof DataView)) {
      const bytes = one as unknown as ArrayLike<number>;
      return braced(`${tag}(${bytes.length})`, items(Array.from(bytes), bytes.length, String), ['[', ']'], indent);
    }
    if (one instanceof Error) {
      const own = enumerable().filter((key) => key !== 'name' && key !== 'message' && key !== 'stack');
      const carried = [...own, ...(Object.hasOwn(one, 'cause') && !own.includes('cause') ? ['cause'] : [])];
      const heading = errorHeading(one);
      return carried.length === 0 ? heading : braced(heading, members(one, carried, indent), ['{', '}'], indent);
    }
    if (tag === 'Headers' || tag === 'URLSearchParams')
      return braced(
        tag,
        items(one as Iterable<unknown>, MOST, (entry) => pair(entry)),
        ['{', '}'],
        indent,
      );
    if (tag === 'Response') {
      const { status, url } = one as { status: unknown; url: unknown };
      return braced(tag, [`status: ${show(status, deeper)}`, `url: ${show(url, deeper)}`], ['{', '}'], indent);
    }
    return braced(tag, members(one, enumerable(), indent), ['{', '}'], indent);
  };

  return show(value, '');
}

const FORMAT = /%[sdifoOjc%]/g;

/** What one call of a console method prints: texts as they are, the rest inspected, `%s` and the like filled in. Console §2.2 */
export function consoleText(input: readonly unknown[]): string {
  const rest = [...input];
  const first = rest[0];
  const head: string[] = [];
  if (typeof first === 'string' && rest.length > 1 && first.search(FORMAT) >= 0) {
    rest.shift();
    head.push(
      first.replaceAll(FORMAT, (mark) => {
        if (mark === '%%') return '%';
        if (rest.length === 0) return mark;
        const value = rest.shift();
        if (mark === '%c') return '';
        if (mark === '%s') return typeof value === 'string' ? value : inspect(value);
        if (mark === '%d' || mark === '%f') return String(Number(value));
        return mark === '%i' ? String(Math.trunc(Number(value))) : inspect(value);
      }),
    );
  }
  return [...head, ...rest.map((value) => (typeof value === 'string' ? value : inspect(value)))].join(' ');
}
