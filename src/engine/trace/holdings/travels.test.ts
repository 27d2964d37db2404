import { expect, test } from 'vitest';
import { travelIndex, travelsOf, wordsIn } from './travels.ts';
import { sampleTrace } from '../views.fixture.ts';

test('a token is found on each way it went, and only there', () => {
  expect(travelsOf(sampleTrace(), 't0ken')).toEqual([
    { message: 1, request: false, answer: true },
    { message: 2, request: true, answer: false },
  ]);
  expect(travelsOf(sampleTrace(), 'never-sent')).toEqual([]);
});

test('a part of a longer text is not that text', () => {
  const request = { method: 'GET', url: 'https://api.lab.test/?a=abcdefgh-and-more', headers: [], body: '' };
  expect(travelsOf(sampleTrace({ request }), 'abcdefgh')).toEqual([]);
});

test('signs that are no encoding of anything are read as they stand', () => {
  const request = { method: 'GET', url: 'https://api.lab.test/?a=%E0%A4%A&b=abcdefgh', headers: [], body: '' };
  const [, exchange] = sampleTrace({ request }).exchanges;
  expect(exchange && [...wordsIn(exchange).request]).toContain('abcdefgh');
});

test('several tokens are followed in one reading, as each would be alone', () => {
  const trace = sampleTrace();
  const index = travelIndex(trace, new Set(['t0ken', 'c0de', 'never-sent']));
  expect([...index.keys()].toSorted()).toEqual(['c0de', 't0ken']);
  for (const value of ['t0ken', 'c0de']) expect(index.get(value)).toEqual(travelsOf(trace, value));
});
