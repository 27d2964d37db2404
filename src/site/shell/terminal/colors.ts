import type { ITheme } from '@xterm/xterm';

/** The colors of the terminal, by the custom properties of the site they come from. */
const COLORS = {
  background: '--surface',
  foreground: '--ink',
  cursor: '--ink',
  cursorAccent: '--surface',
  selectionBackground: '--line',
  black: '--ink',
  red: '--fail',
  green: '--pass',
  yellow: '--off',
  blue: '--client',
  magenta: '--as',
  cyan: '--api',
  white: '--muted',
  brightBlack: '--muted',
  brightRed: '--fail',
  brightGreen: '--pass',
  brightYellow: '--gateway',
  brightBlue: '--client',
  brightMagenta: '--jwt-header',
  brightCyan: '--jwt-signature',
  brightWhite: '--ink',
} as const satisfies Partial<Record<keyof ITheme, string>>;

/** Where the reader's system chooses all colors, its names for them. CSS Color 4 §6.2 */
const SYSTEM: Readonly<Record<string, string>> = { background: 'Canvas', cursorAccent: 'Canvas', selectionBackground: 'Highlight' };

/** The colors as they are now for an element: a property such as `light-dark()` has no color before something is painted with it. */
export function colorsNow(host: HTMLElement): ITheme {
  const probe = document.createElement('span');
  probe.hidden = true;
  host.append(probe);
  const forced = matchMedia('(forced-colors: active)').matches;
  const resolved = (name: string, property: string): string => {
    probe.style.color = forced ? (SYSTEM[name] ?? 'CanvasText') : `var(${property})`;
    return getComputedStyle(probe).color;
  };
  const colors = Object.fromEntries(Object.entries(COLORS).map(([name, property]) => [name, hex(resolved(name, property))]));
  probe.remove();
  return colors;
}

/** A computed color as the terminal's library reads it. */
function hex(color: string): string {
  const [, red = '0', green = '0', blue = '0'] = /^rgba?\((\d+), (\d+), (\d+)/.exec(color) ?? [];
  return `#${[red, green, blue].map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
}

/** Calls when the colors of the page may have changed: another theme, or the system's choice. @returns stops it */
export function onColors(change: () => void): () => void {
  const theme = new MutationObserver(change);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] });
  const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', change);
  return () => {
    theme.disconnect();
    for (const query of queries) query.removeEventListener('change', change);
  };
}
