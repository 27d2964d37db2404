import type { JWK } from 'jose';
import { isJsonObject } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { audiencesOf, shown, textClaim } from '../token/claim-rules.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { signedByIssuer } from '../token/id-token.ts';
import { takeApart } from '../token/token-parts.ts';

/** What a resource server knows beforehand of a signed verdict. RFC 9701 §5 */
export interface SignedVerdictExpectations {
  readonly issuer: string;
  /** How the issuer knows this resource server: the `aud` of its answers. */
  readonly audience: string;
  readonly keys: readonly JWK[];
  readonly algorithms: readonly string[];
  /** How old an answer may be, in seconds: one that was recorded earlier is not the answer to this question. */
  readonly maxAge: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The finding, and the verdict inside wherever it could be read. */
export interface SignedVerdict {
  readonly finding: Finding;
  readonly verdict?: JsonObject | undefined;
}

/**
 * Is an introspection answer signed by the issuer, for this resource server, just now, and a verdict
 * rather than a token? Never throws. RFC 9701 §5, §8.1
 */
export async function validateSignedVerdict(jwt: string, expectations: SignedVerdictExpectations): Promise<SignedVerdict> {
  const { issuer, audience, maxAge, now } = expectations;
  const parts = takeApart(jwt);
  const { header, claims } = parts;
  const inside = claims?.['token_introspection'];
  const verdict = isJsonObject(inside) && typeof inside['active'] === 'boolean' ? inside : undefined;
  const expected = `a verdict signed by ${issuer} for ${audience}`;
  const finding = async (): Promise<Finding> => {
    const signed = await signedByIssuer(parts, expectations);
    if (!signed.passed) return failed(expected, signed.received);
    const type = textClaim(header, 'typ')?.toLowerCase();
    if (type !== 'token-introspection+jwt' && type !== 'application/token-introspection+jwt')
      return failed(expected, `typ ${type ?? 'none'}`);
    if (claims?.['iss'] !== issuer) return failed(expected, `a verdict of ${shown(claims?.['iss'])}`);
    if (!audiencesOf(claims).includes(audience)) return failed(expected, `a verdict for ${shown(claims['aud'])}`);
    const { iat } = claims;
    if (typeof iat !== 'number' || Math.abs(now / 1000 - iat) > maxAge) return failed(expected, 'a verdict that was given at another time');
    return verdict ? passed(expected, expected) : failed(expected, 'a JWT without a verdict');
  };
  return { finding: await finding(), verdict };
}
