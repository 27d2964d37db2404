import { expect, test } from 'vitest';
import { actionOf } from './shortcuts.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

test('single letters act, unless a field is being typed into', () => {
  expect(actionOf(press('s'), false, true)).toBe('send');
  expect(actionOf(press('s'), true, true)).toBeUndefined();
});

test('keys of the browser are left to it', () => {
  expect(actionOf(press('s', { ctrlKey: true }), false, true)).toBeUndefined();
  expect(actionOf(press('r', { metaKey: true }), false, true)).toBeUndefined();
});

test('with single letters off only the question mark is left', () => {
  expect(actionOf(press('s'), false, false)).toBeUndefined();
  expect(actionOf(press('?'), false, false)).toBe('help');
});
