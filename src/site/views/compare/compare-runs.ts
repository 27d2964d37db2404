import { answerGist, requestGist, toneOf, withNested } from '#engine/trace/exchange.ts';
import type { CheckRecord, Exchange, Trace } from '#engine/trace/trace.ts';
import { changedInAnswer, changedInRequest } from './changed-values.ts';

/** One run to compare. */
export interface ComparedRun {
  readonly title: string;
  readonly trace: Trace;
  /** How it ended, in one sentence. */
  readonly ending: string;
}

/** The messages at one place of both runs. */
export interface ComparedRow {
  readonly left: Exchange | undefined;
  readonly right: Exchange | undefined;
  /** Whether this is the first place where the runs differ. */
  readonly first: boolean;
  /** Whether one of the two is not sent, or is answered or decided otherwise than the other. */
  readonly otherwise: boolean;
}

/** What makes two messages of two runs the same one: the play's by their place in it, the reader's own by what they ask. */
function identityOf({ key, request }: Exchange): string {
  return key === undefined || key.startsWith('own#') ? `${request.method} ${request.url} ${request.body}` : key;
}

type Pair = readonly [left: Exchange | undefined, right: Exchange | undefined];

function align(left: Trace, right: Trace): Pair[] {
  const ones = left.exchanges.filter(({ parent }) => parent === undefined);
  const others = right.exchanges.filter(({ parent }) => parent === undefined);
  const pairs: Pair[] = [];
  const isIn = (list: readonly Exchange[], from: number, wanted: Exchange): boolean =>
    list.slice(from).some((one) => identityOf(one) === identityOf(wanted));
  let at = 0;
  let other = 0;
  while (at < ones.length || other < others.length) {
    const [one, two] = [ones[at], others[other]];
    const alone = one && two && identityOf(one) !== identityOf(two);
    const onlyLeft = one && (!two || (alone && !isIn(others, other, one)));
    const onlyRight = two && !onlyLeft && (!one || (alone && !isIn(ones, at, two)));
    pairs.push([onlyRight ? undefined : one, onlyLeft ? undefined : two]);
    if (!onlyRight) at += 1;
    if (!onlyLeft) other += 1;
  }
  return pairs;
}

function fate(trace: Trace, exchange: Exchange): string {
  return `${requestGist(exchange)} ${exchange.failure ?? answerGist(exchange)} ${toneOf(trace, exchange)}`;
}

/** What a check has to say: one that is off and would have passed says the same as one that is on and passed. */
function finding({ outcome, wouldHave }: CheckRecord): string {
  return outcome === 'switched-off' && wouldHave === 'passed' ? wouldHave : outcome;
}

/** The first check that both runs made at one place and that came out otherwise, in both. */
export function checkedOtherwise(
  left: Trace,
  one: Exchange,
  right: Trace,
  two: Exchange,
): readonly [left: CheckRecord, right: CheckRecord] | undefined {
  const others = withNested(right, two).flatMap(({ checks }) => checks);
  for (const record of withNested(left, one).flatMap(({ checks }) => checks)) {
    const other = others.find(({ check, party }) => check === record.check && party === record.party);
    if (other && finding(other) !== finding(record)) return [record, other];
  }
  return undefined;
}

/** Two runs message by message, with the first difference marked. */
export function compareRuns(left: Trace, right: Trace): ComparedRow[] {
  let found = false;
  return align(left, right).map(([one, two]) => {
    const otherwise = !one || !two || fate(left, one) !== fate(right, two);
    const differs =
      otherwise ||
      checkedOtherwise(left, one, right, two) !== undefined ||
      changedInRequest(one.request, two.request).length > 0 ||
      changedInAnswer(one.response, two.response).length > 0;
    const first = differs && !found;
    found ||= differs;
    return { left: one, right: two, first, otherwise };
  });
}
