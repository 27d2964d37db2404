import { exchangeOf, messageNumber, partyName, requestGist, toneOf, withNested } from '#engine/trace/exchange.ts';
import { judgementsOf } from '#engine/trace/diagram/judgements.ts';
import type { Judgement } from '#engine/trace/diagram/judgements.ts';
import { answerLabel, messageName } from '#engine/trace/message-name.ts';
import type { Band } from '#engine/trace/diagram/phases.ts';
import { bandText } from '#engine/trace/diagram/band-text.ts';
import type { Exchange, Trace } from '#engine/trace/trace.ts';

/** One message as a list or a table shows it. */
export interface MessageRow {
  readonly message: number;
  /** The number a reader knows it by: `2.1`. */
  readonly number: string;
  /** How deep it was sent inside of others; 0 for what an actor sent. */
  readonly depth: number;
  readonly exchange: Exchange;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly what: string;
  readonly answer: string;
  readonly tone: ReturnType<typeof toneOf>;
  readonly judgements: readonly (Judgement & { readonly who: string })[];
}

/** A phase with its rows; none while it is folded. */
export interface RowBand {
  readonly band: Band;
  /** What its line says. */
  readonly text: string;
  readonly rows: readonly MessageRow[];
}

function depthOf(trace: Trace, exchange: Exchange): number {
  let depth = 0;
  for (let above = exchangeOf(trace, exchange.parent); above; above = exchangeOf(trace, above.parent)) depth += 1;
  return depth;
}

/** The rows of the phases that are open, in the order sent. Pure. */
export function rowBands(trace: Trace, bands: readonly Band[]): RowBand[] {
  return bands.map((band) => {
    const text = bandText(trace, band);
    const [phase, ...others] = band.phases;
    if (!band.open || others.length > 0) return { band, text, rows: [] };
    const exchanges = (phase?.roots ?? []).flatMap((root) => withNested(trace, root));
    const rows = exchanges.map((exchange) => ({
      message: exchange.number,
      number: messageNumber(trace, exchange.number),
      depth: depthOf(trace, exchange),
      exchange,
      name: messageName(trace, exchange),
      from: partyName(trace, exchange.from),
      to: partyName(trace, exchange.to),
      what: requestGist(exchange),
      answer: exchange.failure ?? answerLabel(exchange),
      tone: toneOf(trace, exchange),
      judgements: judgementsOf(exchange).map((one) => ({ ...one, who: partyName(trace, one.party) })),
    }));
    return { band, text, rows };
  });
}

/** Whether an attacker took part in a run. */
export function attacked(trace: Trace): boolean {
  const attackers = new Set(trace.parties.filter(({ kind }) => kind === 'attacker').map(({ id }) => id));
  return trace.exchanges.some(({ from, to }) => attackers.has(from) || attackers.has(to));
}
