/** What an icon of Lucide is made of: elements with attributes. */
type IconNode = readonly (readonly [tag: string, attributes: Readonly<Record<string, string>>])[];

/** Lucide's attributes of every icon. */
const DRAWN = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';

const ICON = /[\\/]@lucide[\\/]svelte[\\/]dist[\\/]icons[\\/][^\\/]+\.svelte$/;

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
    transform: (source: string, id: string) => (ICON.test(id) ? plainIcon(source) : undefined),
  };
}

/** An icon as Svelte's compiler makes it for the browser, with its shapes apart. */
const COMPILED =
  /var root = \$\.from_svg\(`<svg ([^>]*)>(.*)<\/svg>`\);\s*export default function \w+\(\$\$anchor, \$\$props\) \{\s*var svg = root\(\);\s*\$\.template_effect\(\(\) => \{\s*\$\.set_attribute\(svg, 'width', \$\$props\.size\);\s*\$\.set_attribute\(svg, 'height', \$\$props\.size\);\s*\}\);\s*\$\.append\(\$\$anchor, svg\);\s*\}\s*$/;

const FACTORY = '\0plain-icon';

/** What all icons have in common: the same that the compiler would write for each of them. */
const SHARED = `import * as $ from 'svelte/internal/client';
export const icon = (shapes) => {
  const root = $.from_svg(\`<svg viewBox="0 0 24 24" ${DRAWN} aria-hidden="true">\${shapes}</svg>\`);
  return ($$anchor, $$props) => {
    const svg = root();
    $.template_effect(() => {
      $.set_attribute(svg, 'width', $$props.size);
      $.set_attribute(svg, 'height', $$props.size);
    });
    $.append($$anchor, svg);
  };
};`;

/** A compiled icon as its shapes and what it has in common with the others. @throws {Error} where the compiler made it otherwise */
export function sharedIcon(compiled: string): string {
  const [, attributes, shapes] = COMPILED.exec(compiled) ?? [];
  if (shapes === undefined || attributes !== `viewBox="0 0 24 24" ${DRAWN} aria-hidden="true"`)
    throw new Error('An icon is compiled in another form than it was. See src/site/build/svelte/plain-icons.ts.');
  return `import { icon } from '${FACTORY}';\nexport default /* @__PURE__ */ icon(\`${shapes}\`);`;
}

/** Gives the browser what all icons have in common once. */
export function sharedIcons() {
  return {
    name: 'shared-icons',
    apply: 'build' as const,
    enforce: 'post' as const,
    applyToEnvironment: ({ name }: { readonly name: string }) => name === 'client',
    resolveId: (id: string) => (id === FACTORY ? id : undefined),
    load: (id: string) => (id === FACTORY ? SHARED : undefined),
    transform: (code: string, id: string) => (ICON.test(id) ? sharedIcon(code) : undefined),
  };
}
