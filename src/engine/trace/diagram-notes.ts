import { messageNumber, partyName, toneOf } from './exchange.ts';
import type { Leak } from './leaks.ts';
import type { Band } from './phases.ts';
import type { Trace } from './trace.ts';

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

/** What a band says: its title, and where it is folded which messages it stands for. */
function bandText(trace: Trace, { phases, open }: Band): string {
  const roots = phases.flatMap((phase) => phase.roots);
  const [from, to] = [roots[0], roots.at(-1)].map((root) => messageNumber(trace, root?.number ?? 0));
  const messages = from === to ? `message ${from ?? ''}` : `messages ${from ?? ''} to ${to ?? ''}`;
  const titled = phases.length > 1 ? `${phases.length} phases` : (phases[0]?.title ?? '');
  if (titled === '') return `${messages.replace('m', 'M')}${open ? '' : ', folded'}`;
  return open && phases.length === 1 ? titled : `${titled} (${messages}${open ? '' : ', folded'})`;
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
  const refused = !band.open && band.phases.some(({ roots }) => roots.some((root) => toneOf(trace, root) === 'refused'));
  return {
    text: `${refused ? '✕ ' : ''}${text}`,
    note: { kind: 'band', band, refused, name: `Phase: ${text}${refused ? ', with a refusal' : ''}` },
  };
}
