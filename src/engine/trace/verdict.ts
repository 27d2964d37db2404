import { checkEntry } from '../checks/catalogue.ts';
import { answerGist, firstFailed, partyName, requestGist, toneOf, withNested } from './exchange.ts';
import type { CheckRecord, Exchange, Trace } from './trace.ts';

/** What became of a message, in one sentence for a reader. */
export interface Verdict {
  readonly tone: ReturnType<typeof toneOf>;
  readonly sentence: string;
  /** The check that decided a refusal. */
  readonly firstFailed?: CheckRecord | undefined;
}

/** What became of one message. */
export function verdictOf(exchange: Exchange, trace: Trace): Verdict {
  const tone = toneOf(trace, exchange);
  // A handshake that ended has its check, an address where nobody answers has none.
  if (exchange.failure !== undefined) return { tone, sentence: exchange.failure, firstFailed: firstFailed(trace, exchange) };
  if (!exchange.response) return { tone, sentence: 'The message is under way' };
  const failed = firstFailed(trace, exchange);
  if (failed)
    return {
      tone,
      sentence: `${partyName(trace, failed.party)} refused: ${failed.refusal ?? checkEntry(failed.check).refusal}`,
      firstFailed: failed,
    };
  const to = partyName(trace, exchange.to);
  const all = withNested(trace, exchange).flatMap((one) => one.checks);
  const { status } = exchange.response;
  if (status >= 400) return { tone, sentence: `${to} answered ${answerGist(exchange)}` };
  const made = all.filter((record) => record.outcome === 'passed').length;
  const skipped = all.find((record) => record.outcome === 'switched-off' && record.wouldHave === 'failed');
  if (skipped) {
    const reason = skipped.refusal ?? checkEntry(skipped.check).refusal;
    return { tone, sentence: `${to} accepted, because a check is off that would have said: ${reason}` };
  }
  const checks = `${made} ${made === 1 ? 'check' : 'checks'} passed`;
  const kind = trace.parties.find((party) => party.id === exchange.to)?.kind;
  if (kind === 'attacker') return { tone, sentence: `${to} has it now: ${requestGist(exchange)} went to the wrong place` };
  if (status >= 300) return { tone, sentence: `${to} sent the browser on: ${answerGist(exchange)}, ${checks}` };
  return { tone, sentence: `${to} accepted: ${answerGist(exchange)}, ${checks}` };
}
