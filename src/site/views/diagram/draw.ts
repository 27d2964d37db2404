import type { Mermaid } from 'mermaid';
import { sourceToDraw } from './source-to-draw.ts';

/* Mermaid measures with this before it draws. */
const MONO = "'Atkinson Hyperlegible Mono Variable', ui-monospace, monospace";

/** Colors by custom property, so that a change of theme needs no new drawing. */
const THEME_CSS = `
  .messageText { fill: var(--ink); stroke: var(--paper); stroke-width: 4px; paint-order: stroke; font-family: var(--mono); transform: translate(10px, 5px); }
  .messageLine0, .messageLine1 { stroke: var(--ink); stroke-width: 1.8; }
  .messageLine1 { stroke-dasharray: 5 4; }
  .lane { stroke: var(--user); stroke-width: 11; stroke-opacity: 0.16; fill: none; }
  .hit { stroke: transparent; stroke-width: 22px; fill: none; pointer-events: all; }
  rect.hit { stroke: none; }
  .actor { fill: var(--surface); stroke: var(--edge); stroke-width: 1.8; }
  text.actor > tspan { fill: var(--ink); font-family: var(--font); }
  .actor-line { stroke: var(--line); stroke-width: 1.5; stroke-dasharray: 3 4; }
  .ground { fill: var(--paper); }
  .zone > rect.rect { fill: none; stroke: var(--edge); stroke-width: 1; stroke-dasharray: 2 3; }
  .party-heads > text.text { fill: var(--muted); font-family: var(--font); font-size: 12.5px; }
  .note { fill: var(--surface); stroke: var(--line); stroke-width: 1; }
  .noteText, .noteText > tspan { fill: var(--ink); font-family: var(--font); font-size: 13px; }
  .band > .note { fill: var(--sunken); stroke: none; }
  .band > .noteText > tspan { font-weight: 600; }
  .band.refused > .noteText > tspan { fill: var(--fail); }
  .chevron { fill: none; stroke: var(--muted); stroke-width: 1.8; }
  .leak > .note { fill: var(--paper); stroke: var(--attacker); stroke-width: 2; }
  .leak > .noteText > tspan { fill: var(--attacker); font-weight: 700; }
  .tls > .note { fill: var(--paper); stroke: var(--gateway); }
  .tls > .noteText > tspan { fill: var(--muted); font-size: 12px; }
`;

let loading: Promise<Mermaid> | undefined;

async function load(): Promise<Mermaid> {
  const { default: mermaid } = await import('mermaid');
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    theme: 'base',
    look: 'classic',
    fontFamily: MONO,
    fontSize: 13,
    suppressErrorRendering: true,
    maxTextSize: 1e6,
    themeCSS: THEME_CSS,
    sequence: {
      mirrorActors: false,
      useMaxWidth: false,
      width: 88,
      actorFontSize: 13,
      noteFontSize: 13,
      height: 36,
      actorMargin: 8,
      messageMargin: 30,
      diagramMarginX: 8,
      diagramMarginY: 8,
      boxTextMargin: 4,
      boxMargin: 6,
      noteMargin: 5,
      // With a padding Mermaid lays out the whole drawing anew for each label; the theme moves the labels instead.
      wrapPadding: 0,
      messageAlign: 'left',
    },
  });
  return mermaid;
}

/** Mermaid, fetched by the first call. A failed fetch may be tried again. */
function theMermaid(): Promise<Mermaid> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Fetches Mermaid ahead of the first drawing. Does nothing where it cannot be fetched: the drawing will say so. */
export async function warmUp(): Promise<void> {
  await theMermaid().catch(() => undefined);
}

let drawings = 0;

/** Where a drawing is made: out of sight, as Mermaid lets the page go on meanwhile, and measured all the same. */
function easel(): HTMLElement {
  const place = document.createElement('div');
  place.setAttribute('aria-hidden', 'true');
  Object.assign(place.style, { position: 'fixed', top: '0', left: '0', width: '0', height: '0', overflow: 'hidden', visibility: 'hidden' });
  document.body.append(place);
  return place;
}

/**
 * Mermaid source as an SVG document. The id in it is unique in the page, as Mermaid's own styles need.
 * Rejects where Mermaid cannot be fetched or does not understand the source.
 */
export async function drawOnce(source: string): Promise<string> {
  const mermaid = await theMermaid();
  drawings += 1;
  const place = easel();
  try {
    const { svg } = await mermaid.render(`tokenscope-diagram-${drawings}`, sourceToDraw(source), place);
    return svg;
  } finally {
    place.remove();
  }
}

/** How many drawings one place keeps, for Back and scrubbing. */
const KEPT = 40;

/**
 * Draws for one place of the page, and remembers: what was drawn there before comes back at once.
 * The function it gives rejects where Mermaid cannot be fetched or does not understand the source.
 */
export function createDrawer(): (source: string) => Promise<string> {
  const kept = new Map<string, string>();
  return async (source) => {
    const svg = kept.get(source) ?? (await drawOnce(source));
    kept.delete(source);
    kept.set(source, svg);
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
    return svg;
  };
}
