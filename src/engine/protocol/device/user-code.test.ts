import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeUserCode, readUserCode } from './user-code.ts';

test('a user code is eight letters of the twenty, in two groups', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.integer({ min: 0, max: 255 })), (bytes) => {
      const random = (length: number): Uint8Array => Uint8Array.from({ length }, () => bytes.next().value as number);
      expect(makeUserCode(random)).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    }),
  );
});

test.each(['WDJB-MJHT', 'wdjbmjht', 'wdjb mjht', ' W.D.J.B – mjht\n'])('%j is read as WDJB-MJHT', (typed) => {
  expect(readUserCode(typed)).toBe('WDJB-MJHT');
});

test.each([undefined, '', 'WDJB-MJH', 'WDJB-MJHTT', 'aeiou', 'x'.repeat(65), 'W'.repeat(1000)])('%j is no user code', (typed) => {
  expect(readUserCode(typed)).toBeUndefined();
});
