import type { JWK } from 'jose';
import type { JsonObject } from '../../http/strict-json.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { shown } from './claim-rules.ts';
import { rsaKeyStrong } from './signature/rsa-strength.ts';
import { keyFitsAlgorithm } from './signature/signature.ts';

function absent(header: JsonObject, names: readonly string[]): Finding {
  const present = names.filter((name) => Object.hasOwn(header, name));
  return {
    passed: present.length === 0,
    expected: `no ${names.join(', no ')}`,
    received: present.length === 0 ? 'none' : present.join(' and '),
  };
}

/** Does the token bring no key of its own? RFC 7515 §4.1.3, §4.1.6 */
export function noEmbeddedKey(header: JsonObject): Finding {
  return absent(header, ['jwk', 'x5c']);
}

/** Does the token name no address to fetch a key from? RFC 8725 §3.10 */
export function noKeyUrl(header: JsonObject): Finding {
  return absent(header, ['jku', 'x5u']);
}

/** Does the token ask for no extension? This verifier understands none. RFC 7515 §4.1.11 */
export function criticalUnderstood(header: JsonObject): Finding {
  const expected = 'no critical header we do not understand';
  if (Object.hasOwn(header, 'crit')) {
    const { crit } = header;
    const empty = !Array.isArray(crit) || crit.length === 0;
    return failed(expected, shown(crit), empty ? 'the token marks headers as critical and names none' : undefined);
  }
  return passed('none', expected);
}

/** Is the payload encoded, as that of every JWT? A verifier that knows `b64` reads another payload than one that does not. RFC 7797 §7 */
export function payloadEncoded(header: JsonObject): Finding {
  const expected = 'no b64: false';
  return header['b64'] === undefined || header['b64'] === true
    ? passed('encoded', expected)
    : failed(expected, `b64: ${shown(header['b64'])}`);
}

/** Is the algorithm one this verifier chose beforehand? RFC 8725 §3.1 */
export function algorithmAllowed(header: JsonObject, allowed: readonly string[]): Finding {
  const { alg } = header;
  return { passed: typeof alg === 'string' && allowed.includes(alg), expected: `one of [${allowed.join(', ')}]`, received: shown(alg) };
}

/** The key a token is to be verified with, if one was found, and what the rule about it found. */
export interface ChosenKey {
  readonly key?: JWK;
  readonly finding: Finding;
}

/** How a key is called in a finding. */
export function keyName(key: JWK): string {
  return key.kid ?? 'the key without an id';
}

/**
 * Finds the key by `kid` among the known ones, and never anywhere else. Without `kid`, the one key
 * that fits the algorithm is taken. A name that two fitting keys share names neither.
 * RFC 7515 §4.1.4; RFC 7517 §4.5; RFC 8725 §3.10
 */
export function keyById(header: JsonObject, keys: readonly JWK[]): ChosenKey {
  const { kid, alg } = header;
  const expected = `one of [${keys.map(keyName).join(', ')}]`;
  const named = kid === undefined ? keys : keys.filter((key) => key.kid === kid);
  const fitting = named.filter((key) => typeof alg === 'string' && keyFitsAlgorithm(key, alg));
  if (kid === undefined) {
    const [only] = fitting;
    if (only && fitting.length === 1) return { key: only, finding: passed(`no kid; only ${keyName(only)} fits ${shown(alg)}`, expected) };
    return { finding: failed(expected, 'no kid') };
  }
  if (fitting.length > 1) return { finding: failed(expected, shown(kid), 'several keys share the name that the token gives') };
  const key = fitting[0] ?? named[0];
  return key ? { key, finding: passed(shown(kid), expected) } : { finding: failed(expected, shown(kid)) };
}

/**
 * The key that a verifier without `jwt.key-id` goes on with: the first that fits, else the first.
 * It is still one of the known keys.
 */
export function anyKey(header: JsonObject, keys: readonly JWK[]): JWK | undefined {
  const { alg } = header;
  return keys.find((key) => typeof alg === 'string' && keyFitsAlgorithm(key, alg)) ?? keys[0];
}

/** The algorithm a key is for: what it says, else what its type and curve leave. RFC 8725 §3.1; RFC 9864 §2 */
function algorithmOfKey(key: JWK): string {
  return key.alg ?? (key.kty === 'OKP' ? (key.crv ?? 'OKP') : (key.kty ?? 'unknown'));
}

/** Is the key used with the one algorithm it is for? RFC 8725 §3.1 */
export function algorithmFitsKey(header: JsonObject, key: JWK): Finding {
  const { alg } = header;
  return {
    passed: typeof alg === 'string' && keyFitsAlgorithm(key, alg),
    expected: `${algorithmOfKey(key)}, which ${keyName(key)} is for`,
    received: shown(alg),
  };
}

/** Is the key one that its owner signs with? RFC 7517 §4.2, §4.3 */
export function keyIsForSignatures({ use, key_ops: operations }: JWK): Finding {
  const expected = 'a key for signatures';
  if (use !== undefined && use !== 'sig') return failed(expected, `a key whose use is ${shown(use)}`);
  const verifies = operations === undefined || operations.includes('verify');
  return verifies ? passed('such a key', expected) : failed(expected, `a key for ${operations.join(', ')}`);
}

/** Characters of base64url as bits. */
function bitsOf(text: string | undefined): number {
  return Math.floor(((text ?? '').length * 6) / 8) * 8;
}

/** Is the key long enough for what it is used for? RFC 7518 §3.2, §3.3; RFC 8725 §3.5 */
export function keyLongEnough({ alg }: JsonObject, key: JWK): Finding {
  if (key.kty === 'RSA') return rsaKeyStrong(key);
  if (key.kty !== 'oct') return passed('a key on a curve', 'a key of usual length');
  const least = Number(/^HS(256|384|512)$/.exec(shown(alg))?.[1] ?? 256);
  const bits = bitsOf(key.k);
  return { passed: bits >= least, expected: `${least} bits or more`, received: `${bits} bits` };
}

/**
 * The rules about the key that a token is verified with, where they are not checks of their own: it signs, with
 * one algorithm, and nobody can guess it. RFC 7517 §4.2, §4.3; RFC 8725 §3.1, §3.5
 */
export function keyRules(header: JsonObject, key: JWK): Finding[] {
  const long = keyLongEnough(header, key);
  return [
    keyIsForSignatures(key),
    algorithmFitsKey(header, key),
    long.passed ? long : { ...long, refusal: long.refusal ?? 'the key is too short to trust what it signed' },
  ];
}
