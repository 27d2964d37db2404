import { checkEntry } from '../../checks/catalogue.ts';
import type { CheckRecord, Exchange, PartyId } from '../trace.ts';

/** What one party made of one message, in a line: how many checks it made, and the one that decided. */
export interface Judgement {
  readonly party: PartyId;
  /** The first that failed, else the first that is switched off and would have failed, else the first that passed. */
  readonly decided: CheckRecord;
  /** "9 checks", "✕ Audience includes this API", "▨ off: Audience includes this API". */
  readonly text: string;
  /** The same for the ear: "9 checks, failed: Audience includes this API". */
  readonly words: string;
}

/** The judgements of a message, that of its receiver first. Parties that made no check have none. Pure. */
export function judgementsOf({ checks, to }: Exchange): Judgement[] {
  const parties = new Set([to, ...checks.map(({ party }) => party)]);
  return [...parties].flatMap((party) => {
    const mine = checks.filter((record) => record.party === party);
    const made = mine.filter(({ outcome }) => outcome === 'passed' || outcome === 'failed');
    const failed = made.find(({ outcome }) => outcome === 'failed');
    const skipped = mine.find(({ outcome, wouldHave }) => outcome === 'switched-off' && wouldHave === 'failed');
    const decided = failed ?? skipped ?? made[0];
    if (!decided) return [];
    const { title } = checkEntry(decided.check);
    const count = `${made.length} ${made.length === 1 ? 'check' : 'checks'}`;
    if (failed) return [{ party, decided, text: `✕ ${title}`, words: `${count}, failed: ${title}` }];
    if (skipped) return [{ party, decided, text: `▨ off: ${title}`, words: `${count}, switched off: ${title}` }];
    return [{ party, decided, text: count, words: count }];
  });
}
