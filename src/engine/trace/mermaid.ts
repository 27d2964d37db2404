import { checkEntry } from '../checks/catalogue.ts';
import { messageNumber, partyName } from './exchange.ts';
import { flightsOf } from './flights.ts';
import { answerLabel, messageName, requestLabel } from './message-name.ts';
import type { Exchange, PartyId, Trace } from './trace.ts';

/** One line of the diagram and what it stands for, in the order Mermaid draws its messages. */
export interface DiagramLine {
  readonly message: number;
  readonly part: 'handshake' | 'request' | 'checks' | 'answer';
  readonly refused: boolean;
  readonly edited: boolean;
  /** For screen readers: "Message 3: Ledger app to Gateway, GET /invoices, refused, 401". */
  readonly name: string;
}

/** A sequence diagram as Mermaid source, with what each of its arrows means. */
export interface DiagramSource {
  readonly source: string;
  readonly lines: readonly DiagramLine[];
  /** Parties in the order of their lifelines. */
  readonly lifelines: readonly PartyId[];
}

/** The longest label an arrow carries. */
const LABEL_LIMIT = 32;

const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;

/** Any text as a Mermaid label that shows exactly that text: everything but plain characters becomes an entity. */
export function diagramLabel(text: string): string {
  const trimmed = text.replace(CONTROLS, '\uFFFD').replaceAll('\n', ' ').trim();
  const chars = [...trimmed];
  const cut = chars.length > LABEL_LIMIT ? [...chars.slice(0, LABEL_LIMIT - 1), '…'] : chars;
  return cut.map((char) => (/[A-Za-z0-9 .,/?=&_()-]/.test(char) ? char : `#${char.codePointAt(0) ?? 0xfffd};`)).join('') || '#8203;';
}

/**
 * A trace as a sequence diagram: a handshake where there was one, a request, the checks a party made as an arrow to itself, the
 * answer; nested exchanges between. Pure. `order` puts lifelines in a wanted order.
 */
export function diagramSource(trace: Trace, order: readonly PartyId[] = []): DiagramSource {
  const seen = new Set(trace.exchanges.flatMap((exchange) => [exchange.from, exchange.to]));
  const known = trace.parties.map((party) => party.id);
  const lifelines = [
    ...order.filter((id) => known.includes(id)),
    ...known.filter((id) => seen.has(id) && !order.includes(id)),
    ...(seen.has('nobody') ? ['nobody'] : []),
  ];
  const alias = new Map(lifelines.map((id, index) => [id, `p${index}`]));
  const source = ['sequenceDiagram'];
  const lines: DiagramLine[] = [];
  for (const id of lifelines)
    source.push(`participant ${alias.get(id) ?? 'p0'} as ${diagramLabel(id === 'nobody' ? 'Nobody' : partyName(trace, id))}`);

  const children = new Map<number | undefined, Exchange[]>();
  for (const exchange of trace.exchanges) children.set(exchange.parent, [...(children.get(exchange.parent) ?? []), exchange]);

  function drawChecks(exchange: Exchange, party: PartyId): void {
    const made = exchange.checks.filter((record) => record.party === party && (record.outcome === 'passed' || record.outcome === 'failed'));
    if (made.length === 0) return;
    const failed = made.find((record) => record.outcome === 'failed');
    const id = alias.get(party) ?? 'p0';
    const count = `${made.length} ${made.length === 1 ? 'check' : 'checks'}`;
    const label = failed ? `✕ ${checkEntry(failed.check).title}` : count;
    source.push(`${id}->>${id}: ${diagramLabel(label)}`);
    lines.push({
      message: exchange.number,
      part: 'checks',
      refused: failed !== undefined,
      edited: false,
      name: `Message ${messageNumber(trace, exchange.number)}: ${partyName(trace, party)} made ${count}${failed ? `, failed: ${checkEntry(failed.check).title}` : ''}`,
    });
  }

  function draw(exchange: Exchange): void {
    const from = alias.get(exchange.from) ?? 'p0';
    const to = alias.get(exchange.to) ?? 'p0';
    const name = messageName(trace, exchange);
    for (const flight of flightsOf(exchange)) {
      source.push(`${alias.get(flight.from) ?? 'p0'}->>${alias.get(flight.to) ?? 'p0'}: ${diagramLabel(flight.gist)}`);
      const ends = `${partyName(trace, flight.from)} to ${partyName(trace, flight.to)}`;
      const told = `Message ${messageNumber(trace, exchange.number)}: handshake, ${ends}, ${flight.gist}`;
      lines.push({ message: exchange.number, part: 'handshake', refused: false, edited: false, name: told });
    }
    source.push(`${from}->>${to}: ${diagramLabel(requestLabel(exchange))}`);
    lines.push({ message: exchange.number, part: 'request', refused: false, edited: exchange.edited.length > 0, name });
    drawChecks(exchange, exchange.to);
    for (const nested of children.get(exchange.number) ?? []) draw(nested);
    const alert = exchange.handshake?.alert;
    if (alert !== undefined) {
      source.push(`${to}-->>${from}: ${diagramLabel(`✕ alert ${alert}`)}`);
      lines.push({ message: exchange.number, part: 'answer', refused: true, edited: false, name: `${name}, alert ${alert}` });
    }
    if (exchange.response) {
      const refused = exchange.response.status >= 400;
      const answer = answerLabel(exchange);
      source.push(`${to}-->>${from}: ${diagramLabel(refused ? `✕ ${answer}` : answer)}`);
      const edited = exchange.onPath !== undefined;
      const changed = edited ? `, changed on its way: ${answer}` : '';
      lines.push({ message: exchange.number, part: 'answer', refused, edited, name: `${name}, answer${changed}` });
      for (const party of new Set(exchange.checks.map((record) => record.party))) if (party !== exchange.to) drawChecks(exchange, party);
    }
  }
  for (const exchange of children.get(undefined) ?? []) draw(exchange);
  return { source: source.join('\n'), lines, lifelines };
}
