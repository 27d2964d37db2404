import { expect, test } from 'vitest';
import { followPromises } from './follow-promises.ts';

test.each([
  ['main();', '$dropped((main()));'],
  ['a && b()\nc()', '$dropped((a && b()))\n$dropped((c()))'],
  ['if (x) y(); else z()', 'if (x) $dropped((y())); else $dropped((z()))'],
  ['(async () => {\n  await go();\n})()', '$dropped(((async () => {\n  await $awaited(2, (go()));\n})()))'],
  ['const a = await (await b).c()', 'const a = await $awaited(1, ((await $awaited(1, (b))).c()))'],
  ['new Promise(go)', '$dropped((new Promise(go)))'],
  ['for (const x of xs) x()', 'for (const x of xs) $dropped((x()))'],
])('%s', (script, marked) => {
  expect(followPromises(script)).toBe(marked);
});

test.each(["'use strict';", 'a = b();', 'let a = b();', 'i += 1;', 'delete a.b;', 'label: for (;;) break label;', 'export default f();'])(
  'what drops no promise stays as it is: %s',
  (script) => {
    expect(followPromises(script)).toBe(script);
  },
);

test('lines stay where they are', () => {
  const script = 'f(\n  1,\n);\n\nawait g(\n  `a\n${await h()}`,\n);\n';
  expect(followPromises(script).split('\n')).toHaveLength(script.split('\n').length);
});

test.each(['const b = ;', 'f(', 'await', '}'])('a script with a syntax error comes back as it is: %s', (script) => {
  expect(followPromises(script)).toBe(script);
});
