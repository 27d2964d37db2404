import { expect, test } from 'vitest';
import { listedReferences } from '../../../tests/references.ts';
import { bringChecks, checkEntry, explanationOf } from './catalogue.ts';
import { CATALOGUE, catalogueEntry, isCheckId } from './whole-catalogue.ts';
import type { CheckEntry } from './check.ts';

const ENTRIES: readonly (readonly [string, CheckEntry])[] = Object.entries(CATALOGUE);

test('every check has words for its title, what it stops, how it refuses and how to mend it', () => {
  for (const [id, entry] of ENTRIES) {
    expect(
      [entry.title, entry.stops, entry.refusal, entry.mend].every((words) => words.trim() !== ''),
      id,
    ).toBe(true);
  }
});

test('titles are short, differ, and end without a full stop', () => {
  const titles = ENTRIES.map(([, entry]) => entry.title);
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles.filter((title) => title.length >= 45 || title.endsWith('.'))).toEqual([]);
});

test('a refusal completes a sentence: lower case or a name, and no full stop', () => {
  const wrong = ENTRIES.filter(([, { refusal }]) => refusal.endsWith('.') || /^[A-Z][a-z]/.test(refusal));
  expect(wrong.map(([id]) => id)).toEqual([]);
});

test('what a check stops and how to mend it are whole sentences', () => {
  const wrong = ENTRIES.filter(([, { stops, mend }]) => !/^[A-Z].*\.$/.test(stops) || !/^[A-Z].*\.$/.test(mend));
  expect(wrong.map(([id]) => id)).toEqual([]);
});

test('every cited section stands in content/specs.yaml', () => {
  const listed = listedReferences();
  const unresolved = ENTRIES.flatMap(([, entry]) => entry.specs).filter((reference) => !listed.has(reference));
  expect(unresolved).toEqual([]);
});

test('every check cites a specification', () => {
  expect(ENTRIES.filter(([, entry]) => entry.specs.length === 0).map(([id]) => id)).toEqual([]);
});

test('a check that cannot be switched off has no naive twin', () => {
  expect(ENTRIES.filter(([, entry]) => !entry.switchable && entry.naive !== undefined)).toEqual([]);
});

test('only ids of the catalogue are taken for check ids', () => {
  expect(isCheckId('jwt.audience')).toBe(true);
  expect(isCheckId('toString')).toBe(false);
  expect(checkEntry('jwt.audience').refusal).toBe('the token is meant for someone else');
});

test('a check of the core is explained when somebody asks, and one that came late brought its explanation', async () => {
  const { jweChecks } = await import('./token/jwe.ts');
  bringChecks(jweChecks);
  for (const id of ['jwt.algorithm', 'jwt.signed'] as const) {
    const { stops, mend } = await explanationOf(id);
    expect([stops, mend]).toEqual([catalogueEntry(id).stops, catalogueEntry(id).mend]);
  }
});

test('a check whose group is not here cannot be explained', async () => {
  await expect(explanationOf('rp.account-key')).rejects.toThrow(RangeError);
});
