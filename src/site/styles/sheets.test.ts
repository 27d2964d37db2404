import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SITE = join(import.meta.dirname, '..');
const read = (pattern: string): string[] => globSync(pattern, { cwd: SITE }).map((file) => readFileSync(join(SITE, file), 'utf8'));

/** What components wear for the sheets' sake: hidden words, the dark button, what paper and a page without scripts leave out. */
const MEANT = /^(\.sr|\.sr a|\.primary|\.stage\b.*|.*\.needs-script)$/;

/** The selectors of a sheet, each on its own, with what stands in `:is()` and `:not()` left out. */
function selectorsOf(sheet: string): string[] {
  const lists = sheet.replaceAll(/\/\*[^]*?\*\//g, '').matchAll(/([^{};]+)\{(?=[^{}]*\})/g);
  return [...lists]
    .flatMap(([, list = '']) => list.replaceAll(/:[\w-]+(\([^()]*(\([^()]*\))*[^()]*\))?/g, '').split(','))
    .map((one) => one.trim());
}

const markup = read('**/*.svelte').map((text) => text.replace(/<style>[^]*/, ''));
const worn = new Set(
  markup.flatMap((text) => [
    ...[...text.matchAll(/\bclass="([^"]*)"/g)].flatMap(([, names = '']) => names.match(/[\w-]+/g) ?? []),
    ...[...text.matchAll(/\bclass:([\w-]+)/g)].map(([, name = '']) => name),
  ]),
);
const elements = new Set(markup.flatMap((text) => [...text.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, name]) => name)));

/** Whether each class and each element of a selector is in some component, so that it may hit one. */
function hits(selector: string): boolean {
  const classes = selector.match(/(?<=\.)[\w-]+/g) ?? [];
  const names = selector.match(/(?<![\w.#[='"-])[a-z][a-z0-9]*(?![\w-])/g) ?? [];
  return classes.length > 0 && classes.every((name) => worn.has(name)) && names.every((name) => elements.has(name));
}

test('no rule of the pages meets a class of the same name in a component: one style sheet serves them all', () => {
  const selectors = [...read('styles/*.css'), ...read('layouts/*.css')].flatMap(selectorsOf);
  expect(selectors.length).toBeGreaterThan(100);
  expect(selectors.filter((selector) => hits(selector) && !MEANT.test(selector))).toEqual([]);
});

test('no style is a share of its container by unit: a browser would lay out all of the stage with every change in it', () => {
  const styles = [...read('**/*.css'), ...read('**/*.{svelte,astro}').flatMap((text) => text.match(/<style[^]*/) ?? [])];
  expect(styles.length).toBeGreaterThan(50);
  expect(styles.filter((style) => /\d(?:cqw|cqh|cqi|cqb|cqmin|cqmax)\b/.test(style))).toEqual([]);
});
