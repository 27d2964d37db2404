import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { licenses, noticesOf, packageFolder, withDependencies } from './licenses.ts';

const root = join(import.meta.dirname, '../../..');
const own = readFileSync(join(root, 'LICENSE'), 'utf8');
const folderOf = (name: string): string => join(root, 'node_modules', name);

test.each([
  ['/a/node_modules/jose/dist/index.js', '/a/node_modules/jose'],
  ['/a/node_modules/@scope/name/index.js?raw', '/a/node_modules/@scope/name'],
  ['/a/node_modules/outer/node_modules/inner/x.js', '/a/node_modules/outer/node_modules/inner'],
  ['\0/a/node_modules/jose/index.js?commonjs-module', '/a/node_modules/jose'],
  ['/a/src/site/ui/filter.ts', undefined],
  ['\0vite/preload-helper.js', undefined],
])('%j is of the package in %j', (module, folder) => {
  expect(packageFolder(module)).toBe(folder);
});

test('a package is named with its version, its license and the words of it, once', () => {
  const notices = noticesOf([folderOf('tough-cookie'), folderOf('jose'), folderOf('tough-cookie')], own);
  expect(notices).toMatch(/^jose \d+\.\d+\.\d+\nMIT\n/m);
  expect(notices).toMatch(/^tough-cookie \d+\.\d+\.\d+\nBSD-3-Clause\n[^=]*Redistribution and use in source and binary forms/m);
  expect(notices.match(/^tough-cookie /gm)).toHaveLength(1);
  expect(notices.indexOf('jose ')).toBeLessThan(notices.indexOf('tough-cookie '));
});

test('a package that names the MIT License and brings no text of it gets the text, and not our names', () => {
  const notices = noticesOf([folderOf('is-node-process')], own);
  expect(notices).toContain('Copyright (c) the authors of is-node-process');
  expect(notices).toContain('Permission is hereby granted, free of charge');
  expect(notices).not.toContain('Tokenscope');
});

test('what a package was published with inside of it is found by what it asks for', () => {
  const inside = [...withDependencies(folderOf('just-bash'))].map((folder) => folder.split(/[\\/]node_modules[\\/]/).at(-1));
  expect(inside).toEqual(expect.arrayContaining(['just-bash', 'yaml', 'papaparse', 're2js']));
});

test('what runs in a browser is noted, with typefaces; what was left out, and what only makes the pages, is not', () => {
  const seen = licenses();
  const noted = (environment: string, module: string, renderedLength: number): string => {
    const bundle = {
      'a.js': { type: 'chunk', modules: { [module]: { renderedLength } } },
      'b.woff2': { type: 'asset', originalFileNames: [join(folderOf('@fontsource-variable/atkinson-hyperlegible-mono'), 'files/a.woff2')] },
      'c.woff2': { type: 'asset', originalFileNames: ['node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/c.woff2'] },
    } as const;
    seen.plugin.generateBundle.call({ environment: { name: environment } }, undefined, bundle);
    return noticesOf(seen.folders, own);
  };
  expect(noted('prerender', join(folderOf('zod'), 'index.js'), 10)).not.toMatch(/^zod /m);
  expect(noted('client', join(folderOf('zod'), 'index.js'), 0)).not.toMatch(/^zod /m);
  const all = noted('client', join(folderOf('zod'), 'index.js'), 10);
  expect(all).toMatch(/^zod /m);
  expect(all).toMatch(/SIL OPEN FONT LICENSE/i);
  expect(all).toMatch(/^@fontsource-variable\/atkinson-hyperlegible-next /m);
  expect(all).not.toContain(root);
});
