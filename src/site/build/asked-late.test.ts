import { expect, test } from 'vitest';
import { asksOf, shortNames } from './asked-late.ts';
import { rewritten } from './syntax-tree.ts';

const short = new Map([
  ['a', '_'],
  ['b', '_1'],
]);

/** A script that asks for the same under short names. */
const written = (code: string): string =>
  rewritten(
    code,
    asksOf(code).flatMap((ask) => ask.written(short)),
  );

test.each([
  ['late(async()=>(await import(`./x.js`)).a)', ['a'], 'late(()=>import(`./x.js`).then(e=>e._))'],
  ['late(()=>import("./x.js").then(n=>n.a))', ['a'], 'late(()=>import("./x.js").then(e=>e._))'],
  ['late(()=>import("./x.js").then(({a:e})=>e))', ['a'], 'late(()=>import("./x.js").then(e=>e._))'],
  ['late(()=>import("./x.js").then(({a:e})=>e(1)))', ['a'], 'late(()=>import("./x.js").then(({_:e})=>e(1)))'],
  ['async()=>{let{a:t,b}=await import(`./x.js`);t(b)}', ['a', 'b'], 'async()=>{let{_:t,_1:b}=await import(`./x.js`);t(b)}'],
  ['late(async()=>(await import(`./x.js`).then(e=>e.a)).part)', ['a'], 'late(()=>import(`./x.js`).then(e=>e._.part))'],
  ['async()=>(await import(`./x.js`).then(e=>e.a))[1]', ['a'], 'async()=>(await import(`./x.js`).then(e=>e._))[1]'],
  ['async e=>(await import(`./x.js`)).a(e)', ['a'], 'async e=>(await import(`./x.js`))._(e)'],
  ['async()=>(await import(`./x.js`)).a.b', ['a'], 'async()=>(await import(`./x.js`))._.b'],
])('%s asks for %j', (code, names, renamed) => {
  expect(asksOf(code).map((ask) => [ask.file, ask.names])).toEqual([['x.js', names]]);
  expect(written(code)).toBe(renamed);
});

test.each([
  'async()=>{let e=await import(`./x.js`);return e.a}',
  'import(`./x.js`)',
  'import(`./x.js`).then(e=>f(e))',
  'import(`./x.js`).then(e=>e.a,()=>0)',
  'async()=>(await import(`./x.js`))[a]',
  'async()=>{let{a:t,...e}=await import(`./x.js`)}',
  'async()=>{let{a:t=1}=await import(`./x.js`)}',
])('%s may ask for anything, and stays as it is', (code) => {
  expect(asksOf(code).map((ask) => [ask.file, ask.names])).toEqual([['x.js', undefined]]);
  expect(written(code)).toBe(code);
});

test('names are told by what a file gives, and only what is asked for has one', () => {
  const asks = asksOf('import("./x.js").then(e=>e.c)');
  expect([...(shortNames(['c', 'b'], asks) ?? [])]).toEqual([['c', '_1']]);
  expect(shortNames(['c'], [...asks, ...asksOf('import("./x.js")')])).toBeUndefined();
  expect([...(shortNames(['c'], []) ?? [])]).toEqual([]);
});
