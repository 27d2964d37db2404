import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runPlay } from '#engine/player/run.ts';
import { diagramSource } from '#engine/trace/diagram/mermaid.ts';
import { allLabs } from '#site/course/labs.ts';

const pictureOf = (id: string): string => readFileSync(join(import.meta.dirname, `../../labs/${id}/diagram.svg`), 'utf8');

test.each(allLabs.map((lab) => [lab.id, lab] as const))(
  'the picture of %s shows its run (npm run diagrams draws it again)',
  async (id, lab) => {
    const { trace } = await runPlay(lab, { off: lab.attack?.stages[0]?.off ?? [] });
    const { source } = diagramSource(trace, { order: lab.parties, steps: lab.steps, whole: true });
    const made = createHash('sha256').update(`${source}\n`).digest('hex');
    expect(pictureOf(id).slice(0, 80)).toContain(made);
  },
);

test.each(allLabs.map(({ id }) => id))('the names in the picture of %s keep to their boxes in any typeface', (id) => {
  const heads = pictureOf(id).match(/<text\b[^>]*\bclass="actor[^>]*><tspan[^>]*>/g) ?? [];
  expect(heads).not.toEqual([]);
  for (const head of heads) expect(head).toMatch(/textLength="[\d.]+"/);
});
