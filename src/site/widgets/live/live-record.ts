import type { Exchange, Trace } from '#engine/trace/trace.ts';

/** Exchanges that are shown at most, the newest; a diagram of more costs more than it tells. */
export const MOST_SHOWN = 40;

/** Whoever speaks to a served landscape from outside. */
const VISITOR = 'visitor';

/** Nothing has been told yet. */
export const NO_RECORD: Trace = { parties: [], exchanges: [], off: [] };

/** The record with further exchanges: one that is there already is replaced, and the oldest go. */
export function withExchanges(trace: Trace, further: readonly Exchange[]): Trace {
  const byNumber = new Map([...trace.exchanges, ...further].map((exchange) => [exchange.number, exchange]));
  const exchanges = [...byNumber.values()].toSorted((one, other) => one.number - other.number).slice(-MOST_SHOWN);
  return { ...trace, exchanges };
}

/** The parties that take part, a lifeline for each: the reader's own client first, the others in their usual order. */
export function partiesIn({ parties, exchanges }: Trace): string[] {
  const seen = new Set(exchanges.flatMap(({ from, to }) => [from, to]));
  const ids = parties.map(({ id }) => id).filter((id) => seen.has(id));
  return [...ids.filter((id) => id === VISITOR), ...ids.filter((id) => id !== VISITOR)];
}
