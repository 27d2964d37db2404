/**
 * What starts an island: its page has been rendered, and nothing was put between its tags. Astro's own also mounts
 * islands that no server rendered, hands them what stands between their tags, and changes the properties of one
 * that moved to another page.
 */
const START = `import { hydrate, unmount } from 'svelte';
export default (target) => (Component, props) => {
  if (!target.hasAttribute('ssr')) return;
  const island = hydrate(Component, { target, props });
  target.addEventListener('astro:unmount', () => void unmount(island), { once: true });
};`;

/** Starts islands of Svelte without what no island of this site needs. Only where the site is built, as `plain-icons.ts`. */
export function plainIslands() {
  return {
    name: 'plain-islands',
    apply: 'build' as const,
    enforce: 'pre' as const,
    transform: (_code: string, id: string) => (/[\\/]@astrojs[\\/]svelte[\\/]dist[\\/]client\.svelte\.js$/.test(id) ? START : undefined),
  };
}
