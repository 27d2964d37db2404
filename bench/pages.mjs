// What Lighthouse says of the pages (a phone on a slow network), beside a page of Starlight that is built and measured in the same
// run. Needs a built site.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import lighthouse from 'lighthouse';
import { launchOptions } from '../scripts/browser.mjs';
import { serveDist } from '../scripts/serve-dist.mjs';
import { quantile } from './measure.mjs';

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const ROUNDS = 3;
const PORT = 9333;
const root = join(import.meta.dirname, '../artefacts/bench-starlight');

/** A Starlight site of one page of words, the way its own template makes it: the folder it was built into. */
async function buildStarlight() {
  process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
  process.env['NODE_ENV'] = 'production';
  const [{ build }, { default: starlight }] = await Promise.all([import('astro'), import('@astrojs/starlight')]);
  rmSync(root, { recursive: true, force: true });
  mkdirSync(join(root, 'src/content/docs'), { recursive: true });
  const words = 'A client sends the token in a header, and the resource server decides by what is in it. '.repeat(40);
  writeFileSync(
    join(root, 'src/content/docs/index.md'),
    `---\ntitle: Reference\ndescription: A page to compare with.\n---\n\n## One\n\n${words}\n\n## Two\n\n${words}\n`,
  );
  writeFileSync(
    join(root, 'src/content.config.ts'),
    [
      "import { defineCollection } from 'astro:content';",
      "import { docsLoader } from '@astrojs/starlight/loaders';",
      "import { docsSchema } from '@astrojs/starlight/schema';",
      'export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };',
    ].join('\n'),
  );
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    integrations: [starlight({ title: 'Reference', pagefind: false, disable404Route: true })],
    image: { service: { entrypoint: 'astro/assets/services/noop' } },
    vite: { logLevel: 'error' },
  });
  return join(root, 'dist');
}

/**
 * One visit: the four scores, 0 to 100, in the order of CATEGORIES.
 * @param {string} url @returns {Promise<number[]>}
 */
async function visit(url) {
  const result = await lighthouse(url, { port: PORT, output: 'json', logLevel: 'error', onlyCategories: CATEGORIES });
  return CATEGORIES.map((name) => Math.round((result?.lhr.categories[name]?.score ?? Number.NaN) * 100));
}

/** Prints the medians of interleaved rounds, one line a page. */
export async function benchPages() {
  const [site, starlight] = [await serveDist(), await serveDist({ dir: await buildStarlight() })];
  const { args, ...options } = launchOptions();
  const browser = await chromium.launch({ ...options, args: [...args, `--remote-debugging-port=${String(PORT)}`] });
  const pages = [
    { what: 'Starlight, a page of words', url: starlight.url, aim: '' },
    { what: 'Home', url: site.url, aim: '100' },
    { what: 'Lesson', url: new URL('learn/flows/authorization-code-with-pkce/', site.url).href, aim: '100' },
    { what: 'Lab', url: new URL('labs/code-flow/', site.url).href, aim: '≥ 99' },
    { what: 'Attack lab', url: new URL('labs/stolen-code/', site.url).href, aim: '≥ 99' },
    { what: 'Gallery of labs', url: new URL('labs/', site.url).href, aim: '' },
    { what: 'Catalogue of checks', url: new URL('checks/', site.url).href, aim: '' },
  ];
  /** @type {Map<string, number[][]>} */
  const scores = new Map(pages.map(({ what }) => [what, []]));
  for (let round = 0; round < ROUNDS; round += 1) for (const { what, url } of pages) scores.get(what)?.push(await visit(url));
  for (const { what, aim } of pages) {
    const medians = CATEGORIES.map(
      (name, at) =>
        `${name} ${String(
          quantile(
            (scores.get(what) ?? []).map((one) => one[at] ?? 0),
            0.5,
          ),
        )}`,
    );
    console.log(`Lighthouse: ${what.padEnd(28)} ${medians.join(', ')}${aim === '' ? '' : `  (aim ${aim})`}`);
  }
  await browser.close();
  site.close();
  starlight.close();
}
