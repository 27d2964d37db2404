import type { JsonObject } from '../../http/strict-json.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** What a token turns out to be, whatever a request calls it. */
export type TokenKind = 'access token' | 'ID token' | 'other token';

/** The type identifiers this server knows. RFC 8693 §3 */
export const ACCESS_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:access_token';
const TYPES: Readonly<Record<string, TokenKind>> = {
  [ACCESS_TOKEN_TYPE]: 'access token',
  'urn:ietf:params:oauth:token-type:id_token': 'ID token',
};

/** What a token of this server is, by the type in its header. RFC 9068 §2.1; RFC 8725 §3.11 */
export function kindOfToken(header: JsonObject | undefined): TokenKind {
  const typ = header?.['typ'];
  if (header === undefined || (typ !== undefined && typeof typ !== 'string')) return 'other token';
  const plain = typ?.toLowerCase().replace(/^application\//, '');
  if (plain === 'at+jwt') return 'access token';
  return plain === undefined || plain === 'jwt' ? 'ID token' : 'other token';
}

/** One token of a request: how it is declared, and what it is. */
export interface DeclaredToken {
  readonly declared: string | undefined;
  readonly kind: TokenKind;
}

/** The types of a token exchange request, as they were sent. */
export interface DeclaredTypes {
  readonly subject: DeclaredToken;
  /** Undefined where no actor token was sent. */
  readonly actor?: DeclaredToken | undefined;
  /** `actor_token_type` without an `actor_token`. */
  readonly actorTypeAlone: boolean;
  /** `requested_token_type`. */
  readonly requested: string | undefined;
  /** Whether this client may present the ID token that came. */
  readonly idTokenAllowed: boolean;
}

function ofDeclaredType({ declared, kind }: DeclaredToken, whose: string): Finding | undefined {
  if (declared === undefined) return failed(`the type of the ${whose} token`, 'none', `the type of the ${whose} token is missing`);
  const expected = Object.hasOwn(TYPES, declared) ? TYPES[declared] : undefined;
  if (expected === undefined) return failed('access_token or id_token', declared, `it does not take a ${whose} token of that type`);
  return kind === expected ? undefined : failed(`the declared ${expected}`, `an ${kind}`);
}

/**
 * Is each token what the request says it is, and is what the request wants something that is issued
 * here? `actor_token_type` comes with an `actor_token` and never alone. RFC 8693 §2.1, §3
 */
export function typesAsDeclared({ subject, actor, actorTypeAlone, requested, idTokenAllowed }: DeclaredTypes): Finding {
  const wrong = ofDeclaredType(subject, 'subject') ?? (actor && ofDeclaredType(actor, 'actor'));
  if (wrong) return wrong;
  if (actorTypeAlone)
    return failed('actor_token_type beside an actor_token', 'actor_token_type alone', 'an actor token type came without an actor token');
  if (requested !== undefined && requested !== ACCESS_TOKEN_TYPE)
    return failed('a request for an access_token', requested, 'it issues no token of the type that is asked for');
  if (subject.kind === 'ID token' && !idTokenAllowed)
    return failed(
      'an access token, or an ID token this service may exchange',
      'an ID token of another client',
      'this service may not exchange that ID token',
    );
  return passed(subject.kind, 'each token as declared');
}
