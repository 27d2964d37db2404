import { isJsonObject, parseStrictJson } from '#engine/http/strict-json.ts';
import { exchangeOf } from '#engine/trace/exchange.ts';
import { holdings } from '#engine/trace/holdings/holdings.ts';
import { travelIndex, wordsIn } from '#engine/trace/holdings/travels.ts';
import type { PartyId, Trace } from '#engine/trace/trace.ts';
import { readJwt } from './jwt-text.ts';
import type { ReadJwt } from './jwt-text.ts';

/** A token seen so far, as the inspector shows it. */
export interface TokenRow {
  readonly kind: string;
  readonly value: string;
  /** Decoded where it is a JWT. */
  readonly jwt?: ReadJwt | undefined;
  readonly parties: readonly PartyId[];
  /** Messages it was in. */
  readonly messages: readonly number[];
  /** For an opaque one, the life that came with it, in seconds since 1970. */
  readonly granted?: { readonly from: number; readonly until: number } | undefined;
}

/** How much of a token's life has passed. */
export interface TokenLife {
  /** 0 to 1. */
  readonly passed: number;
  readonly state: 'not yet' | 'alive' | 'over';
  /** Seconds since 1970. */
  readonly from: number;
  readonly until: number;
}

const TOKEN_KINDS: ReadonlySet<string> = new Set(['access token', 'refresh token', 'ID token']);

const LOOKS_LIKE_JWT = /^[\w-]{4,}\.[\w-]*\.[\w-]*$/;

/** Every token that went over the network, newest last; edited copies are tokens of their own. */
export function tokenRows(trace: Trace): TokenRow[] {
  const rows: Pick<TokenRow, 'kind' | 'value' | 'parties'>[] = holdings(trace)
    .filter((holding) => TOKEN_KINDS.has(holding.kind))
    .map((holding) => ({ kind: holding.kind, value: holding.value, parties: holding.holders.map((holder) => holder.party) }));
  const known = new Set(rows.map((row) => row.value));
  for (const exchange of trace.exchanges) {
    for (const word of wordsIn(exchange).request) {
      if (known.has(word) || !LOOKS_LIKE_JWT.test(word) || !readJwt(word)) continue;
      known.add(word);
      rows.push({ kind: 'token', value: word, parties: [exchange.from, exchange.to] });
    }
  }
  const travels = travelIndex(trace, known);
  return rows.map((row) => {
    const messages = (travels.get(row.value) ?? []).map(({ message }) => message);
    const jwt = readJwt(row.value);
    return { ...row, jwt, messages, granted: jwt ? undefined : grantedLife(trace, row.value, messages[0]) };
  });
}

/** How long an opaque access token lives: only the answer that issued it says. RFC 6749 §5.1 */
function grantedLife(trace: Trace, value: string, message: number | undefined): { from: number; until: number } | undefined {
  const exchange = exchangeOf(trace, message);
  const answer = exchange?.response && parseStrictJson(exchange.response.body);
  if (!exchange || answer?.ok !== true || !isJsonObject(answer.value)) return undefined;
  const { access_token: token, expires_in: length } = answer.value;
  const from = Math.floor(exchange.at / 1000);
  return token === value && typeof length === 'number' ? { from, until: from + length } : undefined;
}

/** The life of a token: a JWT tells it by its `iat` (or `nbf`) and `exp`; undefined where nothing does. @param now seconds since 1970 */
export function tokenLife({ jwt, granted }: Pick<TokenRow, 'jwt' | 'granted'>, now: number): TokenLife | undefined {
  const { exp, iat, nbf } = jwt?.claims ?? {};
  const from = granted?.from ?? (typeof nbf === 'number' ? nbf : iat);
  const until = granted?.until ?? exp;
  if (typeof until !== 'number' || typeof from !== 'number') return undefined;
  const length = until - from;
  const passed = length <= 0 ? 1 : Math.min(1, Math.max(0, (now - from) / length));
  return { passed, state: now >= until ? 'over' : now < from ? 'not yet' : 'alive', from, until };
}
