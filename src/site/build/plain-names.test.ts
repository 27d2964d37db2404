import { expect, test } from 'vitest';
import { askedAtRunTime, plainNames, renamedExports, withPlainNames } from './plain-names.ts';

test('a script gives what it has under its own name, and others take it by that', () => {
  const many = 'var xq=1,bz=2;export{xq as a,bz as t};';
  const plain = renamedExports(many, new Set(['t']));
  expect([...plain]).toEqual([['a', 'xq']]);
  expect(withPlainNames(many, plain, new Map())).toBe('var xq=1,bz=2;export{xq,bz as t};');
  const others = new Map([['many.abc.js', plain]]);
  expect(withPlainNames('import{a as e,t as n}from"./many.abc.js";e(n);', new Map(), others)).toBe(
    'import{xq as e,t as n}from"./many.abc.js";e(n);',
  );
  expect(withPlainNames('import{a as xq}from"./many.abc.js";', new Map(), others)).toBe('import{xq}from"./many.abc.js";');
  expect(withPlainNames('export{a as default}from"./many.abc.js";', new Map(), others)).toBe('export{xq as default}from"./many.abc.js";');
  expect(withPlainNames('import{a as e}from"./other.js";', new Map(), others)).toBe('import{a as e}from"./other.js";');
});

test('what is given twice keeps its second name, and two things never get one name', () => {
  expect([...renamedExports('export{x as a,x as b,y as c};', new Set())]).toEqual([
    ['a', 'x'],
    ['c', 'y'],
  ]);
  expect(() => renamedExports('export{b as c,x as a,x as b};', new Set())).toThrow('Two things would be given as b');
});

test('what is asked for while the page runs keeps its name', () => {
  expect(askedAtRunTime('many.abc.js', ['import(`./many.abc.js`).then(e=>e.t)', 'import("./many.abc.js").then((n) => n.s)'])).toEqual(
    new Set(['t', 's']),
  );
  expect(askedAtRunTime('many.abc.js', ['import(`./many.abc.js`).then(e=>e.t),import(`./many.abc.js`)'])).toBeUndefined();
  expect(askedAtRunTime('many.abc.js', ['import(`./manyXabc.js`)'])).toEqual(new Set());
});

test('only what readers fetch is written so', () => {
  const { apply, applyToEnvironment } = plainNames();
  expect(apply).toBe('build');
  expect(['client', 'ssr'].map((name) => (applyToEnvironment as (environment: { name: string }) => boolean)({ name }))).toEqual([
    true,
    false,
  ]);
});
