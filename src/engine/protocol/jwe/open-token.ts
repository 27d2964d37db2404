import { compactDecrypt, errors, importJWK } from 'jose';
import type { JWK } from 'jose';
import type { CheckId } from '../../checks/catalogue.ts';
import { fromBase64url, fromUtf8 } from '../../http/encoding.ts';
import { isJsonObject } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { openWithAnyPoint } from '../naive/ecdh-any-point.ts';
import type { SealedBytes } from '../naive/ecdh-any-point.ts';
import type { JudgedCheck } from '../token/access-token.ts';
import { decodeCompact, strictObjectPart } from '../token/jws.ts';
import {
  agreesOnKey,
  claimsReplicated,
  insideIsSigned,
  iterationsBounded,
  needsPassword,
  openingKey,
  pointOnCurve,
  sealAlgorithmsListed,
  sizeBounded,
} from './jwe-rules.ts';
import type { OpeningPolicy } from './jwe-rules.ts';

/** What the lab does at most where a limit is switched off, so that no page ever hangs. */
export const WORK_BUDGET = { iterations: 100_000, bytes: 3_000_000 } as const;

/** What came of opening a sealed token: the checks in order, and the text that was inside, where it opened. */
export interface OpenedToken {
  readonly findings: readonly JudgedCheck[];
  readonly inside?: string;
}

interface Attempt {
  readonly plaintext?: Uint8Array;
  /** It opened, and unpacks to more than the lab takes. */
  readonly tooLarge?: boolean;
}

function partsOf(token: string): SealedBytes | undefined {
  const [protectedHeader = '', ...rest] = token.split('.', 7);
  const [encryptedKey, iv, ciphertext, tag] = rest.map((part) => fromBase64url(part));
  if (rest.length !== 4 || !encryptedKey || !iv || !ciphertext || !tag || !fromBase64url(protectedHeader)) return undefined;
  return { protectedHeader, encryptedKey, iv, ciphertext, tag };
}

async function openByLibrary(token: string, key: JWK, header: JsonObject): Promise<Attempt> {
  try {
    const material = key.kty === 'oct' ? fromBase64url(key.k ?? '') : await importJWK(key, String(header['alg']));
    if (!material) return {};
    const { plaintext } = await compactDecrypt(token, material, {
      keyManagementAlgorithms: [String(header['alg'])],
      contentEncryptionAlgorithms: [String(header['enc'])],
      maxPBES2Count: WORK_BUDGET.iterations,
      maxDecompressedLength: WORK_BUDGET.bytes,
    });
    return { plaintext };
  } catch (error) {
    return { tooLarge: error instanceof errors.JWEInvalid && error.message.includes('exceeded the configured limit') };
  }
}

function opened({ plaintext, tooLarge }: Attempt, rounds: unknown): Finding {
  const expected = 'a token that opens with a key of ours';
  if (plaintext || tooLarge) return passed('its tag verifies', expected);
  return typeof rounds === 'number' && rounds > WORK_BUDGET.iterations
    ? failed(expected, `${rounds} rounds were asked for; the lab stops at ${WORK_BUDGET.iterations}`)
    : failed(expected, 'it does not open');
}

/** Whether a text has the five parts of a sealed token. RFC 7516 §7.1 */
export function looksSealed(token: string): boolean {
  return token.split('.', 6).length === 5;
}

/**
 * Opens a sealed token, making every check that can be made. Never throws, and does no more work than
 * `WORK_BUDGET` allows, whatever is switched off. RFC 7516 §5.2
 * @param isOff tells which checks this world has switched off: a limit then gives way to the budget,
 * and a naive arithmetic stands in where a point is not on the curve
 */
export async function openToken(token: string, policy: OpeningPolicy, isOff: (id: CheckId) => boolean): Promise<OpenedToken> {
  const parts = partsOf(token);
  if (!parts) return { findings: [{ check: 'jwt.compact-form', finding: failed('five base64url parts', 'a part that is not base64url') }] };
  const read = strictObjectPart(parts.protectedHeader);
  if ('reason' in read)
    return { findings: [{ check: 'jwt.header-json', finding: failed('a JSON object, each member once', read.reason) }] };
  const header = read.value;

  const findings: JudgedCheck[] = [];
  const judge = (check: CheckId, finding: Finding): boolean => {
    findings.push({ check, finding });
    return finding.passed || isOff(check);
  };
  const listed = judge('jwe.algorithm', sealAlgorithmsListed(header, policy));
  const key = openingKey(header, policy.keys);
  const curve = agreesOnKey(header) ? pointOnCurve(header, key) : undefined;
  const point = !curve || judge('jwe.point-on-curve', curve);
  const rounds = !needsPassword(header) || judge('jwe.iterations', iterationsBounded(header, policy.mostIterations));
  const worth = listed && point && rounds;
  if (!worth) return { findings };

  const offCurve = curve !== undefined && !curve.passed;
  const attempt = !key ? {} : offCurve ? await openNaively(header, key, parts) : await openByLibrary(token, key, header);
  const tag = judge('jwe.tag', key ? opened(attempt, header['p2c']) : failed('a key of ours', 'a key id that is not ours'));
  if (!tag) return { findings };
  const size = attempt.plaintext?.length ?? 'more';
  const fits = header['zip'] === undefined || judge('jwe.decompressed-size', sizeBounded(size, policy.mostBytes, WORK_BUDGET.bytes));
  const inside = attempt.plaintext && fromUtf8(attempt.plaintext);
  if (!fits || inside === undefined) return { findings };
  judge('jwt.signed', insideIsSigned(inside));
  const claims = decodeCompact(inside)?.claims;
  if (claims) judge('jwe.replicated-claims', claimsReplicated(header, claims));
  return { findings, inside };
}

async function openNaively(header: JsonObject, key: JWK, parts: SealedBytes): Promise<Attempt> {
  const { epk } = header;
  const plaintext = isJsonObject(epk) ? await openWithAnyPoint(header, epk, key, parts) : undefined;
  return plaintext ? { plaintext } : {};
}
