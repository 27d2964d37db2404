import { fileURLToPath } from 'node:url';
import { defineConfig } from 'astro/config';
import mdx from '@astrojs/mdx';
import svelte from '@astrojs/svelte';
import { msw } from 'msw/vite';
import { anyBase } from './src/site/build/any-base.ts';
import { bundledText } from './src/site/build/bundled-text.ts';
import { latePartsAlone } from './src/site/build/late-parts-alone.ts';
import { plainAttributes } from './src/site/build/svelte/plain-attributes.ts';
import { svelteNoSlots } from './src/site/build/svelte/svelte-no-slots.ts';
import { svelteRawState } from './src/site/build/svelte/svelte-raw-state.ts';
import { svelteSyncOnly } from './src/site/build/svelte/svelte-sync-only.ts';
import { plainIslands } from './src/site/build/svelte/plain-islands.ts';
import { plainNames } from './src/site/build/plain-names.ts';
import { licenses } from './src/site/build/licenses.ts';
import { policyOfPage } from './src/site/build/policy-of-page.ts';
import { plainIcons, sharedIcons } from './src/site/build/svelte/plain-icons.ts';
import { styleNames } from './src/site/build/svelte/style-names.ts';
import { cookieJarOnly } from './src/site/build/cookie-jar-only.ts';
import { mermaidSequenceOnly } from './src/site/build/mermaid-sequence-only.ts';

process.env['ASTRO_TELEMETRY_DISABLED'] = '1';

const shipped = licenses();

export default defineConfig({
  srcDir: './src/site',
  trailingSlash: 'always',
  build: { format: 'directory', inlineStylesheets: 'never' },
  // It would stand over the stage's own bar, for everybody who starts the lab.
  devToolbar: { enabled: false },
  // No picture of the site needs resizing, so no image library has to be installed.
  image: { service: { entrypoint: 'astro/assets/services/noop' } },
  // Lessons show messages on the stage; highlighted code would put colors of its own into the page.
  markdown: { syntaxHighlight: false },
  integrations: [mdx(), svelte(), anyBase(), styleNames(), policyOfPage(), shipped.integration],
  security: {
    csp: {
      directives: [
        "default-src 'self'",
        "connect-src 'self' https://*.lab.test",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "worker-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
      ],
      // Mermaid and the editors write <style> and style attributes; scripts stay strict.
      styleDirective: {
        resources: [
          { resource: "'self'", kind: 'element' },
          { resource: "'unsafe-inline'", kind: 'element' },
          { resource: "'unsafe-inline'", kind: 'attribute' },
        ],
      },
    },
  },
  vite: {
    plugins: [
      msw({ mode: 'worker-only' }),
      mermaidSequenceOnly(),
      cookieJarOnly(),
      plainIcons(),
      sharedIcons(),
      plainIslands(),
      svelteSyncOnly(),
      svelteNoSlots(),
      plainAttributes(),
      svelteRawState(),
      latePartsAlone(),
      plainNames(),
      bundledText(shipped.note),
      shipped.plugin,
    ],
    resolve: {
      // 40 kB (gz) of public suffixes that no .test host needs.
      alias: { tldts: fileURLToPath(new URL('./src/bindings/no-public-suffix.ts', import.meta.url)) },
    },
    // A worker fetches what only some of its commands need, as the page does.
    worker: { format: 'es', plugins: () => [bundledText(shipped.note), shipped.plugin] },
    // Astro names the scripts of pages by itself, unless this environment says otherwise.
    environments: {
      client: {
        build: {
          rolldownOptions: {
            output: {
              // A script names more than a hundred parts of the landscape: by their hash, as nobody looks for one of them.
              // Of the largest, tests tell when they are fetched.
              chunkFileNames: ({ name }) => `_astro/${/^(landscape|stage|Stage\w+)$/.test(name) ? '[name].' : ''}[hash:7].js`,
            },
          },
        },
      },
    },
    build: {
      // A script that stands alone in a file is covered by 'self' and cached by the browser.
      assetsInlineLimit: 0,
      rolldownOptions: {
        output: {
          // What is fetched together is one file: 3 in place of 40, which also compress better.
          codeSplitting: {
            groups: [
              // One style sheet for all pages: a page waits for one file, and the next page has it already.
              { name: 'site', test: /\.css$/, priority: 4 },
              {
                name: 'stage',
                test: /src[\\/](site[\\/]widgets[\\/]stage[\\/]Stage\.svelte|engine[\\/]player[\\/]play\.ts)$/,
                priority: 2,
              },
              {
                name: 'landscape',
                test: /src[\\/](site[\\/]widgets[\\/]stage[\\/]landscape|engine[\\/]trace[\\/]outcomes)\.ts$/,
                priority: 1,
              },
            ],
          },
        },
      },
    },
  },
});
