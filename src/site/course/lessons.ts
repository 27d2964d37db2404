import { getCollection } from 'astro:content';
import type { CollectionEntry } from 'astro:content';

/** A lesson with its place in the course. */
export interface PlacedLesson {
  readonly entry: CollectionEntry<'lessons'>;
  /** `module/lesson`, as in its address. */
  readonly path: string;
  /** "4.5" */
  readonly number: string;
  readonly module: CollectionEntry<'modules'>['data'];
}

/** A module that has lessons. */
export interface PlacedModule {
  readonly module: CollectionEntry<'modules'>['data'];
  readonly lessons: readonly PlacedLesson[];
}

/** `04-tokens/05-validating-a-jwt` → `validating-a-jwt`: numbers order the files and are no part of an address. */
function slugOf(id: string): string {
  return (id.split('/').at(-1) ?? id).replace(/^\d+-/, '');
}

/**
 * The course in order, only modules and lessons that exist.
 * @throws {Error} where a lesson names a module that is not listed
 */
export async function courseInOrder(): Promise<readonly PlacedModule[]> {
  const modules = (await getCollection('modules')).map((entry) => entry.data).sort((a, b) => a.number - b.number);
  const entries = await getCollection('lessons');
  const stray = entries.find((entry) => !modules.some((module) => module.id === entry.data.module));
  if (stray) throw new Error(`Lesson ${stray.id} names the module ${stray.data.module}, which content/modules.yaml does not list.`);
  return modules
    .map((module) => ({
      module,
      lessons: entries
        .filter((entry) => entry.data.module === module.id)
        .sort((a, b) => a.data.order - b.data.order)
        .map((entry) => ({ entry, module, path: `${module.id}/${slugOf(entry.id)}`, number: `${module.number}.${entry.data.order}` })),
    }))
    .filter(({ lessons }) => lessons.length > 0);
}

/** "1 lesson", "3 lessons" */
export function countOf(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
