import { checkEntry } from '#engine/checks/catalogue.ts';
import type { CheckFacts } from '#engine/checks/check.ts';
import { withNested } from '#engine/trace/exchange.ts';
import type { CheckRecord, Exchange, PartyId, Trace } from '#engine/trace/trace.ts';

/** One check as the inspector shows it. */
export interface CheckRow {
  readonly record: CheckRecord;
  readonly entry: CheckFacts;
  /** The outcome in words. */
  readonly words: string;
}

/** The checks of one party on one message, and how many of them a short list leaves out. */
export interface CheckRows {
  readonly party: PartyId;
  readonly message: number;
  readonly rows: readonly CheckRow[];
  /** Defenses that are sent, with whether they were: part of `rows`, and after all checks. */
  readonly duties: readonly CheckRow[];
  /** What a short list shows. */
  readonly short: readonly CheckRow[];
}

/** How many checks that say nothing new a short list still shows, of each kind. */
const SHORT = { passed: 4, 'not-reached': 1 } as const;

function words(record: CheckRecord): string {
  switch (record.outcome) {
    case 'passed':
      return 'passed';
    case 'failed':
      return 'failed';
    case 'switched-off':
      return record.wouldHave === 'failed' ? 'switched off; it would have refused' : 'switched off; it would have passed';
    case 'not-reached':
      return 'not reached';
    case 'sent':
      return 'sent';
    case 'left-out':
      return 'left out: this defense is off';
  }
}

function shortened(rows: readonly CheckRow[]): CheckRow[] {
  const decisive = (row: CheckRow): boolean => ['failed', 'switched-off', 'left-out'].includes(row.record.outcome);
  const failedAt = rows.findIndex((row) => row.record.outcome === 'failed');
  // The passed ones nearest to the failure tell most: they are what it was not.
  const passed = rows.filter((row) => row.record.outcome === 'passed' || row.record.outcome === 'sent');
  const before =
    failedAt < 0
      ? passed.slice(0, SHORT.passed)
      : [
          ...passed.filter((row) => rows.indexOf(row) < failedAt).slice(-2),
          ...passed.filter((row) => rows.indexOf(row) > failedAt).slice(0, 2),
        ];
  const unreached = rows.filter((row) => row.record.outcome === 'not-reached').slice(0, SHORT['not-reached']);
  return rows.filter((row) => decisive(row) || before.includes(row) || unreached.includes(row));
}

const isDuty = ({ record }: CheckRow): boolean => record.outcome === 'sent' || record.outcome === 'left-out';

/** Every check made on a message and inside it, by the party that made it, in the order made, and what it sent along after them. */
export function checkRows(trace: Trace, exchange: Exchange): CheckRows[] {
  return withNested(trace, exchange).flatMap((one) => {
    const parties = [...new Set(one.checks.map((record) => record.party))];
    return parties.map((party) => {
      const made = one.checks
        .filter((record) => record.party === party)
        .map((record) => ({ record, entry: checkEntry(record.check), words: words(record) }));
      const duties = made.filter(isDuty);
      const rows = [...made.filter((row) => !isDuty(row)), ...duties];
      return { party, message: one.number, rows, duties, short: shortened(rows) };
    });
  });
}
