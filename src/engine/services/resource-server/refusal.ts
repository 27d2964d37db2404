import type { CheckId } from '../../checks/catalogue.ts';
import { checkEntry } from '../../checks/catalogue.ts';
import { allowValue } from '../../http/message.ts';
import type { Header, HttpResponse } from '../../http/message.ts';
import { problem } from '../../http/problem.ts';
import type { TokenScheme } from '../../protocol/message/bearer.ts';
import { tokenChallenge, tokenChallenges } from './token-challenge.ts';

/** What a refusal needs to know beside the check that failed. */
export interface RefusalContext {
  /** The protection space that a challenge names. RFC 9110 §11.5 */
  readonly realm: string;
  /** Where the protected resource describes itself. RFC 9728 §5.1 */
  readonly resourceMetadata?: string | undefined;
  /** The scope the route asks for. */
  readonly scope?: string | undefined;
  /** Methods the path answers to, for `Allow`. */
  readonly allow?: readonly string[] | undefined;
  /** How the token came; `Bearer` where none did. */
  readonly scheme?: TokenScheme | undefined;
  /** Why, in this case, where the catalogue's sentence would not be true. */
  readonly reason?: string | undefined;
  /** What a missing object is called. */
  readonly object?: string | undefined;
}

/** How a refusal is put. */
export interface Manner {
  readonly status: number;
  /** The code of RFC 6750 §3.1; absent where the request carried no credential. */
  readonly error?: string | undefined;
  /** Why, in this case, where the catalogue's sentence would not be true. */
  readonly reason?: string | undefined;
  /** The value of `WWW-Authenticate`, where it is not that of a bearer token. */
  readonly challenge?: string | undefined;
}

const TOKEN_REFUSED: Manner = { status: 401, error: 'invalid_token' };

/** RFC 9449 §7.1 */
const PROOF_REFUSED: Manner = { status: 401, error: 'invalid_dpop_proof' };

const UNDECIDED: Manner = { status: 503 };

const MANNERS: Readonly<Partial<Record<CheckId, Manner>>> = {
  'http.path-known': { status: 404 },
  'http.method': { status: 405 },
  'http.parameter-once': { status: 400, error: 'invalid_request' },
  'http.json-strict': { status: 400, error: 'invalid_request' },
  'gateway.path-normal': { status: 400, error: 'invalid_request' },
  'gateway.route-known': { status: 404 },
  'gateway.credential': { status: 401 },
  'bearer.one-place': { status: 400, error: 'invalid_request' },
  'bearer.not-in-query': { status: 400, error: 'invalid_request' },
  'dpop.nonce': { status: 401, error: 'use_dpop_nonce' },
  'dpop.key-binding': TOKEN_REFUSED,
  'dpop.scheme': TOKEN_REFUSED,
  'gateway.scope': { status: 403, error: 'insufficient_scope' },
  'gateway.introspection-signed': UNDECIDED,
  'gateway.fail-closed': UNDECIDED,
  'api.scope': { status: 403, error: 'insufficient_scope' },
  'api.object': { status: 404 },
  'api.tenant': { status: 404 },
  'api.policy': { status: 403 },
  'api.user-token': { status: 403 },
};

function mannerOf(id: CheckId): Manner {
  return MANNERS[id] ?? (id.startsWith('dpop.') ? PROOF_REFUSED : TOKEN_REFUSED);
}

function sentence(words: string): string {
  return words === '' ? '' : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/**
 * Errors of a token come with a challenge, first for the scheme that was used; plain bad requests
 * about the body or the path come without. A 401 lists both schemes. RFC 6750 §3; RFC 9449 §7.2
 */
function challengeFor(id: CheckId, manner: Manner, detail: string, context: RefusalContext): Header[] {
  if (manner.challenge !== undefined) return [['WWW-Authenticate', manner.challenge]];
  const aboutToken =
    manner.status === 401 || manner.error === 'insufficient_scope' || id === 'bearer.one-place' || id === 'bearer.not-in-query';
  if (!aboutToken) return [];
  const used = context.scheme ?? 'Bearer';
  const told = {
    realm: context.realm,
    error: manner.error,
    error_description: manner.error === undefined || detail === '' ? undefined : detail,
    scope: manner.error === 'insufficient_scope' || manner.error === undefined ? context.scope : undefined,
    resource_metadata: context.resourceMetadata,
  };
  if (manner.status !== 401) return [tokenChallenge(used, told)];
  // Whoever holds a bound token has to learn that DPoP is its scheme, so there both say what is wrong.
  return tokenChallenges(used, told, manner.error === undefined || id === 'dpop.scheme' ? told : { realm: context.realm });
}

/**
 * The answer that follows from a failed check: a problem, with a challenge where a token is at
 * fault. What is not the caller's reads like what is not there. RFC 6750 §3.1; RFC 9457
 * @param manner how it is put, for a check whose manner is not listed here
 */
export function refusal(id: CheckId, context: RefusalContext, manner: Manner = mannerOf(id)): HttpResponse {
  const hidden = id === 'api.object' || id === 'api.tenant';
  const detail = hidden
    ? `There is no such ${context.object ?? 'resource'}.`
    : sentence(manner.reason ?? context.reason ?? checkEntry(id).refusal);
  const headers = [
    ...challengeFor(id, manner, detail, context),
    ...(id === 'http.method' && context.allow ? [['Allow', allowValue(context.allow)] as const] : []),
  ];
  return problem(
    manner.status,
    { ...(detail === '' ? {} : { detail }), ...(manner.error === undefined ? {} : { error: manner.error }) },
    headers,
  );
}
