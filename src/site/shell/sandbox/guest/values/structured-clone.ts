import { CryptoKey } from '../web-crypto.ts';
import { DOMException } from './dom-exception.ts';

/**
 * A deep copy, cycles kept. HTML §2.7
 * @throws {DOMException} DataCloneError for a function, a symbol or another object that has no copy
 */
export function structuredClone<T>(value: T): T {
  const copies = new Map<object, unknown>();
  const keep = <C>(from: object, copy: C): C => {
    copies.set(from, copy);
    return copy;
  };
  const copyOf = (one: unknown): unknown => {
    if (typeof one === 'function' || typeof one === 'symbol')
      throw new DOMException(`${String(one)} could not be cloned.`, 'DataCloneError');
    if (typeof one !== 'object' || one === null) return one;
    if (copies.has(one)) return copies.get(one);
    if (one instanceof CryptoKey) return one;
    if (one instanceof Date) return keep(one, new Date(one.getTime()));
    if (one instanceof RegExp) return keep(one, new RegExp(one.source, one.flags));
    if (one instanceof ArrayBuffer) return keep(one, one.slice(0));
    if (ArrayBuffer.isView(one)) {
      const buffer = copyOf(one.buffer) as ArrayBuffer;
      if (one instanceof DataView) return keep(one, new DataView(buffer, one.byteOffset, one.byteLength));
      const View = one.constructor as Uint8ArrayConstructor;
      return keep(one, new View(buffer, one.byteOffset, (one as Uint8Array).length));
    }
    if (one instanceof Map) {
      const copy = keep(one, new Map<unknown, unknown>());
      for (const [key, held] of one) copy.set(copyOf(key), copyOf(held));
      return copy;
    }
    if (one instanceof Set) {
      const copy = keep(one, new Set<unknown>());
      for (const held of one) copy.add(copyOf(held));
      return copy;
    }
    if (one instanceof Error) {
      const copy = keep(one, new Error(one.message));
      copy.name = one.name;
      return copy;
    }
    const copy = keep<Record<string, unknown>>(one, (Array.isArray(one) ? [] : {}) as Record<string, unknown>);
    for (const [key, held] of Object.entries(one)) copy[key] = copyOf(held);
    return copy;
  };
  return copyOf(value) as T;
}
