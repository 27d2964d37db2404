import { holdings } from '#engine/trace/holdings.ts';
import type { PartyId, Trace } from '#engine/trace/trace.ts';
import { jwtIn, readJwt } from './jwt-text.ts';
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

/** Every token that went over the network, newest last; edited copies are tokens of their own. */
export function tokenRows(trace: Trace): TokenRow[] {
  const rows: Pick<TokenRow, 'kind' | 'value' | 'parties'>[] = holdings(trace)
    .filter((holding) => TOKEN_KINDS.has(holding.kind))
    .map((holding) => ({ kind: holding.kind, value: holding.value, parties: holding.holders.map((holder) => holder.party) }));
  const known = new Set(rows.map((row) => row.value));
  for (const { request, from, to } of trace.exchanges) {
    for (const text of [request.url, request.body, ...request.headers.map(([, value]) => value)]) {
      const found = jwtIn(text);
      if (!found || known.has(found.token)) continue;
      known.add(found.token);
      rows.push({ kind: 'token', value: found.token, parties: [from, to] });
    }
  }
  const carries =
    (value: string) =>
    (exchange: Trace['exchanges'][number]): boolean =>
      [
        exchange.request.url,
        exchange.request.body,
        ...exchange.request.headers.map(([, text]) => text),
        exchange.response?.body ?? '',
        ...(exchange.response?.headers ?? []).map(([, text]) => text),
      ].some((text) => text.includes(value));
  return rows.map((row) => ({
    ...row,
    jwt: readJwt(row.value),
    messages: trace.exchanges.filter(carries(row.value)).map((exchange) => exchange.number),
  }));
}

/** The life of a JWT by its `iat` (or `nbf`) and `exp`; undefined where it names none. @param now seconds since 1970 */
export function tokenLife(jwt: ReadJwt, now: number): TokenLife | undefined {
  const { exp, iat, nbf } = jwt.claims;
  const from = typeof nbf === 'number' ? nbf : iat;
  if (typeof exp !== 'number' || typeof from !== 'number') return undefined;
  const length = exp - from;
  const passed = length <= 0 ? 1 : Math.min(1, Math.max(0, (now - from) / length));
  return { passed, state: now >= exp ? 'over' : now < from ? 'not yet' : 'alive', from, until: exp };
}
