import type { DiagramSource } from '#engine/trace/diagram/mermaid.ts';
import type { Trace } from '#engine/trace/trace.ts';
import { partyOf } from '../party/parties.ts';
import { svgElement } from './svg.ts';

/** How one kind of sign is drawn, and what it means. */
interface Sign {
  readonly words: string;
  /** A custom property of the page: the color of the line. */
  readonly color: string;
  readonly shape: 'arrow' | 'loop' | 'box';
  readonly width?: number;
  readonly dashes?: string;
  /** What goes through the user's browser: a head that is open, in a lane. */
  readonly front?: boolean;
  /** What the reader changed: a ground behind its label. */
  readonly ground?: boolean;
}

/** What the signs of a diagram mean, in the order of a legend. */
const SIGNS = {
  request: { words: 'Request, in the color of its sender', color: '--client', shape: 'arrow' },
  answer: { words: 'Answer', color: '--client', shape: 'arrow', dashes: '5 4' },
  front: { words: 'Front channel: through the user’s browser, open head, in a lane', color: '--user', shape: 'arrow', front: true },
  back: { words: 'Back channel: straight between two programs, filled head', color: '--client', shape: 'arrow' },
  self: { words: 'A party checked: how many checks, or the one that failed', color: '--gateway', shape: 'loop' },
  edited: { words: 'Changed by you', color: '--client', shape: 'arrow', width: 2.5, ground: true },
  refused: { words: '✕ refused', color: '--fail', shape: 'arrow' },
  off: { words: '▨ let through, because the check is off', color: '--off', shape: 'arrow' },
  leak: { words: 'Leak: it brings the attacker what is not theirs', color: '--attacker', shape: 'arrow', width: 3.5 },
  box: { words: 'Boundary of trust', color: '--edge', shape: 'box', dashes: '2 3' },
} as const satisfies Record<string, Sign>;

/** One kind of sign. */
export type SignKind = keyof typeof SIGNS;

/** Every kind of sign, in the order of a legend. */
export const SIGN_KINDS = Object.keys(SIGNS) as readonly SignKind[];

/** What a kind of sign means, in a few words. */
export function signWords(kind: SignKind): string {
  return SIGNS[kind].words;
}

/** The kinds of signs that stand in a drawing, in the order of a legend. Pure. */
export function signsIn({ source, lines }: Pick<DiagramSource, 'source' | 'lines'>): SignKind[] {
  const sent = lines.filter(({ part }) => part !== 'checks');
  const front = sent.some((line) => line.front);
  const there: Readonly<Record<SignKind, boolean>> = {
    request: sent.length > 0,
    answer: sent.some(({ part }) => part === 'answer'),
    front,
    // Where nothing goes through a browser, there are no two ways to tell apart.
    back: front && sent.some((line) => !line.front),
    self: sent.length < lines.length,
    edited: lines.some(({ edited }) => edited),
    refused: lines.some(({ refused }) => refused),
    off: lines.some(({ judged }) => judged?.outcome === 'switched-off'),
    leak: lines.some(({ leak }) => leak),
    box: source.includes('\nbox '),
  };
  return SIGN_KINDS.filter((kind) => there[kind]);
}

/** What may stand in the drawing of any run, whatever its reader does. */
const ALWAYS: ReadonlySet<SignKind> = new Set(['request', 'answer', 'self', 'edited', 'refused', 'off']);

/** The kinds of signs that a run may come to have, in the order of a legend. Pure. */
export function signsOf(diagram: DiagramSource, trace: Trace): SignKind[] {
  const there = new Set(signsIn(diagram));
  const attacked = diagram.lifelines.some((id) => partyOf(trace, id).kind === 'attacker');
  const browsed = there.has('front');
  return SIGN_KINDS.filter((kind) => ALWAYS.has(kind) || there.has(kind) || (kind === 'leak' && attacked) || (kind === 'back' && browsed));
}

/** What a sample of a sign takes, in pixels. */
export const SAMPLE = { width: 56, height: 18 } as const;

/** How wide a line is, and every head. */
const LINE = 1.8;

function drawn(name: 'path' | 'rect', attributes: Readonly<Record<string, string | number>>, style: string): SVGElement {
  const element = svgElement(name, attributes);
  element.style.cssText = style;
  return element;
}

/** A sample of a sign, as the diagram draws it, at the origin of whatever it is put into. */
export function drawSign(kind: SignKind): SVGElement[] {
  const { color, shape, width = LINE, dashes = 'none', front = false, ground = false }: Sign = SIGNS[kind];
  const stroke = `stroke: var(${color}); stroke-width: ${LINE};`;
  const shaft = `fill: none; stroke: var(${color}); stroke-width: ${width}; stroke-dasharray: ${dashes};`;
  if (shape === 'box') return [drawn('rect', { x: 6, y: 2, width: 44, height: 14, rx: 4 }, shaft)];
  const loop = shape === 'loop';
  return [
    ...(front ? [drawn('path', { d: 'M 2 9 H 54' }, 'fill: none; stroke: var(--user); stroke-width: 11; stroke-opacity: 0.16;')] : []),
    ...(ground ? [drawn('rect', { x: 6, y: 1, width: 34, height: 16, rx: 3 }, 'fill: var(--off-bg);')] : []),
    drawn('path', { d: loop ? 'M 14 3 C 40 1 40 17 16 15' : 'M 2 9 H 52' }, shaft),
    drawn(
      'path',
      { d: loop ? 'M 22 10 L 13 15 L 22 19' : 'M 44 4 L 54 9 L 44 14' },
      `fill: ${front ? 'none' : `var(${color})`}; ${stroke}`,
    ),
  ];
}
