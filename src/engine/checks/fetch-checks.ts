import { bringChecks, isBrought } from './catalogue.ts';

/**
 * Fetches the groups of these checks, for whoever speaks of one before a party has made it, as the switches of a lab do.
 * What is no id of a check has no group, and `isBrought` says so afterwards. Rejects where a group cannot be fetched.
 */
export async function fetchChecks(wanted: readonly string[]): Promise<void> {
  const absent = wanted.filter((id) => !isBrought(id));
  if (absent.length === 0) return;
  const { fetchGroups } = await import('./late-groups.ts');
  for (const group of await fetchGroups(absent)) bringChecks(group);
}
