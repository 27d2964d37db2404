import { describe, expect, test } from 'vitest';
import { CATALOGUE, catalogueEntry, isCheckId } from '../../checks/whole-catalogue.ts';
import type { CheckId } from '../../checks/catalogue.ts';
import { CHECK_CASES } from './check-cases.fixture.ts';
import { trial } from './trial.fixture.ts';

const REFUSING: readonly CheckId[] = Object.keys(CATALOGUE)
  .filter(isCheckId)
  .filter((id) => catalogueEntry(id).kind === 'check');

test('every check of the catalogue has a case here', () => {
  expect([...new Set(CHECK_CASES.map(([id]) => id))].toSorted()).toEqual(REFUSING.toSorted());
});

describe.each(CHECK_CASES)('%s at %s', (id, _party, one) => {
  test('passes a right message', async () => {
    const { record, answer, failures } = await trial(id, one, { wrong: false, off: false });
    expect([record?.outcome, answer, failures]).toEqual(['passed', one.right ?? one.goesOn, []]);
  });

  test('alone refuses a wrong one, with the answer it is to have', async () => {
    const { record, answer, failures } = await trial(id, one, { wrong: true, off: false });
    expect([record?.outcome, answer]).toEqual(['failed', one.refusal]);
    expect([...failures].toSorted()).toEqual([id, ...(one.together ?? [])].toSorted());
  });
});

describe.each(CHECK_CASES.filter(([id]) => catalogueEntry(id).switchable))('%s at %s, while it is off', (id, _party, one) => {
  test('lets the wrong message go on, and says what it would have found', async () => {
    const { record, answer, failures } = await trial(id, one, { wrong: true, off: true });
    expect([record?.outcome, record?.wouldHave]).toEqual(['switched-off', 'failed']);
    expect([answer, failures]).toEqual([one.goesOn, []]);
    expect(answer).not.toBe(one.refusal);
  });
});

describe.each(CHECK_CASES.filter(([id]) => !catalogueEntry(id).switchable))('%s at %s', (id, _party, one) => {
  test('cannot be switched off', async () => {
    const { record, answer } = await trial(id, one, { wrong: true, off: true });
    expect([record?.outcome, answer]).toEqual(['failed', one.refusal]);
  });
});
