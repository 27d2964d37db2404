import { DOMException } from './values/dom-exception.ts';
import type { Line } from './host.ts';
import { bytesOf } from './values/text.ts';

/** The operations of SubtleCrypto. Web Cryptography §14.3 */
export const SUBTLE_OPERATIONS = [
  'encrypt',
  'decrypt',
  'sign',
  'verify',
  'digest',
  'generateKey',
  'deriveKey',
  'deriveBits',
  'importKey',
  'exportKey',
  'wrapKey',
  'unwrapKey',
] as const;

/** A key that stays with the host: what may be known of it. Web Cryptography §13 */
export class CryptoKey {
  readonly type: string;
  readonly extractable: boolean;
  readonly algorithm: unknown;
  readonly usages: readonly string[];

  constructor({ type, extractable, algorithm, usages }: Pick<CryptoKey, 'type' | 'extractable' | 'algorithm' | 'usages'>) {
    this.type = type;
    this.extractable = extractable;
    this.algorithm = algorithm;
    this.usages = usages;
  }

  get [Symbol.toStringTag](): string {
    return 'CryptoKey';
  }
}

/** Bytes at most in one call. Web Cryptography §10.1.1 */
const QUOTA = 65_536;

/** `crypto` of the platform: the host's own cryptography, asked through the line. */
export function webCrypto(line: Line) {
  const numbers = new WeakMap<object, number>();
  line.refer = (value) => {
    const $key = typeof value === 'object' && value !== null ? numbers.get(value) : undefined;
    return $key === undefined ? undefined : { $key };
  };
  line.find = ({ $key, ...known }) => {
    const key = new CryptoKey(known as unknown as CryptoKey);
    numbers.set(key, $key);
    return key;
  };
  const random = (count: number): Uint8Array => bytesOf(line.call('random', count));

  return {
    getRandomValues<T>(array: T): T {
      if (!ArrayBuffer.isView(array)) throw new TypeError('A typed array is wanted here.');
      const bytes = bytesOf(array);
      if (bytes.length > QUOTA) throw new DOMException(`At most ${QUOTA} bytes can be asked for at once.`, 'QuotaExceededError');
      bytes.set(random(bytes.length));
      return array;
    },
    randomUUID(): string {
      const bytes = random(16);
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
      const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
    },
    subtle: Object.fromEntries(
      SUBTLE_OPERATIONS.map((operation) => [operation, (...input: unknown[]) => line.ask('subtle', operation, ...input)]),
    ),
  };
}
