import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plainAttributes, withPlainAttributes } from './plain-attributes.ts';

const root = join(import.meta.dirname, '../../../..');
const path = join(root, 'node_modules/svelte/src/internal/shared/attributes.js');

interface Attributes {
  readonly clsx: (value: unknown) => string;
  readonly to_style: (value: unknown, styles?: object) => string | null;
}

/** The installed module as a build has it, with what it imports left out. */
async function built(): Promise<Attributes> {
  const code = withPlainAttributes(await readFile(path, 'utf8')).replaceAll(/^import .*$/gm, '');
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Attributes;
}

test('a class is its text, and a style is made of directives or is a text', async () => {
  const { clsx, to_style: toStyle } = await built();
  expect([clsx('refused'), clsx(undefined)]).toEqual(['refused', '']);
  expect(toStyle('', { '--c': 'red', color: undefined, width: '3px' })).toBe('--c: red; width: 3px;');
  expect([toStyle('color: red'), toStyle(undefined)]).toEqual(['color: red', null]);
});

test('the installed module gets lighter, others stay as they are, and another form is told', async () => {
  const code = await readFile(path, 'utf8');
  expect(plainAttributes().transform(code, path)?.length).toBeLessThan(code.length - 1200);
  expect(plainAttributes().transform('', join(root, 'node_modules/svelte/src/internal/shared/utils.js'))).toBeUndefined();
  expect(() => withPlainAttributes('export function clsx(value) { return value; }')).toThrow('another form');
});

test('no component has a list of classes, or a style as text beside one by a directive', async () => {
  const otherwise: string[] = [];
  for await (const file of glob('src/**/*.svelte', { cwd: root })) {
    const [markup = ''] = (await readFile(join(root, file), 'utf8')).split('<style>').slice(0, 1);
    if (/\sclass=\{\s*[[{]|\sclass=\{[^}]*\?[^}]*[[{]/.test(markup) || /\sstyle=/.test(markup)) otherwise.push(file);
  }
  expect(otherwise).toEqual([]);
});
