import type { CheckEntry, CheckFacts, Explanation } from './check.ts';
import { CORE_CHECKS } from './core-checks.ts';
import type { CATALOGUE } from './whole-catalogue.ts';

/** The stable name of a check or duty, such as `jwt.audience`. */
export type CheckId = keyof typeof CATALOGUE;

/** The entries that are here. They are constants, so it does not matter who brought them. */
const entries = new Map<string, CheckFacts | CheckEntry>(Object.entries(CORE_CHECKS));

/** Brings a group that only some labs use: whoever makes its checks calls this once, beside its imports. */
export function bringChecks(group: Readonly<Record<string, CheckEntry>>): void {
  for (const [id, entry] of Object.entries(group)) entries.set(id, entry);
}

/** Whether a text is the id of a check whose entry is here already. */
export function isBrought(id: string): id is CheckId {
  return entries.has(id);
}

/**
 * What the record and the verdict need of a check.
 * @throws {RangeError} where a part makes a check whose group it did not bring
 */
export function checkEntry(id: CheckId): CheckFacts {
  return entryOf(id);
}

/**
 * What explains a check that is here. That of a core check is fetched with the first question.
 * @throws {RangeError} as `checkEntry`; rejects as well where it cannot be fetched
 */
export async function explanationOf(id: CheckId): Promise<Explanation> {
  const entry = entryOf(id);
  if ('mend' in entry) return entry;
  const { CORE_EXPLANATIONS } = await import('./core-explanations.ts');
  return CORE_EXPLANATIONS[id as keyof typeof CORE_EXPLANATIONS];
}

function entryOf(id: CheckId): CheckFacts | CheckEntry {
  const entry = entries.get(id);
  if (!entry) throw new RangeError(`The group of ${id} was not brought.`);
  return entry;
}
