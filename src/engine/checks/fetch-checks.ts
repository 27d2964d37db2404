import { bringChecks, isBrought } from './catalogue.ts';
import type { CheckId } from './catalogue.ts';

/** Fetches the groups of these checks, for whoever speaks of one before a party has made it, as the switches of a lab do. */
export async function fetchChecks(wanted: readonly CheckId[]): Promise<void> {
  const absent = wanted.filter((id) => !isBrought(id));
  if (absent.length === 0) return;
  const { fetchGroups } = await import('./late-groups.ts');
  for (const group of await fetchGroups(absent)) bringChecks(group);
}
