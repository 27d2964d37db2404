import { isJsonObject, parseStrictJson } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** More names than any client has use for; what is beyond is not read. */
const MOST_CLAIMS = 40;

/** What the `claims` parameter asks for. OpenID Connect Core §5.5 */
export interface ClaimsRequest {
  readonly finding: Finding;
  /** Names asked for at UserInfo. */
  readonly userinfo: readonly string[];
  /** Names asked for in the ID token. */
  readonly idToken: readonly string[];
  /** Classes of which the login must have one, where `acr` is essential. §5.5.1.1 */
  readonly acr?: readonly string[] | undefined;
  /** The one subject the ID token may be about. §5.5.1 */
  readonly subject?: string | undefined;
}

function individual(request: unknown): boolean {
  if (request === null) return true;
  if (!isJsonObject(request)) return false;
  const { essential, values } = request;
  return (essential === undefined || typeof essential === 'boolean') && (values === undefined || Array.isArray(values));
}

/** Are all values that a request names texts, and is there one in a list of them? */
function ofTexts({ value, values }: JsonObject): boolean {
  const listed: readonly unknown[] | undefined = Array.isArray(values) ? values : undefined;
  return listed?.length !== 0 && [value, ...(listed ?? [])].every((one) => one === undefined || typeof one === 'string');
}

/** Why a member is no list of claims requests; undefined where it is one. */
function fault(member: unknown, name: string): string | undefined {
  if (member === undefined || member === null) return undefined;
  if (!isJsonObject(member)) return `${name} that is no object`;
  const wrong = Object.entries(member).find(([, request]) => !individual(request));
  if (wrong) return `${name}.${wrong[0].slice(0, 40)}, which is neither null nor an object of essential, value, values`;
  const { sub, acr } = member;
  // As of a subject: a class that no login can be of would be passed over, and any login would do. §5.5.1.1
  if (isJsonObject(acr) && !ofTexts(acr)) return `${name}.acr with values that are no texts`;
  // A subject that nobody can be is asked for all the same: passed over, anybody would do. §5.5.1
  return isJsonObject(sub) && sub['value'] !== undefined && typeof sub['value'] !== 'string'
    ? `${name}.sub with a value that is no text`
    : undefined;
}

function names(member: unknown): string[] {
  return isJsonObject(member) ? Object.keys(member).slice(0, MOST_CLAIMS) : [];
}

function essentialAcr(idToken: unknown): string[] | undefined {
  const acr: unknown = isJsonObject(idToken) ? idToken['acr'] : undefined;
  if (!isJsonObject(acr) || acr['essential'] !== true) return undefined;
  const { value, values } = acr;
  const several: readonly unknown[] = Array.isArray(values) ? values : [];
  const wanted = [...several, value].filter((one) => typeof one === 'string');
  return wanted.length === 0 ? undefined : wanted;
}

function subjectAsked(idToken: unknown): string | undefined {
  const sub: unknown = isJsonObject(idToken) ? idToken['sub'] : undefined;
  return isJsonObject(sub) && typeof sub['value'] === 'string' ? sub['value'] : undefined;
}

/** Reads the `claims` parameter: JSON, each member once, a claim asked for with null or with an object. OpenID Connect Core §5.5, §5.5.1 */
export function readClaimsRequest(text: string): ClaimsRequest {
  const expected = 'an object of claims requests';
  const parsed = parseStrictJson(text);
  const value = parsed.ok ? parsed.value : undefined;
  if (!isJsonObject(value))
    return { finding: failed(expected, parsed.ok ? 'JSON, but not an object' : parsed.reason), userinfo: [], idToken: [] };
  const { userinfo, id_token: idToken } = value;
  const wrong = fault(userinfo, 'userinfo') ?? fault(idToken, 'id_token');
  return {
    finding: wrong === undefined ? passed('claims by name', expected) : failed(expected, wrong),
    userinfo: names(userinfo),
    idToken: names(idToken),
    acr: essentialAcr(idToken),
    subject: subjectAsked(idToken),
  };
}
