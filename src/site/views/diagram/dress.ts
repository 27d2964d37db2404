import type { DiagramLine, DiagramSource } from '#engine/trace/diagram/mermaid.ts';
import type { Trace } from '#engine/trace/trace.ts';
import { dressArrows } from './arrows.ts';
import { dressNotes, placeBands } from './bands.ts';
import { dressHeads } from './heads.ts';
import { numberOf } from './svg.ts';

/** Mermaid ends every lifeline at one place, however long the drawing is. */
function endLifelines(svg: SVGSVGElement): void {
  const [, top = 0, , tall = 0] = (svg.getAttribute('viewBox') ?? '').split(' ').map(Number);
  const zones = [...svg.querySelectorAll<SVGElement>('g > rect.rect')].map((zone) => numberOf(zone, 'y') + numberOf(zone, 'height'));
  const end = zones.length > 0 ? Math.max(...zones) : top + tall;
  for (const line of svg.querySelectorAll('line.actor-line')) line.setAttribute('y2', String(end));
}

/**
 * Makes what Mermaid drew usable: arrows that can be chosen, phases that fold, heads with colors and icons.
 * @returns what each arrow stands for, and what the drawing takes
 */
export function dressDiagram(
  svg: SVGSVGElement,
  diagram: DiagramSource,
  trace: Trace,
  icons: HTMLElement,
  anchor: (message: number) => string,
): { readonly meanings: ReadonlyMap<Element, DiagramLine>; readonly extent: DOMRect } {
  // Mermaid does not count in the labels of arrows that a party sends to itself.
  const extent = svg.getBBox();
  endLifelines(svg);
  dressNotes(svg, diagram.notes, extent);
  const meanings = dressArrows(svg, diagram, trace, anchor);
  placeBands(svg);
  dressHeads(svg, diagram, trace, icons, extent);
  return { meanings, extent };
}
