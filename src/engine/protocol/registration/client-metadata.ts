import { isJsonObject } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { parseScope } from '../authorization/scope.ts';
import type { Finding } from '../finding.ts';
import { CERTIFICATE_NAMES, certificateNameReads } from './certificate-name.ts';

/** What this server offers to clients that register themselves. */
export interface RegistrationOffer {
  readonly grantTypes: readonly string[];
  readonly authenticationMethods: readonly string[];
  readonly scopes: readonly string[];
}

/** The metadata of a client, by the names of RFC 7591 §2, after its defaults were put in. Unknown members are left out. */
export interface ClientMetadata {
  readonly redirect_uris: readonly string[];
  readonly token_endpoint_auth_method: string;
  readonly grant_types: readonly string[];
  readonly response_types: readonly string[];
  readonly scope: string;
  readonly client_name?: string;
  readonly client_uri?: string;
  readonly logo_uri?: string;
  readonly tos_uri?: string;
  readonly policy_uri?: string;
  readonly jwks_uri?: string;
  /** RP-Initiated Logout §3.1 */
  readonly post_logout_redirect_uris?: readonly string[];
  /** Back-Channel Logout §2.2 */
  readonly backchannel_logout_uri?: string;
  readonly backchannel_logout_session_required?: boolean;
  /** The name by which a certificate is this client's: one of these. RFC 8705 §2.1.2 */
  readonly tls_client_auth_subject_dn?: string;
  readonly tls_client_auth_san_dns?: string;
  readonly tls_client_auth_san_uri?: string;
  readonly tls_client_auth_san_ip?: string;
  readonly tls_client_auth_san_email?: string;
  readonly jwks?: { readonly keys: readonly JsonObject[] };
  readonly contacts?: readonly string[];
  readonly software_id?: string;
  readonly software_version?: string;
  readonly require_pushed_authorization_requests?: boolean;
  /** RFC 9449 §5.2 */
  readonly dpop_bound_access_tokens?: boolean;
  /** RFC 8705 §3.4 */
  readonly tls_client_certificate_bound_access_tokens?: boolean;
}

/** Metadata as it was understood, and what was wrong with it, in words. */
export interface ReadMetadata {
  readonly metadata: ClientMetadata;
  readonly problems: readonly string[];
}

const URI_LENGTH = 512;
const TEXT_LENGTH = 100;
const LIST_LENGTH = 10;
const MOST_KEYS = 16;

/** Members of a key that nobody but its owner may have. RFC 7518 §6 */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const URIS = ['client_uri', 'logo_uri', 'tos_uri', 'policy_uri', 'jwks_uri', 'backchannel_logout_uri'] as const;
const TEXTS = ['client_name', 'software_id', 'software_version'] as const;

/** Whether a key comes with a certificate. RFC 7517 §4.7 */
export function holdsCertificate({ x5c }: { readonly x5c?: unknown }): boolean {
  return Array.isArray(x5c) && typeof x5c[0] === 'string' && /^[A-Za-z0-9+/]{1,8192}={0,2}$/.test(x5c[0]);
}

class Reading {
  readonly problems: string[] = [];
  private readonly given: JsonObject;

  constructor(given: JsonObject) {
    this.given = given;
  }

  /** A member left out, or null, takes its default. RFC 7592 §2.2 */
  private value(name: string): unknown {
    return this.given[name] ?? undefined;
  }

  text(name: string, longest: number): string | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value !== '' && value.length <= longest && !/\p{Cc}/u.test(value)) return value;
    this.problems.push(`${name} is no text of 1 to ${longest} characters`);
    return undefined;
  }

  list(name: string, longest: number): string[] | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    const fits = (one: unknown): one is string => typeof one === 'string' && one !== '' && one.length <= longest;
    if (Array.isArray(value) && value.length <= LIST_LENGTH && value.every(fits)) return [...new Set(value)];
    this.problems.push(`${name} is no list of at most ${LIST_LENGTH} texts`);
    return undefined;
  }

  /** A list of which every item is offered here. */
  offered(name: string, offer: readonly string[], usual: readonly string[]): readonly string[] {
    const asked = this.list(name, URI_LENGTH) ?? usual;
    if (asked.length > 0 && asked.every((one) => offer.includes(one))) return asked;
    this.problems.push(`${name} is not of [${offer.join(', ')}]`);
    return usual;
  }

  choice(name: string, offer: readonly string[], usual: string): string {
    const asked = this.text(name, TEXT_LENGTH) ?? usual;
    if (offer.includes(asked)) return asked;
    this.problems.push(`${name} is not one of [${offer.join(', ')}]`);
    return usual;
  }

  flag(name: string): boolean {
    const value = this.value(name);
    if (value !== undefined && typeof value !== 'boolean') this.problems.push(`${name} is neither true nor false`);
    return value === true;
  }

  jwks(): ClientMetadata['jwks'] {
    const value = this.value('jwks');
    if (value === undefined) return undefined;
    const keys = isJsonObject(value) && Array.isArray(value['keys']) ? value['keys'] : undefined;
    const readable = keys !== undefined && keys.length > 0 && keys.length <= MOST_KEYS && keys.every(isJsonObject);
    if (readable && !keys.some((key) => PRIVATE_MEMBERS.some((member) => Object.hasOwn(key, member)))) return { keys };
    this.problems.push(readable ? 'jwks holds a private key' : `jwks is no set of 1 to ${MOST_KEYS} keys`);
    return undefined;
  }
}

/** `authorization_code` goes with `code`, and the one without the other gets nothing. RFC 7591 §2.1 */
function consistent(grants: readonly string[], responses: readonly string[]): boolean {
  return grants.includes('authorization_code') === responses.includes('code');
}

/** Reads the metadata of a client and puts in what was left out. RFC 7591 §2, §3.1. Never throws. */
export function readClientMetadata(given: JsonObject, offer: RegistrationOffer): ReadMetadata {
  const read = new Reading(given);
  const grants = read.offered('grant_types', offer.grantTypes, ['authorization_code']);
  const usualResponses = grants.includes('authorization_code') ? ['code'] : [];
  const responses = given['response_types'] === undefined ? usualResponses : (read.list('response_types', TEXT_LENGTH) ?? usualResponses);
  if (responses.some((type) => type !== 'code') || !consistent(grants, responses))
    read.problems.push('response_types and grant_types do not go together');
  const method = read.choice('token_endpoint_auth_method', offer.authenticationMethods, 'client_secret_basic');
  const jwks = read.jwks();
  const uris = URIS.flatMap((name) => {
    const uri = read.text(name, URI_LENGTH);
    return uri === undefined ? [] : [[name, uri] as const];
  });
  const texts = TEXTS.flatMap((name) => {
    const text = read.text(name, TEXT_LENGTH);
    return text === undefined ? [] : [[name, text] as const];
  });
  const keysAt = uris.some(([name]) => name === 'jwks_uri');
  if (jwks && keysAt) read.problems.push('jwks and jwks_uri are both there');
  if (method === 'private_key_jwt' && !jwks && !keysAt) read.problems.push('private_key_jwt needs jwks or jwks_uri');
  if (method === 'self_signed_tls_client_auth' && !keysAt && !jwks?.keys.some(holdsCertificate))
    read.problems.push('self_signed_tls_client_auth needs a certificate in x5c, in jwks or at jwks_uri');
  const certificateNames = CERTIFICATE_NAMES.flatMap((name) => {
    const text = read.text(name, URI_LENGTH);
    return text === undefined ? [] : [[name, text] as const];
  });
  for (const [name, text] of certificateNames) if (!certificateNameReads(name, text)) read.problems.push(`${name} is no such name`);
  if (certificateNames.length !== (method === 'tls_client_auth' ? 1 : 0))
    read.problems.push('one name of a certificate goes with tls_client_auth, and none with any other method');
  const logoutRedirects = read.list('post_logout_redirect_uris', URI_LENGTH);
  const namesSession = read.flag('backchannel_logout_session_required');
  if (method === 'none' && grants.includes('client_credentials'))
    read.problems.push('client_credentials needs a client that proves itself');
  const contacts = read.list('contacts', TEXT_LENGTH);
  const scope = read.text('scope', URI_LENGTH);
  const asked = parseScope(scope).filter((one) => offer.scopes.includes(one));
  const pushes = read.flag('require_pushed_authorization_requests');
  const boundToKey = read.flag('dpop_bound_access_tokens');
  const boundToCertificate = read.flag('tls_client_certificate_bound_access_tokens');
  const metadata: ClientMetadata = {
    redirect_uris: read.list('redirect_uris', URI_LENGTH) ?? [],
    token_endpoint_auth_method: method,
    grant_types: grants,
    response_types: usualResponses,
    // What is not offered is left out, and the answer says so. RFC 7591 §3.2.1
    scope: (scope === undefined ? offer.scopes.slice(0, 2) : asked).join(' '),
    ...Object.fromEntries([...uris, ...texts, ...certificateNames]),
    ...(logoutRedirects ? { post_logout_redirect_uris: logoutRedirects } : {}),
    ...(namesSession ? { backchannel_logout_session_required: true } : {}),
    ...(jwks && !keysAt ? { jwks } : {}),
    ...(contacts ? { contacts } : {}),
    ...(pushes ? { require_pushed_authorization_requests: true } : {}),
    ...(boundToKey ? { dpop_bound_access_tokens: true } : {}),
    ...(boundToCertificate ? { tls_client_certificate_bound_access_tokens: true } : {}),
  };
  return { metadata, problems: read.problems };
}

/** Is every member of its kind, of its size, and one that this server offers? RFC 7591 §2, §3.2.2 */
export function metadataFits(problems: readonly string[]): Finding {
  return {
    passed: problems.length === 0,
    expected: 'client metadata of its kind and size, as this server offers it',
    received: problems.length === 0 ? 'such metadata' : problems.join('; '),
  };
}
