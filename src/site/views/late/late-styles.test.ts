import { readFileSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../../..');

/** The part of the stage that comes with the first touch of it: its styles stand in the page before. */
const FIRST_TOUCH = 'src/site/widgets/stage/landscape.ts';

const files = new Map(
  globSync('{src/site,content,labs}/**/*.{svelte,ts,astro,mdx}', { cwd: ROOT })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]),
);

/** What a file imports of the site as it is read itself, and not when something is first shown. */
function importsOf(file: string): string[] {
  const found = (files.get(file) ?? '').matchAll(/^\s*(?:import|export)\s(?!type\s)[^;'"]*?(?:from\s*)?['"]([#.][^'"]+)['"]/gm);
  return [...found].map(([, name = '']) => (name.startsWith('#') ? name.replace('#', 'src/') : join(dirname(file), name)));
}

/** Whatever stands in a page from the beginning, from the pages on. */
function inPages(): Set<string> {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    importsOf(file).forEach(visit);
  };
  for (const file of [...files.keys(), FIRST_TOUCH]) if (/\.(astro|mdx)$/.test(file) || file === FIRST_TOUCH) visit(file);
  return reached;
}

const styled = [...files].filter(([file, text]) => file.endsWith('.svelte') && text.includes('\n<style'));
const bringsThem = (text: string): boolean => text.includes('<svelte:options css="injected" />');

test('a component that is fetched late brings its own styles, so that no page waits for them', () => {
  const pages = inPages();
  const late = styled.filter(([file]) => !pages.has(file));
  expect(late.length).toBeGreaterThan(20);
  expect(late.filter(([, text]) => !bringsThem(text)).map(([file]) => file)).toEqual([]);
});

test('a component that stands in a page has its styles there before any script runs', () => {
  const pages = inPages();
  expect(pages).toContain('src/site/widgets/stage/Stage.svelte');
  expect(styled.filter(([file, text]) => pages.has(file) && bringsThem(text)).map(([file]) => file)).toEqual([]);
});
