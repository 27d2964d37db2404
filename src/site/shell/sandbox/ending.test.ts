import { expect, test } from 'vitest';
import { OUT_OF_MEMORY, brokenBy, endingOf } from './ending.ts';

test('the line is the topmost of the reader’s own text, or where it was waited for', () => {
  const stack = '    at verify (jose:90:12)\n    at validate (script.js:12:5)\n    at <anonymous> (script.js:30:1)\n';
  expect(endingOf({ name: 'Error: x', text: 'Error: x', stack, line: 30 }, 1).line).toBe(12);
  expect(endingOf({ name: 'Error: x', text: 'Error: x', stack: '    at fetch (native)\n', line: 4 }, 1).line).toBe(4);
  expect(endingOf({ name: 'Error: x', text: 'Error: x', stack: '' }, 1).line).toBeUndefined();
});

test('what the engine calls its bounds is said in words', () => {
  const { kind, text } = endingOf({ name: OUT_OF_MEMORY, text: '', stack: '' }, 64 * 1024 * 1024);
  expect([kind, text]).toEqual(['stopped', expect.stringContaining('64 MB')]);
  expect(endingOf({ name: 'InternalError: stack overflow', text: '', stack: '' }, 1)).toMatchObject({
    kind: 'failed',
    text: expect.stringContaining('too much recursion'),
  });
});

test('a stack of the host that is too small is a recursion, anything else is the engine’s own trouble', () => {
  expect(brokenBy(new RangeError('Maximum call stack size exceeded'))).toMatchObject({
    kind: 'failed',
    text: expect.stringContaining('nested too deep'),
  });
  expect(brokenBy(new WebAssembly.RuntimeError('unreachable'))).toMatchObject({
    kind: 'stopped',
    text: expect.stringContaining('unreachable'),
  });
});
