import type { CheckId } from '../../checks/catalogue.ts';
import { channelOf, inTheClear } from './channel.ts';
import { BAND_LIMIT } from './band-text.ts';
import { diagramLabel } from './diagram-label.ts';
import { bandNote, leakNote } from './diagram-notes.ts';
import type { DiagramNote } from './diagram-notes.ts';
import { messageNumber, partyName, sentInside } from '../exchange.ts';
import { flightsOf } from './flights.ts';
import { judgementsOf } from './judgements.ts';
import type { Judgement } from './judgements.ts';
import { leaksOf } from '../holdings/leaks.ts';
import type { Leak } from '../holdings/leaks.ts';
import { answerLabel, messageName, requestLabel } from '../message-name.ts';
import { bandsOf, phasesOf } from './phases.ts';
import type { Folds, PhaseStep } from './phases.ts';
import type { CheckRecord, Exchange, PartyId, Trace } from '../trace.ts';
import { tlsEnds, zoneBoxes } from './zones.ts';

/** One line of the diagram and what it stands for, in the order Mermaid draws its messages. */
export interface DiagramLine {
  readonly message: number;
  readonly part: 'handshake' | 'request' | 'checks' | 'answer';
  readonly refused: boolean;
  readonly edited: boolean;
  /** Whether it goes through the user's browser. */
  readonly front: boolean;
  /** Whether it brings an attacker what is not theirs. */
  readonly leak: boolean;
  /** Who made the checks, and the one that decided; only for `checks`. */
  readonly judged?: { readonly party: PartyId; readonly check: CheckId; readonly outcome: CheckRecord['outcome'] } | undefined;
  /** For screen readers: "Message 3: Ledger app to Gateway, GET /invoices, refused, 401". */
  readonly name: string;
}

/** A sequence diagram as Mermaid source, with what each of its arrows and notes means. */
export interface DiagramSource {
  readonly source: string;
  readonly lines: readonly DiagramLine[];
  readonly notes: readonly DiagramNote[];
  /** Parties in the order of their lifelines. */
  readonly lifelines: readonly PartyId[];
}

/** How a run is to be drawn. */
export interface DiagramOptions {
  /** Lifelines in a wanted order; those of parties that are not named follow. */
  readonly order?: readonly PartyId[];
  /** The steps of the play, by which messages are put into phases. */
  readonly steps?: readonly PhaseStep[];
  readonly folds?: Folds;
  /** The message looked at: its phase is open. */
  readonly looked?: number | undefined;
  /** Draws every message, however many there are. */
  readonly whole?: boolean;
}

const NO_STEPS: readonly PhaseStep[] = [];

function lifelinesOf(trace: Trace, order: readonly PartyId[]): PartyId[] {
  const seen = new Set(trace.exchanges.flatMap((exchange) => [exchange.from, exchange.to]));
  const known = trace.parties.map((party) => party.id);
  return [
    ...order.filter((id) => known.includes(id)),
    ...known.filter((id) => seen.has(id) && !order.includes(id)),
    ...(seen.has('nobody') ? ['nobody'] : []),
  ];
}

/**
 * A trace as a sequence diagram: boxes for the boundaries of trust, a band for each phase, a handshake where there was one, a
 * request, the checks a party made as an arrow to itself, the answer; nested exchanges between. Pure.
 */
export function diagramSource(trace: Trace, options: DiagramOptions = {}): DiagramSource {
  const { order = [], steps = NO_STEPS, folds = {}, looked, whole = false } = options;
  const lifelines = lifelinesOf(trace, order);
  const alias = new Map(lifelines.map((id, index) => [id, `p${index}`]));
  const of = (id: PartyId): string => alias.get(id) ?? 'p0';
  const source = ['sequenceDiagram'];
  const lines: DiagramLine[] = [];
  const notes: DiagramNote[] = [];
  const leaks = Map.groupBy(leaksOf(trace), ({ message }) => message);

  const participant = (id: PartyId): string =>
    `participant ${of(id)} as ${diagramLabel(id === 'nobody' ? 'Nobody' : partyName(trace, id))}`;
  for (const box of zoneBoxes(trace, lifelines)) {
    if (typeof box === 'string') source.push(participant(box));
    else source.push(`box transparent ${box.title}`, ...box.parties.map(participant), 'end');
  }
  const gateway = tlsEnds(trace, lifelines);
  if (gateway) {
    source.push(`Note over ${of(gateway.id)}: TLS ends here`);
    notes.push({ kind: 'tls', name: `TLS from outside ends at ${gateway.name}` });
  }

  function drawJudgement(exchange: Exchange, { party, decided, text, words }: Judgement): void {
    source.push(`${of(party)}->>${of(party)}: ${diagramLabel(text)}`);
    lines.push({
      message: exchange.number,
      part: 'checks',
      refused: decided.outcome === 'failed',
      edited: false,
      front: false,
      leak: false,
      judged: { party, check: decided.check, outcome: decided.outcome },
      name: `Message ${messageNumber(trace, exchange.number)}: ${partyName(trace, party)} made ${words}`,
    });
  }

  function drawLeaks(all: readonly Leak[]): void {
    for (const [leak, ...others] of Map.groupBy(all, ({ how }) => how).values()) {
      if (!leak) continue;
      const { text, note } = leakNote(trace, leak, others);
      source.push(`Note over ${of(leak.party)}: ${diagramLabel(text)}`);
      notes.push(note);
    }
  }

  function draw(exchange: Exchange): void {
    const { number, handshake, response } = exchange;
    const [from, to] = [of(exchange.from), of(exchange.to)];
    const name = messageName(trace, exchange);
    const front = channelOf(trace, exchange) === 'front';
    const plain = { message: number, refused: false, edited: false, front, leak: false };
    for (const flight of flightsOf(exchange)) {
      source.push(`${of(flight.from)}->>${of(flight.to)}: ${diagramLabel(flight.gist)}`);
      const ends = `${partyName(trace, flight.from)} to ${partyName(trace, flight.to)}`;
      const told = `Message ${messageNumber(trace, number)}: handshake, ${ends}, ${flight.gist}`;
      lines.push({ ...plain, front: false, part: 'handshake', name: told });
    }
    const gained = (leaks.get(number) ?? []).filter(({ how }) => how === 'gained');
    const leaked = (leaks.get(number) ?? []).filter(({ how }) => how !== 'gained');
    const clear = inTheClear(exchange) ? ', no TLS' : '';
    const alert = handshake?.alert;
    const edited = exchange.edited.length > 0;
    const asked = { ...plain, part: 'request', edited, leak: leaked.length > 0, name: `${name}${clear}` } as const;
    const judgements = judgementsOf(exchange);
    if (alert === undefined) {
      source.push(`${from}${front ? '-)' : '->>'}${to}: ${diagramLabel(`${requestLabel(exchange)}${clear}`)}`);
      lines.push(asked);
      drawLeaks(leaked);
    }
    for (const one of judgements) if (one.party === exchange.to) drawJudgement(exchange, one);
    for (const nested of sentInside(trace, number)) draw(nested);
    if (alert !== undefined) {
      source.push(`${to}-->>${from}: ${diagramLabel(`✕ alert ${alert}`)}`);
      lines.push({ ...plain, front: false, part: 'answer', refused: true, name: `${name}, alert ${alert}` });
      // It stays with its sender: no request comes through a handshake that failed.
      source.push(`${from}->>${from}: ${diagramLabel(`Not sent: ${requestLabel(exchange)}`)}`);
      lines.push({ ...asked, front: false });
    }
    if (response) {
      const refused = response.status >= 400;
      const answer = answerLabel(exchange);
      const changed = exchange.onPath === undefined ? '' : `, changed on its way: ${answer}`;
      source.push(`${to}${front ? '--)' : '-->>'}${from}: ${diagramLabel(refused ? `✕ ${answer}` : answer)}`);
      lines.push({ ...plain, part: 'answer', refused, edited: changed !== '', leak: gained.length > 0, name: `${name}, answer${changed}` });
      drawLeaks(gained);
      for (const one of judgements) if (one.party !== exchange.to) drawJudgement(exchange, one);
    }
  }

  const bands = whole
    ? phasesOf(trace, steps).map((phase) => ({ id: phase.id, phases: [phase], open: true }))
    : bandsOf(trace, steps, folds, looked);
  const [first] = bands;
  // One phase that nobody named needs no band: it is the whole run.
  const alone = bands.length === 1 && first?.open === true && (first.phases[0]?.title === '' || steps.length === 1);
  const across = lifelines.length > 1 ? `p0,p${lifelines.length - 1}` : 'p0';
  for (const band of bands) {
    if (!alone) {
      const { text, note } = bandNote(trace, band);
      source.push(`Note over ${across}: ${diagramLabel(text, BAND_LIMIT)}`);
      notes.push(note);
    }
    const [phase, ...others] = band.phases;
    if (band.open && others.length === 0) for (const root of phase?.roots ?? []) draw(root);
  }
  return { source: source.join('\n'), lines, notes, lifelines };
}
