import type { Header } from './message.ts';

/** One name and value of a form body or a query, in the order sent. */
export type Field = readonly [name: string, value: string];

/** What `application/x-www-form-urlencoded` text holds; malformed percent signs stay as they are. WHATWG URL §5.1 */
export function parseForm(text: string): Field[] {
  return [...new URLSearchParams(text)];
}

/** Fields as `application/x-www-form-urlencoded` text. */
export function encodeForm(fields: readonly Field[]): string {
  return new URLSearchParams(fields.map(([name, value]) => [name, value])).toString();
}

/** The value of the first field of that name, or undefined. */
export function field(fields: readonly Field[], name: string): string | undefined {
  return fields.find((one) => one[0] === name)?.[1];
}

/** Names that were sent more than once. RFC 6749 §3.1 forbids that of request parameters. */
export function repeatedNames(fields: readonly Field[]): string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const [name] of fields) {
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  return [...repeated];
}

/** The header that says a body is a form. */
export const FORM_TYPE: Header = ['Content-Type', 'application/x-www-form-urlencoded'];

/** The fields of a URL's query, in order; empty for a URL that does not parse. */
export function queryFields(url: string): Field[] {
  const parsed = URL.parse(url);
  return parsed ? parseForm(parsed.search.slice(1)) : [];
}
