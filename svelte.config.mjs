import { vitePreprocess } from '@astrojs/svelte';

/**
 * A name for the styles of one component: as short as a hundred of them can be.
 * @param {{ hash: (text: string) => string, css: string }} given
 */
const cssHash = ({ hash, css }) => `s-${hash(css).slice(0, 4)}`;

// While the site is worked on, a component keeps the name that Svelte gives it: it must not change with its styles.
const names = process.env.NODE_ENV === 'production' ? { cssHash } : {};

// Components that say nothing of it would bring the runtime of the mode before runes.
export default { preprocess: vitePreprocess(), compilerOptions: { runes: true, ...names } };
