import { checkEntry } from '#engine/checks/catalogue.ts';
import { messageNumber, requestGist } from '#engine/trace/exchange.ts';
import type { CheckRecord, Exchange, Trace } from '#engine/trace/trace.ts';
import { verdictOf } from '#engine/trace/verdict.ts';
import { changedInAnswer, changedInRequest } from './changed-values.ts';
import type { Difference } from './changed-values.ts';
import { checkedOtherwise } from './compare-runs.ts';
import type { ComparedRow, ComparedRun } from './compare-runs.ts';

/** How many values are told one by one. */
const TOLD = 3;
const LONGEST = 60;

function quoted(text: string): string {
  return `“${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}”`;
}

function differenceWords({ what, left, right }: Difference): string {
  if (right === undefined) return `${what} is gone`;
  if (left === undefined) return `${what} is there as well`;
  if (what === 'the signature') return 'the signature is another one';
  return `${what} is ${quoted(right)} instead of ${quoted(left)}`;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

function differencesInWords(differences: readonly Difference[]): string {
  const told = differences.slice(0, TOLD).map(differenceWords);
  const rest = differences.length - told.length;
  return list(rest > 0 ? [...told, `${rest} more ${rest === 1 ? 'value' : 'values'} differ`] : told);
}

const OUTCOMES: Readonly<Record<CheckRecord['outcome'], string>> = {
  passed: 'passes',
  failed: 'fails',
  'switched-off': 'is off',
  'not-reached': 'is not reached',
  sent: 'is done',
  'left-out': 'is left out',
};

/** The first check that came out otherwise: "Audience is off in one, fails in the other". */
function checkInWords(left: ComparedRun, right: ComparedRun, row: ComparedRow): string | undefined {
  if (!row.left || !row.right) return undefined;
  const [one, two] = checkedOtherwise(left.trace, row.left, right.trace, row.right) ?? [];
  if (!one || !two) return undefined;
  return `the same is sent, and ${quoted(checkEntry(one.check).title)} ${OUTCOMES[one.outcome]} (${left.title}) or ${OUTCOMES[two.outcome]} (${right.title})`;
}

function thereWords(left: ComparedRun, right: ComparedRun, row: ComparedRow): string {
  if (!row.left || !row.right) {
    const [run, exchange] = row.left ? [left, row.left] : [right, row.right];
    return `${exchange ? requestGist(exchange) : ''} is sent only in one of them (${run.title})`;
  }
  const asked = changedInRequest(row.left.request, row.right.request);
  if (asked.length > 0) return differencesInWords(asked);
  const onPath = row.right.onPath ?? row.left.onPath;
  if (onPath) return `the answer is changed on its way: ${differencesInWords(changedInAnswer(row.left.response, row.right.response))}`;
  return (
    checkInWords(left, right, row) ?? `the answers differ: ${differencesInWords(changedInAnswer(row.left.response, row.right.response))}`
  );
}

function numbers(trace: Trace, exchanges: readonly Exchange[]): string {
  const told = exchanges.map(({ number }) => messageNumber(trace, number));
  const first = told[0] ?? '';
  if (told.length === 1) return `Message ${first} was`;
  return `Messages ${first} ${told.length === 2 ? 'and' : 'to'} ${told.at(-1) ?? ''} were`;
}

function sentOnlyIn(run: ComparedRun, exchanges: readonly (Exchange | undefined)[]): string[] {
  const sent = exchanges.filter((exchange) => exchange !== undefined);
  return sent.length === 0 ? [] : [`${numbers(run.trace, sent)} sent only in one of them (${run.title}).`];
}

function afterWords(left: ComparedRun, right: ComparedRun, later: readonly ComparedRow[]): string[] {
  if (later.length === 0) return [];
  const other = later.filter((row) => row.left && row.right && row.otherwise).length;
  const said = [
    ...sentOnlyIn(
      left,
      later.filter((row) => !row.right).map((row) => row.left),
    ),
    ...sentOnlyIn(
      right,
      later.filter((row) => !row.left).map((row) => row.right),
    ),
    ...(other > 0 ? [`${other} later ${other === 1 ? 'message comes' : 'messages come'} out otherwise.`] : []),
  ];
  return said.length > 0 ? said : ['What follows comes out the same.'];
}

/**
 * Where two runs part and what followed, in sentences: "The same until message 3. There aud is … instead of ….
 * As you have it: Gateway refused: …. Message 4 was sent only in one of them."
 */
export function compareWords(left: ComparedRun, right: ComparedRun, rows: readonly ComparedRow[]): string[] {
  const at = rows.findIndex((row) => row.first);
  const row = rows[at];
  if (!row) return ['Both runs are the same.'];
  const [run, exchange] = row.right ? [right, row.right] : [left, row.left];
  const number = exchange ? messageNumber(run.trace, exchange.number) : '';
  const verdicts = [
    row.left && { title: left.title, ...verdictOf(row.left, left.trace) },
    row.right && { title: right.title, ...verdictOf(row.right, right.trace) },
  ].filter((one) => one !== undefined);
  const same = verdicts.length === 2 && verdicts[0]?.sentence === verdicts[1]?.sentence;
  return [
    `${at === 0 ? 'They differ from message' : 'The same until message'} ${number}${at === 0 ? ' on' : ''}. There ${thereWords(left, right, row)}.`,
    ...(same ? [`Both: ${verdicts[0]?.sentence ?? ''}.`] : verdicts.map(({ title, sentence }) => `${title}: ${sentence}.`)),
    ...afterWords(left, right, rows.slice(at + 1)),
  ];
}
