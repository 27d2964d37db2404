import { whenIdle } from '#site/views/late/when-idle.ts';
import { PARTS } from './late-parts.ts';

/** What a reader may open next, the likeliest first. The diagram's own library is no part of it: it is fetched with the diagram. */
const AHEAD: readonly (() => Promise<unknown>)[] = [
  () => import('#site/views/inspector/Message.svelte'),
  () => import('#site/views/draft/TokenEditor.svelte'),
  () => import('#site/views/draft/RawEditor.svelte'),
  () => import('#site/views/draft/AddFieldForm.svelte'),
  () => import('#site/views/inspector/Tokens.svelte'),
  () => import('#site/views/inspector/Holdings.svelte'),
  () => import('#engine/player/edits/make-edits.ts'),
  () => import('#engine/checks/core-explanations.ts'),
  () => import('#site/views/inspector/CheckDetail.svelte'),
  PARTS.list,
  PARTS.clock,
  PARTS.switches,
  PARTS.share,
  PARTS.help,
  PARTS.compare,
  PARTS.edits,
  () => import('#site/views/compare/run-both.ts'),
  () => import('./state/late-moves.ts'),
  () => import('./state/read-run.ts'),
  PARTS.browser,
  () => import('./drawer/DrawerPanels.svelte'),
  PARTS.source,
  PARTS.export,
  () => import('#site/views/export/take-away.ts'),
  async () => (await import('./landscape.ts')).fetchLateParts(),
];

/**
 * Fetches what may be opened next, one by one while the browser has nothing else to do.
 * @returns stops it
 */
export function fetchOneByOne(): () => void {
  let stop = (): void => undefined;
  let stopped = false;
  const next = (at: number): void => {
    const load = AHEAD[at];
    if (!load || stopped) return;
    stop = whenIdle(() => {
      // What cannot be fetched now is asked for again when it is opened.
      void load()
        .catch(() => undefined)
        .then(() => next(at + 1));
    });
  };
  next(0);
  return () => {
    stopped = true;
    stop();
  };
}
