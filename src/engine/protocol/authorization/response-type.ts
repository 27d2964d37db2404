import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** How an authorization response reaches its client. OAuth 2.0 Multiple Response Types §2.1; OAuth 2.0 Form Post Response Mode §2 */
export type ResponseMode = 'query' | 'fragment' | 'form_post' | 'web_message';

const MODES: readonly ResponseMode[] = ['query', 'fragment', 'form_post', 'web_message'];

/** What a response may hold instead of a code: the retired flows. RFC 6749 §4.2; OpenID Connect Core §3.2; RFC 9700 §2.1.2 */
export type RetiredResponse = 'token' | 'id_token';

/** What a request asks for as its response, after its check. */
export interface ResponseWish {
  readonly finding: Finding;
  /** Tokens in the place of a code: only ever given where that check is off. */
  readonly retired?: readonly RetiredResponse[] | undefined;
  /** Undefined means the query. */
  readonly mode?: Exclude<ResponseMode, 'query'> | undefined;
  /** The type is one that nothing here can give. */
  readonly unknown: boolean;
}

function readRetired(type: string | undefined): RetiredResponse[] | undefined {
  const parts = (type ?? '').split(' ').toSorted();
  if (parts.join(' ') === 'id_token token') return ['id_token', 'token'];
  const [only] = parts;
  return parts.length === 1 && (only === 'token' || only === 'id_token') ? [only] : undefined;
}

/**
 * May this client ask for this response, in this way? Anything but a code is retired: a token in an
 * address is in every history and log. RFC 9700 §2.1.2
 * @param modes the response modes of this client
 * @param off whether that check is switched off, so that the retired ones are given
 */
export function readResponseWish(
  type: string | undefined,
  sentMode: string | undefined,
  modes: readonly string[],
  off: boolean,
): ResponseWish {
  const retired = readRetired(type);
  const known = MODES.find((mode) => mode === sentMode);
  const expected = `code, in the ${modes.join(' or the ')}`;
  const received = `${type ?? 'no response_type'}, in the ${sentMode ?? (retired ? 'fragment' : 'query')}`;
  const fits = type === 'code' && modes.includes(sentMode ?? 'query');
  const wanted = known ?? (retired ? 'fragment' : 'query');
  const usable = modes.includes(wanted) || off;
  return {
    finding: fits ? passed(received, expected) : failed(expected, received),
    retired: off ? retired : undefined,
    mode: usable && wanted !== 'query' ? wanted : undefined,
    unknown: type !== undefined && type !== 'code' && !retired,
  };
}
