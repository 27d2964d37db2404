import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { svelteSyncOnly, withoutWaiting } from './svelte-sync-only.ts';

const client = join(import.meta.dirname, '../../../../node_modules/svelte/src/internal/client');

test('a function ends where there is nothing to wait for, a method that only waits does nothing, and its field is gone', () => {
  expect(withoutWaiting('function run(a) { var b = a; if (!a) { go(b); return; } wait(b); }', ['run'])).toBe(
    'function run(a) { var b = a; if (!a) { go(b); return; }}',
  );
  expect(withoutWaiting('class A { #for = c(); #wait() { if (a) return; this.#for(); } go() { this.#wait(); } }', ['for', 'wait'])).toBe(
    'class A {  #wait() {} go() { this.#wait(); } }',
  );
  expect(() => withoutWaiting('function run() { wait(); }', ['run'])).toThrow('another form');
});

test.each(['reactivity/async.js', 'reactivity/batch.js', 'dom/blocks/boundary.js'])(
  'the installed %s has the form that is expected',
  async (file) => {
    const path = join(client, file);
    const code = await readFile(path, 'utf8');
    expect(svelteSyncOnly().transform(code, path)?.length).toBeLessThan(code.length - 500);
  },
);

test('other modules stay as they are, and no component waits', async () => {
  expect(svelteSyncOnly().transform('', join(client, 'runtime.js'))).toBeUndefined();
  const { default: config } = (await import('../../../../svelte.config.mjs')) as { default: { compilerOptions: object } };
  expect(config.compilerOptions).not.toHaveProperty('experimental');
});
