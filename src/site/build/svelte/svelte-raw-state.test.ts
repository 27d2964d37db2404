import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { svelteRawState, withoutProxies } from './svelte-raw-state.ts';

const root = join(import.meta.dirname, '../../../..');
const client = join(root, 'node_modules/svelte/src/internal/client');

test('a value that would get a proxy stays what it is, and all else in the module too', () => {
  expect(withoutProxies('export function proxy(value) { return new Proxy(value, {}); } export const is = Object.is;')).toBe(
    'export function proxy(value) { return value; } export const is = Object.is;',
  );
  expect(() => withoutProxies('export const proxy = (value) => value;')).toThrow('another form');
});

test('the installed proxies have the form that is expected, and other modules stay as they are', async () => {
  const path = join(client, 'proxy.js');
  const code = await readFile(path, 'utf8');
  expect(svelteRawState().transform(code, path)?.length).toBeLessThan(code.length - 5000);
  expect(svelteRawState().transform('', join(client, 'runtime.js'))).toBeUndefined();
});

test('every state is raw: nothing needs to see what is changed inside of an object', async () => {
  const deep: string[] = [];
  let raw = 0;
  for await (const file of glob('src/**/*.{svelte,svelte.ts}', { cwd: root })) {
    const code = await readFile(join(root, file), 'utf8');
    raw += code.split('$state.raw').length - 1;
    if (/\$state\s*[<(]|\$bindable|from 'svelte\/reactivity'/.test(code)) deep.push(file);
  }
  expect(deep).toEqual([]);
  expect(raw).toBeGreaterThan(50);
});
