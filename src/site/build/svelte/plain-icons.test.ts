import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile } from 'svelte/compiler';
import { expect, test } from 'vitest';
import { plainIcon, plainIcons } from './plain-icons.ts';

const icons = join(import.meta.dirname, '../../../../node_modules/@lucide/svelte/dist/icons');

test('an icon of Lucide becomes one drawing of the size that is asked for', async () => {
  const file = join(icons, 'key-round.svelte');
  const source = plainIcons().transform(await readFile(file, 'utf8'), file) ?? '';
  expect(source).toContain('<svg width={size} height={size} viewBox="0 0 24 24"');
  expect(source).toMatch(/<path d="M2\.586[^"]+" \/><circle cx="16\.5" /);
  expect(compile(source, { generate: 'client' }).warnings).toEqual([]);
});

test('only icons are taken', () => {
  expect(plainIcons().transform('', '/src/site/ui/Other.svelte')).toBeUndefined();
});

test('a component in another form ends the build', () => {
  expect(() => plainIcon('<script>const iconData = makeIcon();</script>')).toThrow('another form');
});

test('every icon of the site asks for nothing but a size, and is a decoration', async () => {
  const root = join(import.meta.dirname, '../..');
  const files = (await readdir(root, { recursive: true })).filter((file) => file.endsWith('.svelte'));
  const uses = await Promise.all(
    files.map(async (file) => {
      const source = await readFile(join(root, file), 'utf8');
      const names = [...source.matchAll(/import (\w+) from '@lucide\/svelte\/icons\//g)].map(([, name = '']) => name);
      return names.flatMap((name) =>
        [...source.matchAll(new RegExp(`<${name}\\b[^>]*>`, 'g'))].map(([use]) => use.replaceAll(/\s+/g, ' ')),
      );
    }),
  );
  expect(uses.flat().filter((use) => !/^<\w+ (?:size=\{[^}]+\}|\{size\}) aria-hidden="true" \/>$/.test(use))).toEqual([]);
});
