import fc from 'fast-check';
import { parseDate } from 'tough-cookie';
import { expect, test } from 'vitest';
import { cookieDate } from './cookie-date.ts';

test.each([
  ['Wed, 09 Jun 2021 10:18:14 GMT', Date.UTC(2021, 5, 9, 10, 18, 14)],
  ['Wednesday, 09-Jun-21 10:18:14 GMT', Date.UTC(2021, 5, 9, 10, 18, 14)],
  ['Wed Jun  9 10:18:14 2021', Date.UTC(2021, 5, 9, 10, 18, 14)],
  ['1:2:3 june 9th 70', Date.UTC(1970, 5, 9, 1, 2, 3)],
  ['09 Jun 69 10:18:14', Date.UTC(2069, 5, 9, 10, 18, 14)],
])('%s is a date', (text, time) => {
  expect(cookieDate(text)).toBe(time);
});

test.each([
  '',
  'never',
  '31 Feb 2021 10:18:14',
  '0 Jun 2021 10:18:14',
  '09 Jun 2021 24:00:00',
  '09 Jun 2021 10:60:00',
  '09 Jun 1600 10:18:14',
  '09 Jun 2021',
])('%j is none', (text) => {
  expect(cookieDate(text)).toBeUndefined();
});

const TOKEN = fc.constantFrom(
  ...[
    'Wed',
    '9',
    '09',
    '31',
    '32',
    '0',
    '100',
    '2021',
    '21',
    '99',
    '1600',
    '20211',
    'Jun',
    'feb',
    'December',
    '10:18:14',
    '1:2:3',
    '24:00:00',
    '10:18',
    '9th',
    'GMT',
  ],
);

test('it reads every date as tough-cookie reads it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(TOKEN, fc.constantFrom(' ', ', ', '-', '/')), { maxLength: 8 }), (parts) => {
      const text = parts.flat().join('');
      expect(cookieDate(text)).toBe(parseDate(text)?.getTime());
    }),
    { numRuns: 5000 },
  );
});
