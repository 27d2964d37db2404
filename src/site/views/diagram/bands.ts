import type { DiagramNote } from '#engine/trace/diagram/diagram-notes.ts';
import { numberOf, svgElement } from './svg.ts';

/** Room between the edges of a drawing and its bands. */
const EDGE = 4;

function dressBand(note: SVGElement, entry: DiagramNote & { kind: 'band' }, extent: DOMRect): void {
  const rect = note.querySelector<SVGElement>('rect');
  const text = note.querySelector<SVGElement>('text');
  if (!rect || !text) return;
  const [top, height] = [numberOf(rect, 'y'), numberOf(rect, 'height')];
  const left = extent.x - EDGE;
  note.setAttribute('class', `band${entry.band.open ? ' open' : ''}${entry.refused ? ' refused' : ''}`);
  note.setAttribute('role', 'button');
  note.setAttribute('tabindex', '0');
  note.setAttribute('aria-expanded', String(entry.band.open));
  note.setAttribute('aria-label', entry.name);
  note.setAttribute('data-phase', entry.band.id);
  note.setAttribute('data-from', String(entry.band.phases[0]?.roots[0]?.number ?? 0));
  rect.setAttribute('x', String(left));
  rect.setAttribute('width', String(extent.width + 2 * EDGE));
  rect.setAttribute('rx', '4');
  text.setAttribute('x', String(left + 24));
  text.style.textAnchor = 'start';
  for (const part of text.querySelectorAll('tspan')) part.setAttribute('x', String(left + 24));
  const middle = top + height / 2;
  const chevron = entry.band.open ? `M ${left + 8} ${middle - 2.5} l 4 5 l 4 -5` : `M ${left + 9.5} ${middle - 4} l 5 4 l -5 4`;
  note.append(svgElement('path', { d: chevron, class: 'chevron' }));
}

function dressNote(note: SVGElement, entry: DiagramNote): void {
  note.setAttribute('class', entry.kind === 'leak' ? 'leak' : 'tls');
  note.setAttribute('role', 'img');
  note.setAttribute('aria-label', entry.name);
  if (entry.kind === 'leak') note.setAttribute('data-of', String(entry.message));
  note.querySelector('rect')?.setAttribute('rx', entry.kind === 'leak' ? '3' : '11');
  note.prepend(Object.assign(svgElement('title'), { textContent: entry.name }));
}

/**
 * Makes the notes of a drawing what they stand for: phases become bands as wide as the drawing that fold by click, Enter and
 * Space; leaks and the end of TLS stand beside their lifeline. Mermaid draws notes in the order of the source.
 */
export function dressNotes(svg: SVGSVGElement, notes: readonly DiagramNote[], extent: DOMRect): void {
  [...svg.querySelectorAll<SVGElement>('[data-et="note"]')].forEach((note, index) => {
    const entry = notes[index];
    if (entry?.kind === 'band') dressBand(note, entry, extent);
    else if (entry) dressNote(note, entry);
  });
}

/** Puts each band before the first arrow of its phase, so that the tab key walks the drawing from the top to the bottom. */
export function placeBands(svg: SVGSVGElement): void {
  const arrows = [...svg.querySelectorAll('a.arrow')];
  for (const band of svg.querySelectorAll('.band')) {
    const from = Number(band.getAttribute('data-from'));
    const next = arrows.find((arrow) => Number(arrow.getAttribute('data-of')) >= from);
    if (next) next.before(band);
    else svg.append(band);
  }
}
