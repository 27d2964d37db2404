import { checkEntry } from '../../checks/catalogue.ts';
import type { CheckId } from '../../checks/catalogue.ts';
import type { SpecReference } from '../../checks/check.ts';
import { leakSentence } from '../diagram/diagram-notes.ts';
import { answerGist, exchangeOf, messageNumber, partyName, requestGist, toneOf } from '../exchange.ts';
import { judgementsOf } from '../diagram/judgements.ts';
import { leaksOf } from '../holdings/leaks.ts';
import { markdownBlock, markdownCode, markdownTable, markdownText } from './markdown.ts';
import { diagramSource } from '../diagram/mermaid.ts';
import { messageName } from '../message-name.ts';
import { asHttp } from '../message-text.ts';
import type { PhaseStep } from '../diagram/phases.ts';
import type { CheckRecord, Exchange, PartyId, Trace } from '../trace.ts';
import { verdictOf } from '../verdict.ts';

/** What a report is made of. */
export interface ReportedRun {
  readonly title: string;
  readonly trace: Trace;
  readonly order: readonly PartyId[];
  readonly steps: readonly PhaseStep[];
  /** How it ended, in one sentence; absent while it goes on. */
  readonly ending?: string | undefined;
  /** How a check that failed is mended, one sentence; undefined where nobody knows. */
  readonly mend: (check: CheckId) => string | undefined;
  /** A section of a specification as Markdown. */
  readonly cite: (spec: SpecReference) => string;
}

const OUTCOMES: Readonly<Record<CheckRecord['outcome'], string>> = {
  passed: '✓ passed',
  failed: '✕ failed',
  'switched-off': '▨ switched off',
  'not-reached': '– not reached',
  sent: '✓ sent',
  'left-out': '▨ left out',
};

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

function checksOf({ trace, cite, mend }: ReportedRun, exchange: Exchange): string[] {
  if (exchange.checks.length === 0) return ['No party made a check on this message.'];
  const rows = exchange.checks.map(({ check, party, outcome, expected, received, wouldHave }) => {
    const { title, specs } = checkEntry(check);
    const fate = wouldHave === 'failed' ? `${OUTCOMES[outcome]}; it would have refused` : OUTCOMES[outcome];
    return [
      markdownText(partyName(trace, party)),
      `${markdownText(title)} (${markdownCode(check)})`,
      fate,
      expected === undefined ? '' : markdownCode(expected),
      received === undefined ? '' : markdownCode(received),
      specs[0] === undefined ? '' : cite(specs[0]),
    ];
  });
  const failed = exchange.checks.filter(({ outcome }) => outcome === 'failed');
  const ways = failed.map(({ check, refusal }) => {
    const { title, refusal: usual } = checkEntry(check);
    const way = mend(check);
    return `**${markdownText(title)}**: ${markdownText(refusal ?? usual)}.${way === undefined ? '' : ` ${markdownText(way)}`}`;
  });
  return [
    markdownTable(['Party', 'Check', 'Outcome', 'Expected', 'Came', 'Specification'], rows),
    ...(ways.length > 0 ? [list(ways)] : []),
  ];
}

function messagePart(run: ReportedRun, exchange: Exchange): string {
  const { trace } = run;
  const { request, response, failure, edited, onPath, number } = exchange;
  const verdict = verdictOf(exchange, trace);
  const leaks = leaksOf(trace).filter(({ message }) => message === number);
  const inside = exchange.parent === undefined ? [] : [`Sent while message ${messageNumber(trace, exchange.parent)} was answered.`];
  const changed = [
    ...(edited.length > 0 ? [`You changed: ${edited.map(markdownText).join(', ')}.`] : []),
    ...(onPath
      ? [`Changed on its way by ${markdownText(partyName(trace, onPath.by))}: ${onPath.edited.map(markdownText).join(', ')}.`]
      : []),
  ];
  return [
    `### ${markdownText(messageName(trace, exchange))}`,
    `**${markdownText(verdict.sentence)}**`,
    ...inside,
    ...changed,
    ...leaks.map((leak) => `${markdownText(leakSentence(trace, leak))}.`),
    markdownBlock('http', asHttp(request)),
    response ? markdownBlock('http', asHttp(response)) : markdownText(failure ?? 'The answer is under way.'),
    ...checksOf(run, exchange),
  ].join('\n\n');
}

/**
 * A run as a report in Markdown: how it ended, what was switched off and changed, every message with its verdict and its checks,
 * and the diagram as Mermaid source. Whatever a message holds is shown as text. Pure.
 */
export function runReport(run: ReportedRun): string {
  const { title, trace, order, steps, ending } = run;
  const refused = trace.exchanges.filter((exchange) => toneOf(trace, exchange) === 'refused');
  const touched = trace.exchanges.filter(({ edited, onPath }) => edited.length > 0 || onPath !== undefined);
  const began = trace.exchanges[0]?.at;
  const facts = [
    ...(began === undefined ? [] : [`World time of the first message: ${new Date(began).toISOString()}`]),
    `${trace.exchanges.length} messages, ${refused.length} of them refused`,
    ...(ending === undefined ? ['The run has not ended'] : [markdownText(ending.replace(/\.$/, ''))]),
  ];
  const rows = trace.exchanges.map((exchange) => [
    messageNumber(trace, exchange.number),
    markdownText(partyName(trace, exchange.from)),
    markdownText(partyName(trace, exchange.to)),
    markdownCode(requestGist(exchange)),
    `${toneOf(trace, exchange) === 'refused' ? '✕ ' : ''}${markdownText(exchange.failure ?? answerGist(exchange))}`,
    judgementsOf(exchange)
      .map(({ party, text }) => markdownText(`${partyName(trace, party)}: ${text}`))
      .join('<br>'),
  ]);
  const edits = touched.map((exchange) => {
    const what = [...exchange.edited, ...(exchange.onPath?.edited ?? []).map((one) => `${one} of the answer`)];
    return `Message ${messageNumber(trace, exchange.number)}: ${what.map(markdownText).join(', ')}`;
  });
  const leaks = leaksOf(trace).filter((leak) => exchangeOf(trace, leak.message));
  return `${[
    `# ${markdownText(title)}`,
    'A run of a lab of Tokenscope. Every secret, key and token in this report belongs to the lab and is published with it: none opens anything outside of it.',
    list(facts),
    ...(trace.off.length > 0
      ? ['## Defenses that are off', list(trace.off.map((check) => `${markdownText(checkEntry(check).title)} (${markdownCode(check)})`))]
      : []),
    ...(edits.length > 0 ? ['## What was changed', list(edits)] : []),
    ...(leaks.length > 0 ? ['## What leaked', list(leaks.map((leak) => markdownText(leakSentence(trace, leak))))] : []),
    '## Messages',
    markdownTable(['No.', 'From', 'To', 'What', 'Status', 'Checks'], rows),
    '## Diagram',
    markdownBlock('mermaid', diagramSource(trace, { order, steps, whole: true }).source),
    '## Message by message',
    ...trace.exchanges.map((exchange) => messagePart(run, exchange)),
  ].join('\n\n')}\n`;
}
