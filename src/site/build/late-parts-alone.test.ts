import { expect, test } from 'vitest';
import { latePartsAlone, withPlainImports } from './late-parts-alone.ts';

test.each([
  ['__vitePreload(() => import("./a.js"), __VITE_PRELOAD__, import.meta.url)', 'import("./a.js")'],
  ['__vitePreload(() => import("./a.js").then((n) => n.t), __VITE_PRELOAD__, import.meta.url)', 'import("./a.js").then((n) => n.t)'],
  [
    '__vitePreload(async () => {\n\tconst { a } = await import("./a.js");\n\treturn { a };\n}, __VITE_PRELOAD__, import.meta.url)',
    'import("./a.js")',
  ],
  [
    '__vitePreload(async () => {\n\tconst { a } = await import("./a.js").then((n) => n.t);\n\treturn { a };\n}, [], import.meta.url)',
    'import("./a.js").then((n) => n.t)',
  ],
])('%s is the import alone', (call, plain) => {
  expect(withPlainImports(`var part = late(async () => (await ${call}).a);`)).toBe(`var part = late(async () => (await ${plain}).a);`);
});

test('what a script is imported for is an object, and its helper is not fetched', () => {
  const code =
    'import { n as __exportAll } from "./runtime.js";\nvar own_exports = /* @__PURE__ */ __exportAll({ a: () => b });\nexport { own_exports };';
  expect(withPlainImports(code)).toBe('\nvar own_exports = /* @__PURE__ */ { get a() { return b; } };\nexport { own_exports };');
});

test('other calls and imports stay as they are', () => {
  const code = 'import { n as late } from "./late.js";\nvar a = late(() => import("./a.js"));';
  expect(withPlainImports(code)).toBe(code);
});

test('only the files of the stage are written otherwise', () => {
  const { renderChunk } = latePartsAlone();
  for (const name of ['landscape', 'stage'])
    expect(renderChunk('__vitePreload(() => import("./a.js"))', { name })?.code).toBe('import("./a.js")');
  expect(renderChunk('__vitePreload(() => import("./a.js"))', { name: 'Message' })).toBeUndefined();
});

test('everywhere else the call does nothing but import', () => {
  const { transform, configEnvironment } = latePartsAlone();
  expect(transform('', '\0vite/preload-helper.js')).toBe('export const __vitePreload = (load) => load();');
  expect(transform('', '/src/stage.ts')).toBeUndefined();
  expect(configEnvironment('client')?.build.modulePreload.resolveDependencies()).toEqual([]);
  expect(configEnvironment('ssr')).toBeUndefined();
});
