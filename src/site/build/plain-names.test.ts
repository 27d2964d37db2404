import { expect, test } from 'vitest';
import { plainNames, renamedExports, withPlainNames } from './plain-names.ts';

test('a script gives what it has under its own name, and others take it by that', () => {
  const many = 'var xq=1,bz=2;export{xq as a,bz as t};';
  const plain = renamedExports(many, new Map([['t', '_']]));
  expect([...plain]).toEqual([
    ['a', 'xq'],
    ['t', '_'],
  ]);
  expect(withPlainNames(many, plain, new Map())).toBe('var xq=1,bz=2;export{xq,bz as _};');
  const others = new Map([['many.abc.js', plain]]);
  expect(withPlainNames('import{a as e,t as n}from"./many.abc.js";e(n);', new Map(), others)).toBe(
    'import{xq as e,_ as n}from"./many.abc.js";e(n);',
  );
  expect(withPlainNames('import{a as xq}from"./many.abc.js";', new Map(), others)).toBe('import{xq}from"./many.abc.js";');
  expect(withPlainNames('export{a as default}from"./many.abc.js";', new Map(), others)).toBe('export{xq as default}from"./many.abc.js";');
  expect(withPlainNames('import{a as e}from"./other.js";', new Map(), others)).toBe('import{a as e}from"./other.js";');
});

test('what is given twice keeps its second name, and two things never get one name', () => {
  expect([...renamedExports('export{x as a,x as b,y as c};', new Map())]).toEqual([
    ['a', 'x'],
    ['c', 'y'],
  ]);
  expect(() => renamedExports('export{b as c,x as a,x as b};', new Map())).toThrow('Two things would be given as b');
});

test('what is asked for while the page runs is asked for by its short name', () => {
  const others = new Map([['late.abc.js', new Map([['judge', '_']])]]);
  expect(withPlainNames('late(async()=>(await import(`./late.abc.js`)).judge);', new Map(), others)).toBe(
    'late(()=>import(`./late.abc.js`).then(e=>e._));',
  );
});

test('where a script may ask for anything, names stay', () => {
  expect([...renamedExports('var xq=1;export{xq as a};', undefined)]).toEqual([]);
});

test('only what readers fetch is written so', () => {
  const { apply, applyToEnvironment } = plainNames();
  expect(apply).toBe('build');
  expect(['client', 'ssr'].map((name) => (applyToEnvironment as (environment: { name: string }) => boolean)({ name }))).toEqual([
    true,
    false,
  ]);
});
