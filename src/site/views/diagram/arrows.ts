import type { DiagramLine, DiagramSource } from '#engine/trace/diagram/mermaid.ts';
import type { Trace } from '#engine/trace/trace.ts';
import { messageNumber } from '#engine/trace/exchange.ts';
import { partyColor, partyOf } from '../party/parties.ts';
import { numberOf, svgElement } from './svg.ts';

function texts(line: Element): SVGElement[] {
  const found: SVGElement[] = [];
  for (let before = line.previousElementSibling; before?.classList.contains('messageText'); before = before.previousElementSibling)
    if (before instanceof SVGElement) found.unshift(before);
  return found;
}

const unspaced = (text: string): string => text.replaceAll(/\s/g, '');

/** The same line without what belongs to the one that is seen. */
function twin(line: Element, name: string): Element {
  const copy = line.cloneNode() as Element;
  for (const attribute of ['marker-end', 'marker-start', 'id', 'data-et', 'data-id', 'style']) copy.removeAttribute(attribute);
  copy.setAttribute('class', name);
  return copy;
}

function paint(line: SVGElement, labels: readonly SVGElement[], entry: DiagramLine, color: string): void {
  line.style.stroke = color;
  if (entry.refused || entry.edited) line.style.strokeWidth = '2.5px';
  if (entry.leak) line.style.strokeWidth = '3.5px';
  const skipped = entry.judged?.outcome === 'switched-off';
  if (!entry.refused && !entry.leak && !skipped) return;
  for (const label of labels) {
    label.style.fill = color;
    label.style.fontWeight = '700';
  }
}

/** What a letter of a label takes, about, and a line of it, in pixels. */
const [LETTER, LINE] = [8, 16];

/** The ground of an arrow from a party to itself: label and loop together can be hit, and what lies between them. */
function loopGround(line: Element, lines: readonly string[]): Element | undefined {
  const [, x, y] = /^M\s*([\d.-]+),([\d.-]+)/.exec(line.getAttribute('d') ?? '') ?? [];
  if (x === undefined || y === undefined) return undefined;
  const width = Math.max(60, Math.max(...lines.map(({ length }) => length)) * LETTER + 14);
  const above = 24 + (lines.length - 1) * LINE;
  return svgElement('rect', { class: 'hit', x: Number(x) - 4, y: Number(y) - above, width, height: above + 26 });
}

/** Arrowheads by color: a filled one, and an open one for what goes through the user's browser. Mermaid's have one color for all. */
function arrowheads(svg: SVGSVGElement): (color: string, open: boolean) => string {
  const made = new Map<string, string>();
  return (color, open) => {
    const key = `${color} ${open ? 'open' : 'filled'}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const id = `${svg.id}-head-${made.size}`;
    const marker = svgElement('marker', {
      id,
      viewBox: '-1 -1 12 12',
      refX: 9,
      refY: 5,
      markerWidth: 13,
      markerHeight: 13,
      markerUnits: 'userSpaceOnUse',
      orient: 'auto-start-reverse',
    });
    const shape = svgElement('path', { d: open ? 'M 1 0 L 9.5 5 L 1 10' : 'M 0 0 L 10 5 L 0 10 z' });
    shape.style.cssText = open
      ? `fill: none; stroke: ${color}; stroke-width: 1.8; stroke-dasharray: none;`
      : `fill: ${color}; stroke: none;`;
    marker.append(shape);
    svg.prepend(marker);
    made.set(key, id);
    return id;
  };
}

/**
 * Makes the arrows of a drawing usable: each becomes a link with a name and the number of its message, in the sender's color,
 * refused ones red, leaks in the attacker's; what goes through the browser runs in a lane of its own.
 * Mermaid draws messages in the order of the source, so the n-th line is the n-th entry.
 * @returns what each link stands for
 */
export function dressArrows(
  svg: SVGSVGElement,
  diagram: DiagramSource,
  trace: Trace,
  anchor: (message: number) => string,
): ReadonlyMap<Element, DiagramLine> {
  const meanings = new Map<Element, DiagramLine>();
  const head = arrowheads(svg);
  const arrows = [...svg.querySelectorAll<SVGElement>('[data-et="message"]')];
  arrows.forEach((line, index) => {
    const entry = diagram.lines[index];
    if (!entry) return;
    const sender = diagram.lifelines[Number(line.getAttribute('data-from')?.slice(1))];
    const own = sender === undefined ? 'var(--muted)' : partyColor(partyOf(trace, sender));
    const skipped = entry.judged?.outcome === 'switched-off';
    const color = entry.refused ? 'var(--fail)' : entry.leak ? 'var(--attacker)' : skipped ? 'var(--off)' : own;
    const link = svgElement('a', { href: anchor(entry.message), class: 'arrow', 'data-part': entry.part, 'data-of': entry.message });
    if (entry.front) link.setAttribute('data-channel', 'front');
    if (entry.judged) {
      link.setAttribute('data-party', entry.judged.party);
      link.setAttribute('data-check', entry.judged.check);
      link.setAttribute('data-outcome', entry.judged.outcome);
    }
    // One arrow a message is its twin in the list and one stop for the tab key; its checks and its answer are reached by arrow keys.
    if (entry.part === 'request') link.setAttribute('data-message', messageNumber(trace, entry.message));
    else link.setAttribute('tabindex', '-1');
    if (line instanceof SVGLineElement && line.x1.baseVal.value > line.x2.baseVal.value) link.classList.add('leftward');
    const labels = texts(line);
    // Mermaid leaves room for the lines of a label, and puts them all on the first.
    labels.forEach((label, at) => label.setAttribute('y', String(numberOf(label, 'y') + at * LINE)));
    const shown = labels.map((label) => label.textContent);
    // What can be read at the arrow is in its name, so that it can also be spoken. A line may end inside of a word.
    const said = unspaced(entry.name).includes(unspaced(shown.join('')));
    link.setAttribute('aria-label', said ? entry.name : `${entry.name}: ${shown.join(' ')}`);
    paint(line, labels, entry, color);
    if (line.hasAttribute('marker-end')) line.setAttribute('marker-end', `url(#${head(color, entry.front)})`);
    meanings.set(link, entry);
    line.before(link);
    const lane = entry.front && line instanceof SVGLineElement;
    // The lines of a label are words apart for whoever reads them as one text.
    link.append(...(lane ? [twin(line, 'lane')] : []), ...labels.flatMap((label) => [label, ' ']), line, twin(line, 'hit'));
  });
  return meanings;
}

/** What lies behind a label that was edited. */
function highlight(label: SVGGraphicsElement): Element {
  const box = label.getBBox();
  const back = svgElement('rect', { x: box.x - 3, y: box.y - 1, width: box.width + 6, height: box.height + 2, rx: 3 });
  // The box of a label is told without the shift that the theme gives it.
  back.setAttribute('style', `fill: var(--off-bg); transform: ${getComputedStyle(label).transform};`);
  return back;
}

/** Puts behind arrows what is no part of the drawing that is measured: where a loop can be hit, and the ground of what was edited. */
export function groundArrows(arrows: ReadonlyMap<Element, DiagramLine>): void {
  // All are made before one is put in: after each the browser would lay out the drawing anew.
  const grounds = [...arrows].map(([link, { edited }]) => {
    const labels = [...link.children].filter((part) => part instanceof SVGTextElement);
    const loop = link.querySelector(':scope > path[data-et]');
    const shown = labels.map(({ textContent }) => textContent);
    const ground = loop && loopGround(loop, shown);
    const marked = edited ? labels : [];
    return { link, marked, behind: [...marked.map(highlight).toReversed(), ...(ground ? [ground] : [])] };
  });
  for (const { link, marked, behind } of grounds) {
    link.prepend(...behind);
    // A label that has a ground of its own needs none around its letters.
    for (const label of marked) label.style.stroke = 'none';
  }
}
