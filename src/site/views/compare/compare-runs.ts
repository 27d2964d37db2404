import { answerGist, requestGist } from '#engine/trace/exchange.ts';
import { verdictOf } from '#engine/trace/verdict.ts';
import type { Exchange, Trace } from '#engine/trace/trace.ts';

/** One run to compare. */
export interface ComparedRun {
  readonly title: string;
  readonly trace: Trace;
  /** How it ended, in one sentence. */
  readonly ending: string;
}

/** The messages at one place of both runs. */
export interface ComparedRow {
  readonly index: number;
  readonly left: Exchange | undefined;
  readonly right: Exchange | undefined;
  /** Whether this is the first place where the runs differ. */
  readonly first: boolean;
}

function gist(trace: Trace, exchange: Exchange | undefined): string {
  return exchange ? `${exchange.from} ${requestGist(exchange)} ${answerGist(exchange)} ${verdictOf(exchange, trace).tone}` : '';
}

/** Two runs message by message, with the first difference marked. */
export function compareRuns(left: Trace, right: Trace): ComparedRow[] {
  const ones = left.exchanges.filter((exchange) => exchange.parent === undefined);
  const others = right.exchanges.filter((exchange) => exchange.parent === undefined);
  const length = Math.max(ones.length, others.length);
  const differs = Array.from({ length }, (_, index) => gist(left, ones[index]) !== gist(right, others[index]));
  const first = differs.indexOf(true);
  return differs.map((_, index) => ({ index, left: ones[index], right: others[index], first: index === first }));
}
