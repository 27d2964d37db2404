import type { Mermaid } from 'mermaid';

/* Mermaid measures with this before it draws. */
const MONO = "'Atkinson Hyperlegible Mono Variable', ui-monospace, monospace";

/** Colors by custom property, so that a change of theme needs no new drawing. */
const THEME_CSS = `
  .messageText { fill: var(--ink); stroke: none; font-family: var(--mono); }
  .messageLine0, .messageLine1 { stroke: var(--ink); stroke-width: 1.8; }
  .messageLine1 { stroke-dasharray: 5 4; }
  .actor { fill: var(--surface); stroke: var(--edge); stroke-width: 1.8; }
  text.actor > tspan { fill: var(--ink); font-family: var(--font); }
  .actor-line { stroke: var(--line); stroke-width: 1.5; stroke-dasharray: 3 4; }
  #arrowhead path, marker path { fill: var(--ink); stroke: var(--ink); }
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
      width: 104,
      height: 36,
      actorMargin: 18,
      messageMargin: 30,
      diagramMarginX: 8,
      diagramMarginY: 8,
      boxTextMargin: 4,
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

let drawings = 0;

/**
 * Mermaid source as an SVG document. The id in it is unique in the page, as Mermaid's own styles need.
 * @throws where Mermaid cannot be fetched or does not understand the source
 */
export async function draw(source: string): Promise<string> {
  const mermaid = await theMermaid();
  drawings += 1;
  const { svg } = await mermaid.render(`tokenscope-diagram-${drawings}`, source);
  return svg;
}
