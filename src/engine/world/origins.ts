/** Where parties answer instead of at their own origins: `https://as.lab.test` may be at `http://127.0.0.1:9400`. */
export type Origins = ReadonlyMap<string, string>;

/** Gives the same plain data with every address in it moved. */
export type Place = <T>(value: T) => T;

const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/;

function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * Moves addresses to other origins: in text that begins with one, and in arrays and plain objects
 * of such text, keys included. What is neither (a function, a map, a memory that is not data) stays
 * what it is. Without origins nothing is touched.
 */
export function placeAt(origins: Origins | undefined): Place {
  if (!origins) return (value) => value;
  const text = (value: string): string => value.replace(ORIGIN, (origin) => origins.get(origin) ?? origin);
  const moved = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(moved);
    if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [text(key), moved(member)]));
  };
  return <T>(value: T) => moved(value) as T;
}
