import { travelsOf } from '#engine/trace/holdings/travels.ts';
import type { Trace } from '#engine/trace/trace.ts';
import { isMarkedCheck, markedToken } from '../selection/mark.ts';
import type { Mark } from '../selection/mark.ts';

/**
 * Marks in a drawing what is looked at: the arrows of the message, of a check only the one it was made at, and for a token
 * every arrow that carried it. A phase that is folded is marked for the arrows in it.
 */
export function markSelection(host: HTMLElement, trace: Trace, selected: number | undefined, mark: Mark | undefined): void {
  const token = markedToken(mark);
  const carried = new Map(token === undefined ? [] : travelsOf(trace, token).map((travel) => [travel.message, travel]));
  for (const link of host.querySelectorAll('a.arrow')) {
    const message = Number(link.getAttribute('data-of'));
    const part = link.getAttribute('data-part');
    const here =
      mark !== undefined && 'check' in mark
        ? message === selected && part === 'checks' && isMarkedCheck(mark, link.getAttribute('data-party') ?? '')
        : message === selected;
    if (here) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
    const travel = carried.get(message);
    const carries = (part === 'request' && travel?.request === true) || (part === 'answer' && travel?.answer === true);
    link.toggleAttribute('data-carries', carries);
  }
  const bands = [...host.querySelectorAll('.band')];
  const bandOf = (message: number): Element | undefined => bands.findLast((band) => Number(band.getAttribute('data-from')) <= message);
  const carrying = new Set([...carried.keys()].map(bandOf));
  for (const band of bands) {
    const folded = band.getAttribute('aria-expanded') === 'false';
    band.toggleAttribute('data-carries', folded && carrying.has(band));
    if (folded && selected !== undefined && bandOf(selected) === band) band.setAttribute('aria-current', 'true');
    else band.removeAttribute('aria-current');
  }
}
