import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CHECK_GROUPS } from '#engine/checks/check.ts';
import type { CheckId } from '#engine/checks/catalogue.ts';
import { CATALOGUE, catalogueEntry, isCheckId } from '#engine/checks/whole-catalogue.ts';
import { CHECK_CASES } from '#engine/services/every-check/check-cases.fixture.ts';
import { dutyCases } from '#engine/services/every-check/duties.fixture.ts';
import type { Lab } from '#engine/player/play.ts';

const folders = readdirSync(new URL('../../labs/', import.meta.url), { withFileTypes: true }).filter((entry) => entry.isDirectory());
const labs: readonly Lab[] = await Promise.all(
  folders.map(async ({ name }) => ((await import(`../../labs/${name}/lab.ts`)) as { default: Lab }).default),
);

const IDS: readonly CheckId[] = Object.keys(CATALOGUE).filter(isCheckId);

/** Each place where a check is made or a duty done, by party, with the number of its cases: "as 2, gateway". */
function places(parties: readonly string[]): string {
  const counted = new Map<string, number>();
  for (const party of parties) counted.set(party, (counted.get(party) ?? 0) + 1);
  return [...counted].map(([party, count]) => (count === 1 ? party : `${party} ${count}`)).join(', ');
}

function partiesOf(id: CheckId): string[] {
  const duties = Object.entries(dutyCases).filter(([duty]) => duty === id);
  return [
    ...CHECK_CASES.filter(([check]) => check === id).map(([, party]) => party),
    ...duties.flatMap(([, cases]) => cases.map(({ party }) => party)),
  ];
}

function row(id: CheckId): string {
  const { kind, title, switchable, naive, specs } = catalogueEntry(id);
  const off = kind === 'duty' ? 'left out' : switchable ? (naive === undefined ? 'goes on' : 'naive twin') : 'not to be had';
  const shown = labs.filter(({ teaches }) => teaches.includes(id)).map((lab) => lab.id);
  return `| \`${id}\` | ${title} | ${off} | ${places(partiesOf(id))} | ${shown.join(', ') || 'none yet'} | ${specs.join(', ')} |`;
}

function table(): string {
  const duties = IDS.filter((id) => catalogueEntry(id).kind === 'duty');
  const checks = IDS.filter((id) => catalogueEntry(id).kind === 'check');
  const fixed = checks.filter((id) => !catalogueEntry(id).switchable);
  const taught = IDS.filter((id) => labs.some(({ teaches }) => teaches.includes(id)));
  const dutyPlaces = Object.values(dutyCases).reduce((sum, cases) => sum + cases.length, 0);
  return [
    '# What every check and duty is proven by',
    '',
    'Written by a test; CI fails when it is stale. `npx vitest run --project labs -u coverage` writes it anew.',
    '',
    `${checks.length} checks at ${CHECK_CASES.length} places: each passes a right message and alone refuses a wrong one with the answer`,
    `it is to have; switched off it lets the wrong one go on and says so. ${fixed.length} of them cannot be switched off, for there is`,
    `nothing to go on with. ${duties.length} duties at ${dutyPlaces} places: each is seen where it is done and missed where it is left out.`,
    `${taught.length} of the ${IDS.length} are shown by a lab so far.`,
    '',
    'A place is a party, with the number of its cases where there are several. Sections are listed in `content/specs.yaml`.',
    ...CHECK_GROUPS.flatMap((group) => [
      '',
      `## ${group}`,
      '',
      '| id | title | off | made at | shown by | asked for by |',
      '|---|---|---|---|---|---|',
      ...IDS.filter((id) => catalogueEntry(id).group === group).map(row),
    ]),
    '',
  ].join('\n');
}

test('docs/coverage.md says what every check is proven by', async () => {
  await expect(table()).toMatchFileSnapshot('../../docs/coverage.md');
});
