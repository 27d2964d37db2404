import { shortLabel } from '#engine/trace/diagram/diagram-label.ts';
import type { DiagramSource } from '#engine/trace/diagram/mermaid.ts';
import type { Trace } from '#engine/trace/trace.ts';
import { partyColor, partyOf } from '../party/parties.ts';
import { numberOf, svgElement } from './svg.ts';

/** How far the box of a boundary reaches into the one beside it. */
const OVERLAP = 8;

/** Gives a head the name, color and icon of its party. */
function dressHead(box: SVGElement, icons: HTMLElement, index: number, name: string, color: string): Element[] {
  box.style.stroke = color;
  const label = box.parentElement?.querySelector<SVGElement>('text.actor');
  const words = label?.querySelector('tspan');
  if (words) words.textContent = shortLabel(name);
  const icon = icons.querySelector(`[data-party="${index}"] svg`)?.cloneNode(true);
  if (!(icon instanceof SVGElement)) return [box];
  icon.setAttribute('x', String(numberOf(box, 'x') + 8));
  icon.setAttribute('y', String(numberOf(box, 'y') + (numberOf(box, 'height') - 16) / 2));
  icon.style.color = color;
  label?.setAttribute('transform', 'translate(10 0)');
  return [box, icon, ...(label ? [label] : [])];
}

/**
 * Gives the lifelines the colors and icons of their parties, and puts their heads, with the names of the boundaries of trust above
 * them, into one group that can be kept in view.
 */
export function dressHeads(svg: SVGSVGElement, diagram: DiagramSource, trace: Trace, icons: HTMLElement, extent: DOMRect): void {
  const heads = svgElement('g', { class: 'party-heads' });
  let bottom = 0;
  diagram.lifelines.forEach((id, index) => {
    const party = partyOf(trace, id);
    const boxes = svg.querySelectorAll<SVGElement>(
      `rect.actor[name="p${index}"], [data-id="p${index}"] rect.actor, rect.actor[data-id="p${index}"]`,
    );
    for (const box of boxes) {
      heads.append(...dressHead(box, icons, index, party.name, partyColor(party)));
      bottom = Math.max(bottom, numberOf(box, 'y') + numberOf(box, 'height'));
    }
  });
  for (const zone of svg.querySelectorAll<SVGElement>('g > rect.rect')) {
    zone.parentElement?.setAttribute('class', 'zone');
    // Mermaid lets boxes beside one another overlap.
    zone.setAttribute('x', String(numberOf(zone, 'x') + OVERLAP));
    zone.setAttribute('width', String(numberOf(zone, 'width') - 2 * OVERLAP));
    zone.setAttribute('rx', '8');
    const title = zone.parentElement?.querySelector('text');
    if (!title) continue;
    title.style.fontFamily = 'var(--font)';
    heads.append(title);
  }
  const top = extent.y - 24;
  heads.prepend(svgElement('rect', { class: 'ground', x: extent.x - 24, y: top, width: extent.width + 48, height: bottom + 4 - top }));
  // Last, so that arrows pass behind the heads when these stay in view.
  svg.append(heads);
}
