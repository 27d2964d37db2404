import { SAMPLE, drawSign, signWords } from '../diagram/legend.ts';
import type { SignKind } from '../diagram/legend.ts';
import { svgElement } from '../diagram/svg.ts';

/** Around the legend and between its entries, in pixels of the drawing. */
const [MARGIN, GAP, ROW, TO_WORDS] = [12, 22, 22, 8];

function entryOf(kind: SignKind): { readonly entry: SVGGElement; readonly words: SVGTextElement } {
  const entry = svgElement('g');
  const words = svgElement('text', { x: SAMPLE.width + TO_WORDS, y: 13 });
  words.style.cssText = 'fill: var(--muted); font-family: var(--font); font-size: 12.5px;';
  words.textContent = signWords(kind);
  entry.append(...drawSign(kind), words);
  return { entry, words };
}

/**
 * Puts below a drawing what its signs mean, and makes it so much taller. A picture is read where the page is not.
 * The drawing has to be laid out, because words are measured.
 */
export function addLegend(svg: SVGSVGElement, signs: readonly SignKind[]): void {
  const [x = 0, y = 0, width = 0, height = 0] = (svg.getAttribute('viewBox') ?? '').split(' ').map(Number);
  const legend = svgElement('g', { class: 'legend' });
  svg.append(legend);
  const start = x + MARGIN;
  let [left, top, right] = [start, y + height + MARGIN, x + width];
  for (const kind of signs) {
    const { entry, words } = entryOf(kind);
    legend.append(entry);
    const room = SAMPLE.width + TO_WORDS + words.getComputedTextLength();
    if (left > start && left + room + MARGIN > x + width) [left, top] = [start, top + ROW];
    entry.setAttribute('transform', `translate(${left} ${top})`);
    right = Math.max(right, left + room + MARGIN);
    left += room + GAP;
  }
  const [wide, tall] = [Math.ceil(right - x), Math.ceil(top + ROW + MARGIN / 2 - y)];
  const edge = svgElement('path', { d: `M ${x} ${y + height} h ${wide}` });
  edge.style.cssText = 'stroke: var(--line); stroke-width: 1;';
  legend.prepend(edge);
  svg.setAttribute('viewBox', `${x} ${y} ${wide} ${tall}`);
  svg.setAttribute('width', String(wide));
  svg.setAttribute('height', String(tall));
}
