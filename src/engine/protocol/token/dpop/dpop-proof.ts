import type { CheckId } from '../../../checks/catalogue.ts';
import { isJsonObject } from '../../../http/strict-json.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { sha256 } from '../../digest.ts';
import { durationInWords } from '../../duration.ts';
import { compared, failed, passed } from '../../finding.ts';
import type { Finding } from '../../finding.ts';
import { normalTargetUri } from '../../message/target-uri.ts';
import type { JudgedCheck } from '../access-token.ts';
import { alreadyValid, notExpired, shown, textClaim } from '../claim-rules.ts';
import {
  proofAlgorithm,
  proofsIn,
  proofType,
  publicKeyOnly,
  signedByItsKey,
  singleHeader,
  verificationKey,
  wellFormed,
} from './dpop-header.ts';
import { decodeCompact } from '../jws.ts';
import { jwkThumbprint } from '../signature/jwk-thumbprint.ts';
import { takeApart } from '../token-parts.ts';

/** How old a proof may be, and how far ahead of the server's clock it may be made, in seconds. RFC 9449 §11.1 */
export const PROOF_AGE = 60;
export const PROOF_AHEAD = 30;

/** What a server knows of the request that a proof came with. Nothing of it is taken from the proof. RFC 9449 §4.3 */
export interface ProofExpectations {
  readonly method: string;
  /** Every address under which this server may be called for what was asked; one of them is the proof's. */
  readonly urls: readonly string[];
  /** The nonces this server takes now, the latest first. */
  readonly nonces: readonly string[];
  /** The token beside the proof; undefined at the token endpoint. */
  readonly accessToken?: string | undefined;
  /** The thumbprint in that token; undefined where it is bound to no key. */
  readonly boundTo?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What was found about a proof. To be believed only after `span.check` has said yes to every finding. */
export interface JudgedProof {
  readonly findings: readonly JudgedCheck[];
  /** The thumbprint of the key that the proof brought. RFC 7638 §3 */
  readonly jkt?: string | undefined;
  /** By what a second use of the proof is noticed: the key, the address and the id. Undefined where it has no id. RFC 9449 §11.1 */
  readonly id?: string | undefined;
}

/** What `judgeProof` checks at the token endpoint, in order; for `span.plan`. RFC 9449 §4.3 */
export const PROOF_CHECKS = [
  'dpop.single-header',
  'dpop.well-formed',
  'dpop.type',
  'dpop.algorithm',
  'dpop.signature',
  'dpop.public-key',
  'dpop.method',
  'dpop.url',
  'dpop.nonce',
  'dpop.issued-at',
] as const satisfies readonly CheckId[];

/** Is the address in the proof one at which this server was asked? RFC 9449 §4.3 (9) */
function sameUrl(claims: JsonObject | undefined, urls: readonly string[]): Finding {
  const expected = urls.map((url) => normalTargetUri(url) ?? url);
  const htu = textClaim(claims, 'htu');
  const normal = htu === undefined ? undefined : normalTargetUri(htu);
  return {
    passed: normal !== undefined && expected.includes(normal),
    expected: expected.join(' or '),
    received: normal ?? (htu === undefined ? 'nothing' : `${shown(htu)}, which is no HTTP address`),
  };
}

/** Does the proof hold a nonce that this server gave, and still takes? RFC 9449 §4.3 (10), §8, §9 */
function serverNonce(claims: JsonObject | undefined, nonces: readonly string[]): Finding {
  const expected = `the latest nonce of this server, ${nonces[0] ?? 'none yet'}`;
  const nonce = claims?.['nonce'];
  if (nonce === undefined) return failed(expected, 'no nonce', 'the proof holds no nonce of this server');
  if (typeof nonce !== 'string' || !nonces.includes(nonce)) return failed(expected, shown(nonce));
  return passed(nonce === nonces[0] ? nonce : `${nonce}, the one before it`, expected);
}

/** Was the proof made just now? RFC 9449 §4.3 (11), §11.1 */
function madeJustNow(claims: JsonObject | undefined, now: number): Finding {
  const expected = `made in the last ${durationInWords(PROOF_AGE)}, by a clock at most ${durationInWords(PROOF_AHEAD)} ahead`;
  const iat = claims?.['iat'];
  if (typeof iat !== 'number' || !Number.isFinite(iat)) return failed(expected, iat === undefined ? 'no iat' : shown(iat));
  // A proof need not say when it ends or begins. As in any JWT, what it does say holds. RFC 7519 §4.1.4, §4.1.5
  const moment = { now, leewaySeconds: PROOF_AHEAD };
  const named = [alreadyValid(claims, moment), ...(claims?.['exp'] === undefined ? [] : [notExpired(claims, moment)])];
  const outside = named.find((finding) => !finding.passed);
  if (outside) return { ...outside, refusal: 'the proof is not within the time that it names itself' };
  const age = now / 1000 - iat;
  const received = age < 0 ? `made ${durationInWords(age)} from now` : `made ${durationInWords(age)} ago`;
  return { passed: age <= PROOF_AGE && -age <= PROOF_AHEAD, expected, received };
}

/** Does the proof name the token beside it? RFC 9449 §4.3 (12), §7.1 */
async function namesToken(claims: JsonObject | undefined, accessToken: string): Promise<Finding> {
  return compared(await sha256(accessToken), claims?.['ath'] === undefined ? undefined : shown(claims['ath']));
}

/** Is the key of the proof the one the token is bound to? RFC 9449 §4.3 (12), §6 */
function boundToKey(jkt: string | undefined, boundTo: string | undefined): Finding {
  if (boundTo === undefined) return failed('a token bound to a DPoP key', 'a token bound to no key', 'the token is bound to no DPoP key');
  return compared(boundTo, jkt);
}

async function thumbprint(jwk: JsonObject | undefined): Promise<string | undefined> {
  if (!jwk) return undefined;
  try {
    return await jwkThumbprint(verificationKey(jwk));
  } catch {
    return undefined;
  }
}

/**
 * Judges a DPoP proof by the twelve rules of RFC 9449 §4.3, in their order. Makes every check that
 * can be made and never throws. Whether the proof was used before is for {@link proofUnused} to say,
 * because only a server that remembers can.
 * @param fields the values of every DPoP header of the request
 * @param isOff tells which checks are switched off: a header that is not checked is read by a naive reader
 */
export async function judgeProof(
  fields: readonly string[],
  expectations: ProofExpectations,
  isOff: (id: CheckId) => boolean,
): Promise<JudgedProof> {
  const proofs = proofsIn(fields);
  const findings: JudgedCheck[] = [{ check: 'dpop.single-header', finding: singleHeader(proofs) }];
  const [proof] = proofs;
  if (proof === undefined) return { findings };
  const { accessToken, boundTo, now } = expectations;
  const parts = takeApart(proof);
  const needed = ['typ', 'alg', 'jwk', 'jti', 'htm', 'htu', 'iat', ...(accessToken === undefined ? [] : ['ath'])];
  findings.push({ check: 'dpop.well-formed', finding: wellFormed(parts, needed) });
  const loose = isOff('dpop.well-formed') ? decodeCompact(proof) : undefined;
  const header = parts.header ?? loose?.header;
  const claims = parts.claims ?? loose?.claims;
  if (!header || !claims) return { findings };

  const jwk = isJsonObject(header['jwk']) ? header['jwk'] : undefined;
  const jkt = await thumbprint(jwk);
  findings.push(
    { check: 'dpop.type', finding: proofType(header) },
    { check: 'dpop.algorithm', finding: proofAlgorithm(header, jwk) },
    { check: 'dpop.signature', finding: await signedByItsKey(parts, header, jwk) },
  );
  if (jwk) findings.push({ check: 'dpop.public-key', finding: publicKeyOnly(jwk) });
  findings.push(
    { check: 'dpop.method', finding: compared(expectations.method, textClaim(claims, 'htm')) },
    { check: 'dpop.url', finding: sameUrl(claims, expectations.urls) },
    { check: 'dpop.nonce', finding: serverNonce(claims, expectations.nonces) },
    { check: 'dpop.issued-at', finding: madeJustNow(claims, now) },
  );
  if (accessToken !== undefined) {
    findings.push(
      { check: 'dpop.token-hash', finding: await namesToken(claims, accessToken) },
      { check: 'dpop.key-binding', finding: boundToKey(jkt, boundTo) },
    );
  }
  const jti = textClaim(claims, 'jti');
  const htu = normalTargetUri(textClaim(claims, 'htu') ?? '') ?? '';
  return { findings, jkt, ...(jti === undefined ? {} : { id: await sha256(JSON.stringify([jkt ?? '', htu, jti])) }) };
}

/** Is this the first time that the proof came? RFC 9449 §11.1 */
export function proofUnused(seen: boolean): Finding {
  return { passed: !seen, expected: 'a proof not used yet', received: seen ? 'a proof that came before' : 'its first use' };
}
