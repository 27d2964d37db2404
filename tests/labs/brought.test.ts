import { readdirSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import type { Lab } from '#engine/player/play.ts';
import type { Trace } from '#engine/trace/trace.ts';

const folders = readdirSync(new URL('../../labs/', import.meta.url), { withFileTypes: true }).filter((entry) => entry.isDirectory());

type Play = (lab: Lab, runPlay: typeof import('#engine/player/run.ts').runPlay) => Promise<Trace>;

/** Ways in which a reader sets a lab, each of which fetches other parts of the landscape. */
const SETTINGS: readonly (readonly [string, Play])[] = [
  ['as it is', async (lab, runPlay) => (await runPlay(lab)).trace],
  ['with every switch off', async (lab, runPlay) => (await runPlay(lab, { off: lab.switches })).trace],
  [
    'in its last stage',
    async (lab, runPlay) => {
      const stages = lab.attack?.stages ?? [];
      return (await runPlay(lab, { stage: Math.max(0, stages.length - 1), off: stages.at(-1)?.off ?? [] })).trace;
    },
  ],
  [
    'with an API key beside the first call',
    async (lab, runPlay) => {
      const call = (await runPlay(lab)).trace.exchanges.find(({ key, to }) => key !== undefined && to === 'gateway');
      const place = { part: 'header', name: 'X-API-Key', index: 0 } as const;
      return (await runPlay(lab, { edits: [{ message: call?.key ?? '', kind: 'text', place, value: 'key' }] })).trace;
    },
  ],
];

// A page has what its own run has fetched, and nothing of what another has: every play starts with modules of its own.
test.each(folders.flatMap(({ name }) => SETTINGS.map(([setting, play]) => [name, setting, play] as const)))(
  'every check that %s records %s can be named where it is shown',
  async (name, _setting, play) => {
    vi.resetModules();
    const { default: lab } = (await import(`../../labs/${name}/lab.ts`)) as { default: Lab };
    const { runPlay } = await import('#engine/player/run.ts');
    const { checkEntry } = await import('#engine/checks/catalogue.ts');
    const { exchanges } = await play(lab, runPlay);
    const ids = [...new Set(exchanges.flatMap(({ checks }) => checks.map(({ check }) => check)))];
    const unnamed = ids.filter((id) => {
      try {
        return checkEntry(id).title === '';
      } catch {
        return true;
      }
    });
    expect(unnamed).toEqual([]);
  },
);
