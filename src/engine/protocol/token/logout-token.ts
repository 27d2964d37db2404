import { isJsonObject } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { alreadyValid, issuedInThePast, notExpired, shown, textClaim } from './claim-rules.ts';
import { forThisClient, signedByIssuer } from './id-token.ts';
import type { IdTokenExpectations } from './id-token.ts';
import { takeApart } from './token-parts.ts';

/** The one member of `events` that makes a JWT a logout token. Back-Channel Logout §2.4 */
export const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** What a client knows beforehand of a logout token. Back-Channel Logout §2.6 */
export interface LogoutTokenExpectations extends Pick<
  IdTokenExpectations,
  'issuer' | 'clientId' | 'keys' | 'algorithms' | 'now' | 'leewaySeconds'
> {
  /** Whether a token of this `jti` was taken before. */
  readonly usedBefore: (jti: string) => boolean;
}

/** A logout token after its check. */
export interface JudgedLogoutToken {
  readonly finding: Finding;
  /** To be believed only where the finding passed, or its check is off. */
  readonly claims: JsonObject;
}

function rightType(header: JsonObject | undefined): Finding {
  const typ = header?.['typ'];
  const plain = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : undefined;
  return { passed: plain === 'logout+jwt', expected: 'typ logout+jwt', received: `typ ${shown(typ)}` };
}

function namesSomebody(claims: JsonObject): Finding {
  const texts = ['sub', 'sid'].filter((name) => textClaim(claims, name) !== undefined);
  return texts.length > 0 ? passed(texts.join(' and ')) : failed('sub, sid or both', 'neither');
}

function holdsTheEvent({ events }: JsonObject): Finding {
  const event: unknown = isJsonObject(events) ? events[LOGOUT_EVENT] : undefined;
  return { passed: isJsonObject(event), expected: `the event ${LOGOUT_EVENT}`, received: shown(events) };
}

function withoutNonce(claims: JsonObject): Finding {
  // An ID token may hold a nonce and a logout token never does, so neither passes for the other. §2.4
  return Object.hasOwn(claims, 'nonce') ? failed('no nonce', 'a nonce, as ID tokens have') : passed('no nonce');
}

function usedOnce(claims: JsonObject, usedBefore: (jti: string) => boolean): Finding {
  const jti = textClaim(claims, 'jti');
  if (jti === undefined) return failed('a jti', 'none');
  return usedBefore(jti) ? failed('a logout token not taken before', 'one that was taken before') : passed('a new jti');
}

/**
 * Validates a logout token by every rule of Back-Channel Logout §2.6, in that order, and by `nbf` where it is there
 * (RFC 7519 §4.1.5); the first that fails is what was found. It never throws.
 */
export async function validateLogoutToken(token: string, expectations: LogoutTokenExpectations): Promise<JudgedLogoutToken> {
  const parts = takeApart(token);
  const claims = parts.claims ?? {};
  const { issuer, clientId, usedBefore } = expectations;
  const rules: readonly Finding[] = [
    await signedByIssuer(parts, expectations),
    rightType(parts.header),
    { passed: claims['iss'] === issuer, expected: `iss ${issuer}`, received: `iss ${shown(claims['iss'])}` },
    forThisClient(claims, clientId),
    claims['iat'] === undefined ? failed('an iat', 'none') : issuedInThePast(claims, expectations),
    notExpired(claims, expectations),
    alreadyValid(claims, expectations),
    namesSomebody(claims),
    holdsTheEvent(claims),
    withoutNonce(claims),
    usedOnce(claims, usedBefore),
  ];
  return { finding: rules.find((rule) => !rule.passed) ?? passed('a logout token', 'a logout token for this client'), claims };
}
