import { messageNumber, toneOf } from '../exchange.ts';
import type { Band } from './phases.ts';
import type { Trace } from '../trace.ts';

/** What the text of a folded band begins with where one of its messages was refused. */
export const REFUSED = '✕ ';

function titleOf(trace: Trace, { phases, open }: Band): string {
  const roots = phases.flatMap((phase) => phase.roots);
  const [from, to] = [roots[0], roots.at(-1)].map((root) => messageNumber(trace, root?.number ?? 0));
  const messages = from === to ? `message ${from ?? ''}` : `messages ${from ?? ''} to ${to ?? ''}`;
  const titled = phases.length > 1 ? `${phases.length} phases` : (phases[0]?.title ?? '');
  if (titled === '') return `${messages.replace('m', 'M')}${open ? '' : ', folded'}`;
  return open && phases.length === 1 ? titled : `${titled} (${messages}${open ? '' : ', folded'})`;
}

/** What a band says: its title, and where it is folded which messages it stands for and whether one was refused. */
export function bandText(trace: Trace, band: Band): string {
  const refused = !band.open && band.phases.some(({ roots }) => roots.some((root) => toneOf(trace, root) === 'refused'));
  return `${refused ? REFUSED : ''}${titleOf(trace, band)}`;
}
