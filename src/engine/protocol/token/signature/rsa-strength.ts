import type { JWK } from 'jose';
import { fromBase64url } from '../../../http/encoding.ts';
import { failed } from '../../finding.ts';
import type { Finding } from '../../finding.ts';

/** The shortest RSA key that may sign, in bits. RFC 7518 §3.3 */
const LEAST_BITS = 2048;

/** Small primes at which the remainders of a guessable modulus are few, because 65537 is no generator there. */
const TELLING_PRIMES = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];

function bytesOf(text: string | undefined): Uint8Array {
  const bytes = fromBase64url(text ?? '') ?? new Uint8Array();
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? new Uint8Array() : bytes.subarray(first);
}

function bitsOf([first = 0, ...rest]: Uint8Array): number {
  return rest.length * 8 + (32 - Math.clz32(first));
}

function isPowerOf65537(value: number, prime: number): boolean {
  for (let power = 1, left = prime; left > 0; left--, power = (power * 65_537) % prime) if (power === value) return true;
  return false;
}

/**
 * Whether a modulus shows the mark of the ROCA flaw: chips of one maker took their primes from so few that
 * they can be guessed, and modulo small primes they are all powers of 65537. CVE-2017-15361
 */
function isGuessable(modulus: Uint8Array): boolean {
  return TELLING_PRIMES.every((prime) => {
    const remainder = modulus.reduce((rest, byte) => (rest * 256 + byte) % prime, 0);
    return isPowerOf65537(remainder, prime);
  });
}

/**
 * Is an RSA key long enough, with an exponent that hides something and primes that nobody can guess?
 * With the exponent 1 any text is its own signature. RFC 7518 §3.3; RFC 8017 §3.1; RFC 8725 §3.5
 */
export function rsaKeyStrong({ n, e }: JWK): Finding {
  const modulus = bytesOf(n);
  const exponent = bytesOf(e);
  const expected = `${LEAST_BITS} bits or more`;
  const bits = bitsOf(modulus);
  if (bits < LEAST_BITS) return failed(expected, `${bits} bits`);
  if (bitsOf(exponent) < 2 || (exponent.at(-1) ?? 0) % 2 === 0)
    return failed(
      'an odd exponent of 3 or more',
      `the exponent ${exponent.join('.') || '0'}`,
      'anybody can sign with a key of that exponent',
    );
  if (isGuessable(modulus))
    return failed('primes drawn from all there are', 'the mark of ROCA', 'the private key can be found from the public one');
  return { passed: true, expected, received: `${bits} bits` };
}
