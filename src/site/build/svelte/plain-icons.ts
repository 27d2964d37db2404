/** What an icon of Lucide is made of: elements with attributes. */
type IconNode = readonly (readonly [tag: string, attributes: Readonly<Record<string, string>>])[];

/** Lucide's attributes of every icon. */
const DRAWN = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';

function isIcon(value: unknown): value is { readonly node: IconNode } {
  return typeof value === 'object' && value !== null && 'node' in value && Array.isArray(value.node);
}

function element([tag, attributes]: IconNode[number]): string {
  const written = Object.entries(attributes).map(
    ([name, value]) => `${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`,
  );
  return `<${tag} ${written.join(' ')} />`;
}

/**
 * The source of an icon's component as a drawing that is complete when it is built, where Lucide puts it together
 * in the browser. It takes its `size` in pixels, and is a decoration always: what it means is said beside it.
 * @throws {Error} where the component is not as Lucide makes them
 */
export function plainIcon(source: string): string {
  const data: unknown = JSON.parse(/const iconData = (\{.*\});/.exec(source)?.[1] ?? 'null');
  if (!isIcon(data)) throw new Error('An icon of Lucide has another form than it had. See src/site/build/svelte/plain-icons.ts.');
  return `<script>const { size } = $props();</script>
<svg width={size} height={size} viewBox="0 0 24 24" ${DRAWN} aria-hidden="true">${data.node.map(element).join('')}</svg>`;
}

/**
 * Takes icons into scripts as drawings, without what would draw them. Only where the site is built: the development server
 * hands the browser its packages as they are, and a page must be the same on both sides.
 */
export function plainIcons() {
  return {
    name: 'plain-icons',
    apply: 'build' as const,
    enforce: 'pre' as const,
    transform: (source: string, id: string) =>
      /[\\/]@lucide[\\/]svelte[\\/]dist[\\/]icons[\\/][^\\/]+\.svelte$/.test(id) ? plainIcon(source) : undefined,
  };
}
