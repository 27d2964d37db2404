import { bringChecks } from './catalogue.ts';
import type { CheckId } from './catalogue.ts';
import type { CheckEntry } from './check.ts';

type Group = Readonly<Record<string, CheckEntry>>;

/** Groups that come with the parts of the landscape that make them, by the first word of their ids. */
const GROUPS: Readonly<Record<string, () => Promise<Group>>> = {};

/** Fetches the groups of these checks, for whoever speaks of one before a party has made it, as the switches of a lab do. */
export async function fetchChecks(ids: readonly CheckId[]): Promise<void> {
  const wanted = new Set(ids.map((id) => id.slice(0, id.indexOf('.'))));
  const groups = await Promise.all([...wanted].map((group) => (Object.hasOwn(GROUPS, group) ? GROUPS[group]?.() : undefined)));
  for (const group of groups) if (group) bringChecks(group);
}
