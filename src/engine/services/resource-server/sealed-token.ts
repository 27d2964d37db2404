import { bringChecks } from '../../checks/catalogue.ts';
import { jweChecks } from '../../checks/token/jwe.ts';
import { isJsonObject, parseStrictJson } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { openToken } from '../../protocol/jwe/open-token.ts';
import type { OpeningPolicy } from '../../protocol/jwe/jwe-rules.ts';
import { claimFindings } from '../../protocol/token/access-token.ts';
import type { ClaimExpectations, JudgedToken } from '../../protocol/token/access-token.ts';
import { decodeCompact } from '../../protocol/token/jws.ts';
import type { Span } from '../../trace/span.ts';

bringChecks(jweChecks);

function claimsInside(inside: string): JsonObject {
  const decoded = decodeCompact(inside);
  if (decoded) return decoded.claims;
  const parsed = parseStrictJson(inside);
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
}

/**
 * Opens a sealed access token, then judges what was inside as any access token. Where nobody signed it
 * and `jwt.signed` is off, its claims are judged and its signature is not asked for: the attack.
 * RFC 7516 §5.2; RFC 7519 §7.2
 * @param validate judges the signed token that was inside
 */
export async function sealedFindings(
  token: string,
  opening: OpeningPolicy,
  policy: { readonly issuer: string; readonly resource: string; readonly leewaySeconds: number; readonly now: number },
  span: Span,
  validate: (inside: string) => Promise<JudgedToken>,
): Promise<JudgedToken> {
  const { findings, inside } = await openToken(token, opening, (id) => span.isOff(id));
  if (inside === undefined) return { findings };
  const signed = findings.every(({ check, finding }) => check !== 'jwt.signed' || finding.passed);
  if (signed) {
    const inner = await validate(inside);
    return { ...inner, findings: [...findings, ...inner.findings] };
  }
  const claims = claimsInside(inside);
  const expectations: ClaimExpectations = { ...policy, audience: policy.resource };
  return { findings: [...findings, ...claimFindings({ claims }, expectations, false)], claims };
}
