import { describe, expect, test } from 'vitest';
import { rehearse } from '../../../../tests/rehearsal.ts';
import { CATALOGUE, catalogueEntry, isCheckId } from '../../checks/whole-catalogue.ts';
import type { CheckId } from '../../checks/catalogue.ts';
import type { CheckRecord } from '../../trace/trace.ts';
import { dutyCases } from './duties.fixture.ts';
import type { DutyCase } from './duties.fixture.ts';

const DUTIES: readonly CheckId[] = Object.keys(CATALOGUE)
  .filter(isCheckId)
  .filter((id) => catalogueEntry(id).kind === 'duty');

async function done(
  id: CheckId,
  { party, play }: DutyCase,
  off: readonly CheckId[],
): Promise<readonly [CheckRecord['outcome'] | undefined, string | undefined]> {
  const cast = rehearse({ off });
  const seen = await play(cast);
  const records = cast.world.trace().exchanges.flatMap(({ checks }) => checks);
  return [records.findLast(({ check, party: by }) => check === id && by === party)?.outcome, seen];
}

test('every duty of the catalogue has a case here', () => {
  expect(Object.keys(dutyCases).toSorted()).toEqual(DUTIES.toSorted());
});

const ALL = Object.entries(dutyCases).flatMap(([id, cases]) =>
  isCheckId(id) ? cases.map((one, index) => [id, one.party, index, one] as const) : [],
);

describe.each(ALL)('%s at %s, case %i', (id, _party, _index, one) => {
  test('is seen where it is done', async () => {
    expect(await done(id, one, [])).toEqual(['sent', one.seen[0]]);
  });

  test('is missed where it is left out', async () => {
    expect(await done(id, one, [id])).toEqual(['left-out', one.seen[1]]);
  });
});
