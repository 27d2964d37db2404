import { fromBase64, toBase64 } from './base64.ts';

/** Stands for an object that only one side has, such as a key: what the other side knows of it. */
export type Reference = Readonly<Record<string, unknown>> & { readonly $key: number };

function bytesOf(value: unknown): { readonly kind: '$bytes' | '$view'; readonly bytes: Uint8Array } | undefined {
  if (value instanceof ArrayBuffer) return { kind: '$bytes', bytes: new Uint8Array(value) };
  if (ArrayBuffer.isView(value)) return { kind: '$view', bytes: new Uint8Array(value.buffer, value.byteOffset, value.byteLength) };
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A value as text that carries no reference to either side's objects: JSON, bytes as base64.
 * @param refer gives what stands for an object that stays here
 */
export function pack(value: unknown, refer: (value: unknown) => Reference | undefined = () => undefined): string {
  const plain = (one: unknown): unknown => {
    const held = bytesOf(one);
    if (held) return { [held.kind]: toBase64(held.bytes) };
    const reference = refer(one);
    if (reference) return Object.fromEntries(Object.entries(reference).map(([key, inner]) => [key, plain(inner)]));
    if (Array.isArray(one)) return one.map(plain);
    if (isRecord(one)) return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, plain(inner)]));
    return one;
  };
  return JSON.stringify(plain(value) ?? null);
}

/**
 * The value that was packed.
 * @param find gives the object that a reference stands for
 * @throws {SyntaxError} where the text is not JSON, and what `find` throws
 */
export function unpack(text: string, find: (reference: Reference) => unknown = (reference) => reference): unknown {
  const real = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(real);
    if (!isRecord(one)) return one;
    if (typeof one['$bytes'] === 'string') return fromBase64(one['$bytes'])?.buffer;
    if (typeof one['$view'] === 'string') return fromBase64(one['$view']);
    const inner = Object.fromEntries(Object.entries(one).map(([key, value]) => [key, real(value)]));
    return typeof one['$key'] === 'number' ? find({ ...inner, $key: one['$key'] }) : inner;
  };
  return real(JSON.parse(text));
}
