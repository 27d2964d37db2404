import type { DiagramLine, DiagramSource } from '#engine/trace/diagram/mermaid.ts';
import type { Trace } from '#engine/trace/trace.ts';
import { dressArrows, groundArrows } from './arrows.ts';
import { dressNotes, placeBands } from './bands.ts';
import { dressHeads } from './heads.ts';
import { fit } from './place.ts';
import { numberOf } from './svg.ts';

/** Mermaid ends every lifeline at one place, however long the drawing is. */
function endLifelines(svg: SVGSVGElement): void {
  const [, top = 0, , tall = 0] = (svg.getAttribute('viewBox') ?? '').split(' ').map(Number);
  const zones = [...svg.querySelectorAll<SVGElement>('g > rect.rect')].map((zone) => numberOf(zone, 'y') + numberOf(zone, 'height'));
  const end = zones.length > 0 ? Math.max(...zones) : top + tall;
  for (const line of svg.querySelectorAll('line.actor-line')) line.setAttribute('y2', String(end));
}

/**
 * Makes what Mermaid drew usable, and as wide as its room: arrows that can be chosen, phases that fold, heads with colors and icons.
 * The browser lays it out once in here and once after it: texts are moved before they are measured, and what is measured stands together.
 * @returns what each arrow stands for, and how much smaller the drawing is than it was laid out
 */
export function dressDiagram(
  svg: SVGSVGElement,
  diagram: DiagramSource,
  trace: Trace,
  { icons, room, anchor }: { readonly icons: HTMLElement; readonly room: HTMLElement; readonly anchor: (message: number) => string },
): { readonly meanings: ReadonlyMap<Element, DiagramLine>; readonly zoom: number } {
  const meanings = dressArrows(svg, diagram, trace, anchor);
  // Mermaid does not count in the labels of arrows that a party sends to itself.
  const extent = svg.getBBox();
  const wide = room.clientWidth;
  groundArrows(meanings);
  endLifelines(svg);
  dressNotes(svg, diagram.notes, extent);
  placeBands(svg);
  dressHeads(svg, diagram, trace, icons, extent);
  return { meanings, zoom: fit(svg, wide, extent) };
}
