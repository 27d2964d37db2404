import type { JWK } from 'jose';
import type { CheckId } from '../../checks/catalogue.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { durationInWords } from '../duration.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { signatureFinding } from '../token/access-token.ts';
import type { JudgedToken } from '../token/access-token.ts';
import { alreadyValid, audiencesOf, issuedInThePast, notExpired, shown, textClaim } from '../token/claim-rules.ts';
import type { Moment } from '../token/claim-rules.ts';
import {
  algorithmAllowed,
  criticalUnderstood,
  keyById,
  keyName,
  keyRules,
  noEmbeddedKey,
  noKeyUrl,
  payloadEncoded,
} from '../token/jose-header.ts';
import { verifyBytes } from '../token/signature/signature.ts';
import { takeApart } from '../token/token-parts.ts';
import type { TokenParts } from '../token/token-parts.ts';
import { ASSERTION_ALGORITHMS } from './assertion-algorithms.ts';

/** The longest an assertion may have left to live, in seconds: the server remembers its `jti` for that long. RFC 7523 §3 */
const LONGEST_LIFE = 300;

/** What the authorization server knows beforehand about a client's assertion. RFC 7523 §3 */
export interface AssertionExpectations extends Moment {
  /** The authorization server's own issuer identifier. */
  readonly issuer: string;
  readonly clientId: string;
  /** The client's registered public keys. */
  readonly keys: readonly JWK[];
}

/** Whether this client's `jti` was seen, and whether there is room to remember another. */
export type AssertionSeen = 'new' | 'seen before' | 'too many to remember';

/** What is checked of an assertion, in order; for `span.plan`. */
export const ASSERTION_CHECKS = [
  'client.assertion-signature',
  'client.assertion-subject',
  'client.assertion-audience',
  'client.assertion-lifetime',
  'client.assertion-once',
] as const satisfies readonly CheckId[];

/** A client assertion may say that it is one; a token that says it is something else is none. RFC 7523bis §4; RFC 8725 §3.11 */
function assertionType({ typ }: JsonObject): Finding {
  const plain = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : typ;
  const fits = plain === undefined || plain === 'jwt' || plain === 'client-authentication+jwt';
  return {
    passed: fits,
    expected: 'client-authentication+jwt, JWT, or no typ',
    received: shown(typ),
    ...(fits ? {} : { refusal: 'the assertion is another kind of token' }),
  };
}

async function signedByClient(parts: TokenParts, { keys, clientId }: AssertionExpectations): Promise<Finding> {
  const { header, claims, signature, input } = parts;
  if (!parts.form.passed) return { ...parts.form, refusal: 'the assertion is not a JWT' };
  if (!header || !claims)
    return failed(
      'a JSON header and JSON claims, each member once',
      parts.headerJson.passed ? parts.claimsReason : parts.headerJson.received,
      'the assertion cannot be read',
    );
  if (keys.length === 0) return failed('a client with registered keys', 'a client without one', 'the client has registered no key');
  const { key, finding } = keyById(header, keys);
  const before = [
    assertionType(header),
    noEmbeddedKey(header),
    noKeyUrl(header),
    criticalUnderstood(header),
    payloadEncoded(header),
    algorithmAllowed(header, ASSERTION_ALGORITHMS),
    finding,
    ...(key ? keyRules(header, key) : []),
  ];
  const wrong = before.find((rule) => !rule.passed);
  if (wrong || !key || !signature) return wrong ?? failed(`signed by ${clientId}`, 'no signature');
  return signatureFinding(await verifyBytes(textClaim(header, 'alg') ?? '', key, signature, input), keyName(key), signature);
}

/** Do issuer and subject both name the client? RFC 7523 §3 */
function namesClient(claims: JsonObject | undefined, clientId: string): Finding {
  const { iss, sub } = claims ?? {};
  return {
    passed: iss === clientId && sub === clientId,
    expected: `${clientId} as iss and sub`,
    received: iss === sub ? `${shown(iss)} as both` : `iss ${shown(iss)}, sub ${shown(sub)}`,
  };
}

/** Is this issuer the one audience, as text? An address of one endpoint can stand in anybody's metadata. RFC 7523bis §4 */
function forThisIssuer(claims: JsonObject | undefined, issuer: string): Finding {
  const aud = claims?.['aud'];
  const among = audiencesOf(claims).includes(issuer);
  return {
    passed: aud === issuer,
    expected: `${issuer} alone, as text`,
    received: shown(aud),
    ...(aud !== issuer && among ? { refusal: 'the assertion names its audience in a list' } : {}),
  };
}

function freshAndShort(claims: JsonObject | undefined, moment: Moment): Finding {
  const times = [notExpired(claims, moment), alreadyValid(claims, moment), issuedInThePast(claims, moment)];
  const wrong = times.find((finding) => !finding.passed);
  if (wrong) return wrong;
  const left = Number(claims?.['exp']) - moment.now / 1000;
  return {
    passed: left <= LONGEST_LIFE + moment.leewaySeconds,
    expected: `exp at most ${durationInWords(LONGEST_LIFE)} ahead`,
    received: `${durationInWords(left)} left`,
    ...(left <= LONGEST_LIFE + moment.leewaySeconds ? {} : { refusal: 'the assertion would be valid for too long' }),
  };
}

/** Is it the first use of this assertion, as far as the caller remembers? RFC 7523 §3 */
export function assertionOnce(claims: JsonObject | undefined, seen: AssertionSeen): Finding {
  const expected = 'a jti not seen before';
  const jti = textClaim(claims, 'jti');
  if (jti === undefined || jti === '') return failed(expected, 'no jti', 'the assertion has no id by which a second use would be noticed');
  if (seen === 'too many to remember')
    return failed(expected, 'more assertions than are remembered', 'the client sent too many assertions in a short time');
  return seen === 'new' ? passed('its first use', expected) : failed(expected, 'a jti that was used before');
}

/**
 * Validates the JWT with which a client proves itself: every check is made, in the order of
 * `ASSERTION_CHECKS`, and it never throws. The last, `assertionOnce`, is for the caller, who
 * remembers. RFC 7523 §3; RFC 7523bis §4
 */
export async function validateClientAssertion(assertion: string, expectations: AssertionExpectations): Promise<JudgedToken> {
  const parts = takeApart(assertion);
  const { header, claims } = parts;
  return {
    findings: [
      { check: 'client.assertion-signature', finding: await signedByClient(parts, expectations) },
      { check: 'client.assertion-subject', finding: namesClient(claims, expectations.clientId) },
      { check: 'client.assertion-audience', finding: forThisIssuer(claims, expectations.issuer) },
      { check: 'client.assertion-lifetime', finding: freshAndShort(claims, expectations) },
    ],
    ...(header ? { header } : {}),
    ...(claims ? { claims } : {}),
  };
}
