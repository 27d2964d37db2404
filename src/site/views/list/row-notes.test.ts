import { expect, test } from 'vitest';
import { sampleTrace } from '#engine/trace/views.fixture.ts';
import { rowNotes } from './row-notes.ts';

test('messages that carry the token looked at say so, and those that leak say what', () => {
  const parties = sampleTrace().parties.map((party) => (party.id === 'gateway' ? { ...party, kind: 'attacker' as const } : party));
  const notes = rowNotes({ ...sampleTrace(), parties }, 't0ken');
  expect([...notes.keys()].toSorted()).toEqual([1, 2]);
  expect(notes.get(2)?.map(({ kind }) => kind)).toEqual(['carries', 'leak']);
});

test('where nothing is looked at and nobody attacks, nothing is noted', () => {
  expect(rowNotes(sampleTrace(), undefined).size).toBe(0);
});
