import { messageNumber, toneOf } from '../exchange.ts';
import type { Band } from './phases.ts';
import type { Trace } from '../trace.ts';

/** What the text of a folded band begins with where one of its messages was refused. */
export const REFUSED = '✕ ';

/** The longest text of a band, in characters. */
export const BAND_LIMIT = 64;

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

/** The text of a band as it is drawn: where it is too long its title loses words, and which messages it stands for stays whole. */
export function drawnBandText(text: string): string {
  if ([...text].length <= BAND_LIMIT) return text;
  const [, title = text, messages = ''] = /^(.*?)( \([^()]*\))?$/.exec(text) ?? [];
  const kept = [...title].slice(0, BAND_LIMIT - messages.length - 1).join('');
  return `${kept.replace(/\W*\s\S*$/, '')}…${messages}`;
}
