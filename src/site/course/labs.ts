import type { CheckId } from '#engine/checks/catalogue.ts';
import { CATALOGUE } from '#engine/checks/whole-catalogue.ts';
import type { Lab } from '#engine/player/play.ts';

const modules = import.meta.glob<{ default: Lab }>('/labs/*/lab.ts', { eager: true });

/** In the order of the course; what is not listed follows by title. */
const FIRST: readonly string[] = [
  'what-a-token-opens',
  'who-and-what',
  'basic-and-keys',
  'single-sign-on',
  'code-flow',
  'stolen-code',
  'on-the-path',
  'refresh',
  'client-credentials',
  'device',
  'wrong-token',
  'validate',
  'forged-token',
  'cash-and-card',
  'dpop',
  'layers',
  'go-around',
  'introspection',
  'exchange',
];

function place(lab: Lab): number {
  const index = FIRST.indexOf(lab.id);
  return index < 0 ? FIRST.length : index;
}

/** Every lab, for pages made at build time; a page in the browser loads one lab at a time. */
export const allLabs: readonly Lab[] = Object.values(modules)
  .map((each) => each.default)
  .sort((a, b) => place(a) - place(b) || a.title.localeCompare(b.title));

/** The lab of that id, where it exists. */
export function labById(id: string): Lab | undefined {
  return allLabs.find((lab) => lab.id === id);
}

/** Labs in which a reader sees a check at work, or can switch it off. */
export function labsShowing(check: CheckId): readonly Lab[] {
  return allLabs.filter((lab) => lab.teaches.includes(check) || lab.switches.includes(check));
}

/** Ids of the checks a lab teaches or lets the reader switch off, in the order of the catalogue. */
export function checksOf(lab: Lab): readonly CheckId[] {
  const shown = new Set<string>([...lab.teaches, ...lab.switches]);
  return (Object.keys(CATALOGUE) as CheckId[]).filter((id) => shown.has(id));
}
