import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile } from 'svelte/compiler';
import { expect, test } from 'vitest';
import { plainIcon, plainIcons, sharedIcon, sharedIcons } from './plain-icons.ts';

const icons = join(import.meta.dirname, '../../../../node_modules/@lucide/svelte/dist/icons');

test('an icon of Lucide becomes one drawing of the size that is asked for', async () => {
  const file = join(icons, 'key-round.svelte');
  const source = plainIcons().transform(await readFile(file, 'utf8'), file) ?? '';
  expect(source).toContain('<svg width={size} height={size} viewBox="0 0 24 24"');
  expect(source).toMatch(/<path d="M2\.586[^"]+" \/><circle cx="16\.5" /);
  expect(compile(source, { generate: 'client' }).warnings).toEqual([]);
});

test('the browser gets what all icons have in common once, as the compiler writes it for each', async () => {
  const file = join(icons, 'key-round.svelte');
  const { js } = compile(plainIcon(await readFile(file, 'utf8')), { generate: 'client', runes: true, filename: file });
  const { transform, resolveId, load } = sharedIcons();
  expect(transform(js.code, file)).toMatch(
    /^import \{ icon \} from '\0plain-icon';\nexport default \/\* @__PURE__ \*\/ icon\(`<path d="M2\.586[^`]+<\/circle>`\);$/,
  );
  expect(transform(js.code, '/src/site/ui/Other.svelte')).toBeUndefined();
  const shared = load(resolveId('\0plain-icon') ?? '') ?? '';
  const body = /\$\.template_effect[\s\S]*\$\.append\([^)]*\);/;
  const plain = (code: string): string => (body.exec(code)?.[0] ?? '').replaceAll(/\s+/g, ' ');
  expect(plain(shared)).toBe(plain(js.code));
  expect(() => sharedIcon(js.code.replaceAll('width', 'height'))).toThrow('another form');
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
