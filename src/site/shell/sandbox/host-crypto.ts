import { SUBTLE_OPERATIONS } from './guest/web-crypto.ts';
import type { Reference } from './guest/values/packing.ts';
import type { Limits } from './limits.ts';

type Operation = (typeof SUBTLE_OPERATIONS)[number];

/** What would keep a processor busy for longer than a lesson lasts. */
const [LONGEST_MODULUS, MOST_ITERATIONS] = [4096, 1_000_000];

function isOperation(name: unknown): name is Operation {
  return SUBTLE_OPERATIONS.some((operation) => operation === name);
}

function tooCostly(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { modulusLength, iterations } = value as { modulusLength?: unknown; iterations?: unknown };
  return Number(modulusLength ?? 0) > LONGEST_MODULUS || Number(iterations ?? 0) > MOST_ITERATIONS;
}

/** The platform's cryptography for a script: its keys stay here, known to the script by a number. */
export function hostCrypto(limits: Pick<Limits, 'keys'>) {
  const keys = new Map<number, CryptoKey>();

  return {
    /** What the script is told of a key; nothing for other values. */
    refer(value: unknown): Reference | undefined {
      if (!(value instanceof CryptoKey)) return undefined;
      if (keys.size >= limits.keys) throw new DOMException(`A run may hold ${limits.keys} keys.`, 'QuotaExceededError');
      const $key = keys.size + 1;
      keys.set($key, value);
      const { type, extractable, algorithm, usages } = value;
      return { $key, type, extractable, algorithm, usages };
    },
    /** @throws {TypeError} for a number that no key has */
    find({ $key }: Reference): CryptoKey {
      const key = keys.get($key);
      if (!key) throw new TypeError('There is no such key.');
      return key;
    },
    /**
     * One operation of SubtleCrypto.
     * @throws what the platform throws, and a DOMException where it would cost too much
     */
    async subtle([operation, ...input]: readonly unknown[]): Promise<unknown> {
      if (!isOperation(operation)) throw new TypeError('SubtleCrypto has no such operation.');
      if (input.some(tooCostly))
        throw new DOMException(
          `A modulus may have ${LONGEST_MODULUS} bits here, and PBKDF2 ${MOST_ITERATIONS} iterations.`,
          'NotSupportedError',
        );
      // What the script passes is checked by the platform itself, as for any caller.
      return Reflect.apply(crypto.subtle[operation] as (...values: unknown[]) => Promise<unknown>, crypto.subtle, input);
    },
  };
}
