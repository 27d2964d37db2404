import type { DiagramLine, DiagramSource } from '#engine/trace/mermaid.ts';
import type { Trace } from '#engine/trace/trace.ts';
import { messageNumber } from '#engine/trace/exchange.ts';
import { partyColor, partyOf } from '../party/parties.ts';

const SVG = 'http://www.w3.org/2000/svg';

function texts(line: Element): Element[] {
  const found: Element[] = [];
  for (let before = line.previousElementSibling; before?.classList.contains('messageText'); before = before.previousElementSibling)
    found.unshift(before);
  return found;
}

/** A wide transparent twin of an arrow, so that a pointer or thumb finds it. */
function hitLine(line: Element): Element {
  const hit = line.cloneNode() as Element;
  for (const name of ['marker-end', 'marker-start', 'id', 'data-et', 'data-id']) hit.removeAttribute(name);
  hit.setAttribute('class', 'hit');
  hit.setAttribute('style', 'stroke: transparent; stroke-width: 22px; fill: none; pointer-events: stroke;');
  return hit;
}

function paint(line: SVGElement, labels: readonly Element[], entry: DiagramLine, color: string): void {
  const stroke = entry.refused ? 'var(--fail)' : color;
  line.style.stroke = stroke;
  if (entry.refused || entry.edited) line.style.strokeWidth = '2.5px';
  for (const label of labels) {
    if (!(label instanceof SVGElement)) continue;
    if (entry.refused) {
      label.style.fill = 'var(--fail)';
      label.style.fontWeight = '700';
    }
  }
}

/** An arrowhead in the arrow's own color: Mermaid's are shared by all arrows. */
function arrowhead(svg: SVGSVGElement, line: SVGElement, color: string, index: number): void {
  const shared = svg.querySelector('marker[id$="arrowhead"]');
  if (!shared || !line.hasAttribute('marker-end')) return;
  const own = shared.cloneNode(true) as Element;
  own.id = `${svg.id}-head-${index}`;
  for (const shape of own.children) if (shape instanceof SVGElement) shape.style.cssText = `fill: ${color}; stroke: ${color};`;
  shared.after(own);
  line.setAttribute('marker-end', `url(#${own.id})`);
}

function highlight(labels: readonly Element[], link: Element): void {
  const [first] = labels;
  if (!(first instanceof SVGGraphicsElement)) return;
  // A label that has a ground of its own needs none around its letters.
  first.style.stroke = 'none';
  const box = first.getBBox();
  const back = document.createElementNS(SVG, 'rect');
  for (const [name, value] of Object.entries({ x: box.x - 3, y: box.y - 1, width: box.width + 6, height: box.height + 2, rx: 3 }))
    back.setAttribute(name, String(value));
  // The box of a label is told without the shift that the theme gives it.
  back.setAttribute('style', `fill: var(--off-bg); transform: ${getComputedStyle(first).transform};`);
  link.prepend(back);
}

/**
 * Makes a drawn diagram usable: each arrow becomes a link with a name and the number of its message,
 * in the sender's color, refused ones red; heads get their party's color and icon and can be kept in view.
 * Mermaid draws messages in the order of the source, so the n-th line is the n-th entry.
 */
export function dressDiagram(
  host: HTMLElement,
  diagram: DiagramSource,
  trace: Trace,
  icons: HTMLElement,
  anchor: (message: number) => string,
): void {
  const svg = host.querySelector('svg');
  if (!svg) return;
  const arrows = [...svg.querySelectorAll<SVGElement>('[data-et="message"]')];
  arrows.forEach((line, index) => {
    const entry = diagram.lines[index];
    if (!entry) return;
    const sender = diagram.lifelines[Number(line.getAttribute('data-from')?.slice(1))];
    const color = entry.refused ? 'var(--fail)' : sender === undefined ? 'var(--muted)' : partyColor(partyOf(trace, sender));
    const link = document.createElementNS(SVG, 'a');
    link.setAttribute('href', anchor(entry.message));
    link.setAttribute('class', 'arrow');
    link.setAttribute('data-part', entry.part);
    link.setAttribute('data-of', String(entry.message));
    // One arrow a message is its twin in the list and one stop for the tab key; its checks and its answer are reached by arrow keys.
    if (entry.part === 'request') link.setAttribute('data-message', messageNumber(trace, entry.message));
    else link.setAttribute('tabindex', '-1');
    const labels = texts(line);
    const shown = labels.map((label) => label.textContent).join(' ');
    // What can be read at the arrow is in its name, so that it can also be spoken.
    link.setAttribute('aria-label', entry.name.includes(shown) ? entry.name : `${entry.name}: ${shown}`);
    paint(line, labels, entry, color);
    arrowhead(svg, line, color, index);
    line.before(link);
    link.append(...labels, line, hitLine(line));
    if (entry.edited) highlight(labels, link);
  });
  const heads = document.createElementNS(SVG, 'g');
  heads.setAttribute('class', 'party-heads');
  diagram.lifelines.forEach((id, index) => {
    const party = partyOf(trace, id);
    const boxes = [
      ...svg.querySelectorAll<SVGElement>(
        `rect.actor[name="p${index}"], [data-id="p${index}"] rect.actor, rect.actor[data-id="p${index}"]`,
      ),
    ];
    for (const box of boxes) {
      box.style.stroke = partyColor(party);
      const icon = icons.querySelector(`[data-party="${index}"] svg`)?.cloneNode(true);
      if (!(icon instanceof SVGElement)) continue;
      const place = { x: Number(box.getAttribute('x')), y: Number(box.getAttribute('y')), height: Number(box.getAttribute('height')) };
      icon.setAttribute('x', String(place.x + 8));
      icon.setAttribute('y', String(place.y + (place.height - 16) / 2));
      icon.style.color = partyColor(party);
      box.after(icon);
      const label = box.parentElement?.querySelector<SVGElement>('text.actor');
      label?.setAttribute('transform', 'translate(10 0)');
      heads.append(...[box, icon, label].filter((part) => part instanceof SVGElement));
    }
  });
  const [, , width = '0'] = (svg.getAttribute('viewBox') ?? '').split(' ');
  const ground = document.createElementNS(SVG, 'rect');
  for (const [name, value] of Object.entries({ x: -24, y: -24, width: Number(width) + 48, height: 24 + 40 }))
    ground.setAttribute(name, String(value));
  ground.style.fill = 'var(--paper)';
  heads.prepend(ground);
  // Last, so that arrows pass behind the heads when these stay in view.
  svg.append(heads);
}
