import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Lab } from '#engine/player/play.ts';
import { itemsOf, listedReferences } from '../references.ts';

const ROOT = new URL('../../', import.meta.url);

function texts(pattern: string): [string, string][] {
  return globSync(pattern, { cwd: ROOT })
    .toSorted()
    .map((path) => [path, readFileSync(new URL(path, ROOT), 'utf8')]);
}

const stories = texts('labs/*/story.md');
const lessons = texts('content/lessons/*/*.mdx');
const terms = texts('content/terms/*.yaml');
const listed = listedReferences();

test('content/specs.yaml names each specification, and each section of one, once', () => {
  const named: string[] = [];
  let specification = '';
  for (const line of readFileSync(new URL('content/specs.yaml', ROOT), 'utf8').split('\n')) {
    const id = /^- id: (\S+)$/.exec(line)?.[1];
    specification = id ?? specification;
    const section = /^ {4}['"]?([0-9A-Za-z.-]+)['"]?: \S/.exec(line)?.[1];
    if (id !== undefined || section !== undefined) named.push(`${specification}#${section ?? ''}`);
  }
  expect(named.filter((one, at) => named.indexOf(one) !== at)).toEqual([]);
});

test('there is something to look at', () => {
  expect([stories, lessons, terms].every((found) => found.length > 0)).toBe(true);
});

test.each([...stories, ...lessons, ...terms])('%s cites sections that content/specs.yaml lists', (_path, text) => {
  const cited = itemsOf(text, 'specs');
  expect(cited.length).toBeGreaterThan(0);
  expect(cited.filter((reference) => !listed.has(reference))).toEqual([]);
});

test('a concept is written one way in every story', () => {
  const concepts = stories.flatMap(([, text]) => itemsOf(text, 'concepts'));
  const spellings = Map.groupBy(new Set(concepts), (concept) => concept.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
  expect([...spellings.values()].filter((ways) => ways.length > 1)).toEqual([]);
});

test('a concept that is also a term has its spelling', () => {
  const titles = terms.flatMap(([, text]) => [...text.matchAll(/^ {2}title: (.+)$/gm)].map(([, title = '']) => title));
  const concepts = stories.flatMap(([, text]) => itemsOf(text, 'concepts'));
  const other = concepts.filter(
    (concept) => !titles.includes(concept) && titles.some((title) => title.toLowerCase() === concept.toLowerCase()),
  );
  expect(other).toEqual([]);
});

describe.each(lessons)('%s', (_path, text) => {
  test('explains terms that exist', () => {
    const ids = new Set(terms.flatMap(([, file]) => [...file.matchAll(/^- id: (\S+)$/gm)].map(([, id]) => id)));
    expect(itemsOf(text, 'terms').filter((term) => !ids.has(term))).toEqual([]);
  });

  test('asks for goals that its labs have', async () => {
    const asked = [...text.matchAll(/lab="([\w-]+)"\s+goal="([\w-]+)"/g)].map(([, lab = '', goal = '']) => ({ lab, goal }));
    for (const { lab, goal } of asked) {
      const { default: found } = (await import(`../../labs/${lab}/lab.ts`)) as { default: Lab };
      expect(
        found.goals.map(({ id }) => id),
        lab,
      ).toContain(goal);
      expect(itemsOf(text, 'labs')).toContain(lab);
    }
  });
});
