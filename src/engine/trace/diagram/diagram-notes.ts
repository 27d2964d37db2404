import { REFUSED, bandText, drawnBandText } from './band-text.ts';
import { messageNumber, partyName } from '../exchange.ts';
import type { Leak } from '../holdings/leaks.ts';
import type { Band } from './phases.ts';
import type { Trace } from '../trace.ts';

/** One note of the diagram, in the order Mermaid draws its notes. */
export type DiagramNote =
  | { readonly kind: 'tls'; readonly name: string }
  | { readonly kind: 'leak'; readonly name: string; readonly message: number }
  | { readonly kind: 'band'; readonly name: string; readonly band: Band; readonly refused: boolean };

const LEAKED: Readonly<Record<Leak['how'], string>> = { sent: 'Leak', used: 'Stolen', gained: 'Gained' };

/** What leaked and how, in one sentence without its full stop. */
export function leakSentence(trace: Trace, { message, party, kind, how, first }: Leak): string {
  const name = partyName(trace, party);
  const who = name === 'Attacker' ? 'the attacker' : name;
  const before = first === undefined ? '' : `, first seen in message ${messageNumber(trace, first)}`;
  if (how === 'sent') return `Leak: message ${messageNumber(trace, message)} takes the ${kind} to ${who}${before}`;
  if (how === 'used') return `Leak: ${who} uses the ${kind} of others${before}`;
  return `Leak: what was stolen gives ${who} the ${kind}`;
}

/** What one message leaked in one way, as a note beside the attacker's lifeline, and the text it shows. */
export function leakNote(trace: Trace, leak: Leak, others: readonly Leak[]): { readonly text: string; readonly note: DiagramNote } {
  const more = others.length === 0 ? '' : `, ${others.length} more`;
  const name = [leak, ...others].map((one) => leakSentence(trace, one)).join('. ');
  return { text: `${LEAKED[leak.how]}: ${leak.kind}${more}`, note: { kind: 'leak', message: leak.message, name } };
}

/** A phase, or several that share a line, as a note across all lifelines, and the text it shows. */
export function bandNote(trace: Trace, band: Band): { readonly text: string; readonly note: DiagramNote } {
  const text = bandText(trace, band);
  const refused = text.startsWith(REFUSED);
  const name = refused ? `Phase: ${text.slice(REFUSED.length)}, with a refusal` : `Phase: ${text}`;
  return { text: drawnBandText(text), note: { kind: 'band', band, refused, name } };
}
