import { expect, test } from 'vitest';
import { consoleText, inspect } from './inspect.ts';

test.each([
  ['text', "'text'"],
  ["it's", '"it\'s"'],
  ['a\nb', "'a\\nb'"],
  [5, '5'],
  [-0, '-0'],
  [12n, '12n'],
  [null, 'null'],
  [undefined, 'undefined'],
  [Symbol('s'), 'Symbol(s)'],
  [[], '[]'],
  [{}, '{}'],
  [[1, 'a', [2]], "[1, 'a', [2]]"],
  [{ a: 1, 'b-c': { d: null } }, "{ a: 1, 'b-c': { d: null } }"],
  [new Map([['a', 1]]), "Map(1) { 'a' => 1 }"],
  [new Set([1, 2]), 'Set(2) { 1, 2 }'],
  [new Uint8Array([1, 255]), 'Uint8Array(2) [1, 255]'],
  [new ArrayBuffer(8), 'ArrayBuffer(8)'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  [/a+/g, '/a+/g'],
  [new TypeError('no'), 'TypeError: no'],
  [Object.assign(new Error('x'), { code: 'E' }), "Error: x { code: 'E' }"],
  [new Error('outer', { cause: new Error('inner') }), 'Error: outer { cause: Error: inner }'],
  [Object.create(null), '[no prototype] {}'],
  [Promise.resolve(), 'Promise { }'],
  [function named() {}, '[function named]'],
])('%s', (value, shown) => {
  expect(inspect(value)).toBe(shown);
});

test('what is too wide for a line is broken up by members', () => {
  expect(inspect({ access_token: 'x'.repeat(60), expires_in: 300 })).toBe(`{\n  access_token: '${'x'.repeat(60)}',\n  expires_in: 300\n}`);
});

test('depth, members and texts are bounded, and circles end', () => {
  const circle: Record<string, unknown> = { name: 'c' };
  circle['self'] = circle;
  expect(inspect(circle)).toBe("{ name: 'c', self: [circular] }");
  expect(inspect({ a: { b: { c: { d: { e: 1 } } } } })).toContain('{…}');
  expect(inspect(Array.from({ length: 1e5 }, (_, index) => index))).toContain('… 99940 more');
  expect(inspect('x'.repeat(1e5)).length).toBeLessThan(2100);
});

test('a getter is told and never called', () => {
  let called = false;
  const value = {
    get trap() {
      called = true;
      return 1;
    },
  };
  expect(inspect(value)).toBe('{ trap: [getter] }');
  expect(called).toBe(false);
});

test('a console line joins what it is given and fills in formats', () => {
  expect(consoleText(['a', 1, { b: 'c' }])).toBe("a 1 { b: 'c' }");
  expect(consoleText(['%s has %d of %o%%', 'alice', '3', { a: 1 }, 'more'])).toBe('alice has 3 of { a: 1 }% more');
  expect(consoleText(['100%'])).toBe('100%');
});
