import type { JsonObject } from '../../http/strict-json.ts';
import { durationInWords } from '../duration.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** When a rule looks at the clock: milliseconds since 1970, and how many seconds clocks may differ. */
export interface Moment {
  readonly now: number;
  readonly leewaySeconds: number;
}

/** A value out of a token as short text for a finding. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

/** The value of a claim where it is text, else undefined. */
export function textClaim(claims: JsonObject | undefined, name: string): string | undefined {
  const value = claims?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** The audiences a token names: `aud` may be one text or a list. RFC 7519 §4.1.3 */
export function audiencesOf(claims: JsonObject | undefined): string[] {
  const aud = claims?.['aud'];
  return (Array.isArray(aud) ? aud : [aud]).filter((value) => typeof value === 'string');
}

function numericDate(claims: JsonObject | undefined, name: string): number | undefined {
  const value = claims?.[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function notADate(claims: JsonObject | undefined, name: string): string {
  return claims?.[name] === undefined ? `no ${name}` : `${shown(claims[name])}, which is not a number of seconds`;
}

function byLeeway(differs: boolean, { leewaySeconds }: Moment): string {
  return differs ? `, inside ${durationInWords(leewaySeconds)} of leeway` : '';
}

/** Is the clock before `exp`? An absent `exp` fails: such a token would be valid forever. RFC 7519 §4.1.4 */
export function notExpired(claims: JsonObject | undefined, moment: Moment): Finding {
  const exp = numericDate(claims, 'exp');
  const expected = 'exp in the future';
  if (exp === undefined) return failed(expected, notADate(claims, 'exp'));
  const left = exp - moment.now / 1000;
  if (left > 0) return passed(`${durationInWords(left)} left`, expected);
  const gone = left === 0 ? 'expires this second' : `expired ${durationInWords(left)} ago`;
  return left + moment.leewaySeconds > 0 ? passed(gone + byLeeway(true, moment), expected) : failed(expected, gone);
}

/** Is the clock at or after `nbf`, where there is one? RFC 7519 §4.1.5 */
export function alreadyValid(claims: JsonObject | undefined, moment: Moment): Finding {
  if (claims?.['nbf'] === undefined) return passed('no nbf, so valid at once', 'nbf in the past, or none');
  return inThePast(claims, 'nbf', moment, 'valid');
}

/** Is `iat` not in the future, where there is one? Its absence is for the required claims to say. RFC 7519 §4.1.6 */
export function issuedInThePast(claims: JsonObject | undefined, moment: Moment): Finding {
  if (claims?.['iat'] === undefined) return passed('no iat', 'iat in the past');
  return inThePast(claims, 'iat', moment, 'issued');
}

/** Is the login in the past, where the token says when it was? Nobody can have logged in tomorrow. OpenID Connect Core §2 */
export function loggedInBefore(claims: JsonObject | undefined, moment: Moment): Finding {
  if (claims?.['auth_time'] === undefined) return passed('no auth_time', 'auth_time in the past, or none');
  return inThePast(claims, 'auth_time', moment, 'logged in');
}

function inThePast(claims: JsonObject | undefined, name: 'nbf' | 'iat' | 'auth_time', moment: Moment, verb: string): Finding {
  const at = numericDate(claims, name);
  const expected = name === 'iat' ? 'iat in the past' : `${name} in the past, or none`;
  if (at === undefined) return failed(expected, notADate(claims, name));
  const ahead = at - moment.now / 1000;
  if (ahead <= 0) return passed(`${verb} ${ahead === 0 ? 'this second' : `${durationInWords(ahead)} ago`}`, expected);
  const later = `${verb} in ${durationInWords(ahead)}`;
  return ahead <= moment.leewaySeconds ? passed(later + byLeeway(true, moment), expected) : failed(expected, later);
}

/** Is this party among the audiences? RFC 8725 §3.9 */
export function audienceIncludes(claims: JsonObject | undefined, audience: string): Finding {
  return { passed: audiencesOf(claims).includes(audience), expected: audience, received: shown(claims?.['aud']) };
}

/** The names a token must have and does not. */
export function missingClaims(claims: JsonObject | undefined, names: readonly string[]): string[] {
  return names.filter((name) => !Object.hasOwn(claims ?? {}, name));
}

/** What a claim must be, in a reader's words. */
type ClaimType = 'text' | 'a number of seconds' | 'text or a list of texts' | 'a list' | 'an object';

const CLAIM_TYPES: Readonly<Record<string, ClaimType>> = {
  iss: 'text',
  sub: 'text',
  aud: 'text or a list of texts',
  exp: 'a number of seconds',
  nbf: 'a number of seconds',
  iat: 'a number of seconds',
  auth_time: 'a number of seconds',
  jti: 'text',
  client_id: 'text',
  azp: 'text',
  nonce: 'text',
  scope: 'text',
  department: 'text',
  tenant: 'text',
  roles: 'a list',
  act: 'an object',
  may_act: 'an object',
  sid: 'text',
  events: 'an object',
  acr: 'text',
  amr: 'a list',
  cnf: 'an object',
};

function isOfType(value: unknown, type: ClaimType): boolean {
  const isText = (item: unknown): boolean => typeof item === 'string';
  if (type === 'text') return isText(value);
  if (type === 'a number of seconds') return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e11;
  if (type === 'text or a list of texts') return isText(value) || (Array.isArray(value) && value.every(isText));
  if (type === 'a list') return Array.isArray(value);
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Has every claim we know the JSON type it is registered with? RFC 7519 §4.1; RFC 9068 §2.2 */
export function claimsHaveTheirTypes(claims: JsonObject): Finding {
  const wrong = Object.entries(claims).filter(([name, value]) => {
    const type = Object.hasOwn(CLAIM_TYPES, name) ? CLAIM_TYPES[name] : undefined;
    return type !== undefined && !isOfType(value, type);
  });
  if (wrong.length === 0) return passed('as registered', 'each claim of its JSON type');
  return failed(
    wrong.map(([name]) => `${name}: ${CLAIM_TYPES[name] ?? ''}`).join('; '),
    wrong.map(([name, value]) => `${name}: ${shown(value)}`).join('; '),
  );
}
