import type { JWK } from 'jose';
import type { JsonObject } from '../../http/strict-json.ts';
import { isJsonObject } from '../../http/strict-json.ts';
import { failed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { signatureFinding } from './access-token.ts';
import { issuedInThePast, shown, textClaim } from './claim-rules.ts';
import type { Moment } from './claim-rules.ts';
import { algorithmAllowed, criticalUnderstood, keyById, keyName, keyRules, payloadEncoded } from './jose-header.ts';
import { verifyBytes } from './signature/signature.ts';
import { takeApart } from './token-parts.ts';

/** The `typ` of a notice, so that no other token passes for one. RFC 8725 §3.11 */
export const NOTICE_TYPE = 'secevent+jwt';

/** A token that was taken back: its id, and when it would have ended, in seconds since 1970. */
export interface RevokedToken {
  readonly jti: string;
  readonly exp: number;
  /** Whom it was given to. */
  readonly client_id?: string | undefined;
}

/** A client of which all is taken back that was issued up to `iat`; the last of it would have ended at `exp`, both in seconds since 1970. */
export interface RevokedClient {
  readonly client_id: string;
  readonly iat: number;
  readonly exp: number;
}

/** The one kind of event in a notice, named by its issuer. */
export function tokensRevokedEvent(issuer: string): string {
  return `${issuer}/events/tokens-revoked`;
}

/** What a resource server knows beforehand about notices. */
export interface NoticeExpectations extends Moment {
  readonly issuer: string;
  /** The resource server's own address. */
  readonly audience: string;
  readonly keys: readonly JWK[];
  readonly algorithms: readonly string[];
}

/** Is this notice from the issuer, and for us? Anybody else could have tokens refused that are good. RFC 8725 §3.8, §3.9, §3.11 */
export async function noticeFromIssuer(notice: string, expectations: NoticeExpectations): Promise<Finding> {
  const { header, claims, form, input, signature } = takeApart(notice);
  if (!form.passed) return form;
  if (!header || !claims) return failed('a JSON header and JSON claims, each member once', 'something else');
  const { key, finding } = keyById(header, expectations.keys);
  const { issuer, audience } = expectations;
  const before: Finding[] = [
    { passed: header['typ'] === NOTICE_TYPE, expected: NOTICE_TYPE, received: shown(header['typ']) },
    criticalUnderstood(header),
    payloadEncoded(header),
    algorithmAllowed(header, expectations.algorithms),
    finding,
    ...(key ? keyRules(header, key) : []),
    { passed: claims['iss'] === issuer, expected: issuer, received: shown(claims['iss']) },
    { passed: claims['aud'] === audience, expected: audience, received: shown(claims['aud']) },
    claims['iat'] === undefined ? failed('iat in the past', 'no iat') : issuedInThePast(claims, expectations),
  ];
  const wrong = before.find((rule) => !rule.passed);
  if (wrong || !key || !signature) return wrong ?? failed('a signature');
  return signatureFinding(await verifyBytes(textClaim(header, 'alg') ?? '', key, signature, input), keyName(key), signature);
}

/** What a notice names: single tokens, and clients of which all is taken back. What is not of the form is not there. */
export function revokedIn(
  claims: JsonObject | undefined,
  issuer: string,
): { readonly tokens: RevokedToken[]; readonly clients: RevokedClient[] } {
  const events = claims?.['events'];
  const event = isJsonObject(events) ? events[tokensRevokedEvent(issuer)] : undefined;
  const listed = (name: string): JsonObject[] => {
    const list = isJsonObject(event) ? event[name] : undefined;
    return Array.isArray(list) ? list.filter(isJsonObject) : [];
  };
  return {
    tokens: listed('tokens').flatMap(({ jti, exp, client_id: clientId }) =>
      typeof jti === 'string' && typeof exp === 'number'
        ? [{ jti, exp, ...(typeof clientId === 'string' ? { client_id: clientId } : {}) }]
        : [],
    ),
    clients: listed('clients').flatMap(({ client_id, iat, exp }) =>
      typeof client_id === 'string' && typeof iat === 'number' && typeof exp === 'number' ? [{ client_id, iat, exp }] : [],
    ),
  };
}
