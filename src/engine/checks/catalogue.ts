import type { CheckEntry } from './check.ts';
import { CORE_CHECKS } from './core-checks.ts';
import type { CATALOGUE } from './whole-catalogue.ts';

/** The stable name of a check or duty, such as `jwt.audience`. */
export type CheckId = keyof typeof CATALOGUE;

/** The entries that are here. They are constants, so it does not matter who brought them. */
const entries = new Map<string, CheckEntry>(Object.entries(CORE_CHECKS));

/** Brings a group that only some labs use: whoever makes its checks calls this once, beside its imports. */
export function bringChecks(group: Readonly<Record<string, CheckEntry>>): void {
  for (const [id, entry] of Object.entries(group)) entries.set(id, entry);
}

/** Whether the entry of a check is here already. */
export function isBrought(id: CheckId): boolean {
  return entries.has(id);
}

/**
 * The entry of a check.
 * @throws {RangeError} where a part makes a check whose group it did not bring
 */
export function checkEntry(id: CheckId): CheckEntry {
  const entry = entries.get(id);
  if (!entry) throw new RangeError(`The group of ${id} was not brought.`);
  return entry;
}
