import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile } from 'svelte/compiler';
import { expect, test } from 'vitest';
import { svelteNoSlots } from './svelte-no-slots.ts';

const root = join(import.meta.dirname, '../../../..');

test('a component with content gives it as a snippet and names no slot', () => {
  const { js } = compile(
    '<script>import Part from "./Part.svelte";</script><Part a={1}>text</Part><Part>{#snippet children()}b{/snippet}</Part>',
    {
      generate: 'client',
      runes: true,
    },
  );
  const given = svelteNoSlots().transform(js.code, '/src/Whole.svelte') ?? '';
  expect(js.code.match(/\$\$slots/g)).toHaveLength(2);
  expect(given).not.toContain('$$slots');
  expect(given.match(/children/g)?.length).toBe(js.code.match(/children/g)?.length);
});

test('other modules stay as they are', () => {
  expect(svelteNoSlots().transform('f({ $$slots: { default: true } })', '/src/play.ts')).toBeUndefined();
});

test('no component has a slot', async () => {
  for await (const file of glob('src/**/*.svelte', { cwd: root })) {
    expect(await readFile(join(root, file), 'utf8'), file).not.toMatch(/<slot\b|\$\$slots|\sslot=/);
  }
});
