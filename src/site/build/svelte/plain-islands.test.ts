import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plainIslands } from './plain-islands.ts';

const root = join(import.meta.dirname, '../../../..');

test("what starts an island takes the place of Astro's", async () => {
  const file = join(root, 'node_modules/@astrojs/svelte/dist/client.svelte.js');
  expect(await readFile(file, 'utf8')).toMatch(/export \{\s*client_svelte_default as default\s*\}/);
  expect(plainIslands().transform('', file)).toContain('hydrate(Component');
  expect(plainIslands().transform('', '/src/site/widgets/other.js')).toBeUndefined();
});

test('every island of the site is rendered, and nothing stands between its tags', async () => {
  const files = (await readdir(join(root, 'src/site'), { recursive: true })).filter((file) => file.endsWith('.astro'));
  const sources = await Promise.all(files.map((file) => readFile(join(root, 'src/site', file), 'utf8')));
  const islands = sources.flatMap((source) => [...source.matchAll(/<[A-Z]\w*\s[^<]*?client:(\w+)[^<]*?(\/?)>/g)]);
  expect(islands.length).toBeGreaterThan(0);
  for (const [, when, closed] of islands) expect([when, closed]).toEqual([expect.not.stringMatching('only'), '/']);
});
