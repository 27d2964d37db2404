import { mount, unmount } from 'svelte';
import { diagramSource } from '#engine/trace/diagram/mermaid.ts';
import type { PhaseStep } from '#engine/trace/diagram/phases.ts';
import type { PartyId, Trace } from '#engine/trace/trace.ts';
import { drawOnce } from '../diagram/draw.ts';
import { dressDiagram } from '../diagram/dress.ts';
import { signsIn } from '../diagram/legend.ts';
import PartyIcons from '../party/PartyIcons.svelte';
import { addLegend } from './picture-legend.ts';
import { withGround, withoutProperties } from './standalone-svg.ts';

/** A run to be drawn. */
export interface DrawnRun {
  readonly trace: Trace;
  readonly order: readonly PartyId[];
  readonly steps: readonly PhaseStep[];
}

/** A PNG has so many pixels for each of the drawing. */
const SCALE = 2;
/** Browsers refuse larger canvases, in pixels. */
const LARGEST_SIDE = 16_000;

/** Values of the page's custom properties in its light theme, resolved to what any program understands. */
function lightValues(): (name: string) => string {
  const probe = document.createElement('i');
  probe.style.cssText = 'position: absolute; color-scheme: light;';
  document.body.append(probe);
  const known = new Map<string, string>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const raw = getComputedStyle(probe).getPropertyValue(name).trim();
    // A color is told as rgb(); whatever is none, such as a typeface, as it is written.
    const isColor = CSS.supports('color', raw);
    if (isColor) probe.style.color = `var(${name})`;
    const value = isColor ? getComputedStyle(probe).color : raw;
    known.set(name, value);
    return value;
  };
}

async function asDataUrl(url: string): Promise<string> {
  const blob = await (await fetch(url)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () =>
      typeof reader.result === 'string' ? resolve(reader.result) : reject(new Error('The typeface could not be read.'));
    reader.onerror = () => reject(new Error('The typeface could not be read.'));
    reader.readAsDataURL(blob);
  });
}

/** The page's typefaces as a style sheet of its own. Where one cannot be fetched, the system's stands in. */
async function typefaces(): Promise<string> {
  const faces = [...document.styleSheets].flatMap((sheet) => {
    try {
      return [...sheet.cssRules]
        .filter((rule) => rule instanceof CSSFontFaceRule)
        .map((rule) => ({ rule, base: sheet.href ?? document.baseURI }));
    } catch {
      // The style sheet of another origin cannot be read; the site has none.
      return [];
    }
  });
  const texts = faces.map(async ({ rule, base }) => {
    const source = /url\(["']?([^"')]+)["']?\)/.exec(rule.style.getPropertyValue('src'))?.[1];
    const family = rule.style.getPropertyValue('font-family');
    if (source === undefined || !family.includes('Atkinson')) return '';
    try {
      const data = await asDataUrl(new URL(source, base).href);
      return `@font-face { font-family: ${family}; font-weight: 200 800; src: url(${data}) format('woff2'); }`;
    } catch {
      return '';
    }
  });
  return (await Promise.all(texts)).join('\n');
}

/**
 * The whole run as a drawing that can be read anywhere: no phase folded, colors of the light theme, typefaces and
 * what its signs mean inside.
 * @throws {Error} where the diagram cannot be drawn
 */
export async function standalonePicture({ trace, order, steps }: DrawnRun): Promise<string> {
  const diagram = diagramSource(trace, { order, steps, whole: true });
  const stand = document.createElement('div');
  // Out of sight, but laid out: what has no layout cannot be measured.
  stand.style.cssText = 'position: absolute; left: -9999px; top: 0; width: 4000px; visibility: hidden;';
  document.body.append(stand);
  const icons = mount(PartyIcons, { target: stand, props: { trace, lifelines: diagram.lifelines } });
  try {
    const room = document.createElement('div');
    room.innerHTML = await drawOnce(diagram.source);
    stand.append(room);
    const svg = room.querySelector('svg');
    const pictures = stand.querySelector<HTMLElement>('.party-icons');
    if (!svg || !pictures) throw new Error('The diagram could not be drawn.');
    dressDiagram(svg, diagram, trace, { icons: pictures, room, anchor: (message) => `#message-${message}` });
    addLegend(svg, signsIn(diagram));
    for (const hidden of svg.querySelectorAll('.hit, .ground, .chevron')) hidden.remove();
    for (const link of svg.querySelectorAll('a.arrow')) link.removeAttribute('href');
    for (const node of svg.querySelectorAll('[tabindex], [role="button"]'))
      for (const name of ['tabindex', 'role', 'aria-expanded']) node.removeAttribute(name);
    svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    const text = new XMLSerializer().serializeToString(svg);
    const valueOf = lightValues();
    return withGround(withoutProperties(text, valueOf), await typefaces(), valueOf('--paper'));
  } finally {
    void unmount(icons);
    stand.remove();
  }
}

/** A drawing as a PNG with twice its pixels, fewer where a browser could not hold them. @throws {Error} where none can be made */
export async function asPng(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(SCALE, LARGEST_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser makes no picture of a drawing.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('This browser makes no picture of a drawing.'))), 'image/png');
  });
}
