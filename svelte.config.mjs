import { vitePreprocess } from '@astrojs/svelte';

// Components that say nothing of it would bring the runtime of the mode before runes.
export default { preprocess: vitePreprocess(), compilerOptions: { runes: true } };
