import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { mermaidSequenceOnly } from './mermaid-sequence-only.ts';

const chunks = join(dirname(createRequire(import.meta.url).resolve('mermaid')), 'chunks/mermaid.core');
const modules = readdirSync(chunks)
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => ({ id: join(chunks, name), code: readFileSync(join(chunks, name), 'utf8') }));
const { transform } = mermaidSequenceOnly();

test('the installed Mermaid has the parts that are left out, and the settings that are emptied', () => {
  const changed = modules.flatMap(({ id, code }) => transform(code, id) ?? []);
  expect(changed.filter((code) => code.includes('not bundled'))).toHaveLength(4);
  expect(changed.filter((code) => code.includes('delete section[key]'))).toHaveLength(1);
});

test('a part that is left out can still be imported by all of its names', () => {
  for (const { id, code } of modules) {
    const left = transform(code, id);
    if (left?.includes('not bundled') !== true) continue;
    const names = [...(/^export \{([^}]*)\}/m.exec(code)?.[1] ?? '').matchAll(/(\w+)\s*(?:,|$)/gm)].map(([, name]) => name);
    expect([...left.matchAll(/export const (\w+)/g)].map(([, name]) => name)).toEqual(names);
  }
});
