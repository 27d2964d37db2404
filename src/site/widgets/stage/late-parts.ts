import { whenIdle } from '#site/views/late/when-idle.ts';

/** Parts of the stage itself that are fetched when they are first shown. */
export const PARTS = {
  list: () => import('./landscape.ts'),
  diagram: () => import('#site/views/diagram/Diagram.svelte'),
  share: () => import('./dialogs/ShareDialog.svelte'),
  help: () => import('./dialogs/HelpDialog.svelte'),
  compare: () => import('./dialogs/CompareDialog.svelte'),
  edits: () => import('./EditsPanel.svelte'),
  answer: () => import('#site/views/draft/DraftAnswer.svelte'),
  hold: () => import('./landscape.ts'),
  browser: () => import('./BrowserPanel.svelte'),
  terminal: () => import('./drawer/StageTerminal.svelte'),
  client: () => import('./drawer/StageClient.svelte'),
  source: () => import('#site/views/diagram/DiagramSource.svelte'),
  export: () => import('./controls/ExportMenu.svelte'),
} as const;

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
  () => import('./state/past-expiry.ts'),
  PARTS.list,
  PARTS.share,
  PARTS.help,
  PARTS.compare,
  PARTS.edits,
  () => import('#site/views/compare/run-both.ts'),
  () => import('./state/run-file.ts'),
  () => import('./state/read-run.ts'),
  () => import('./state/link-choice.ts'),
  PARTS.browser,
  PARTS.source,
  PARTS.export,
  () => import('#site/views/export/take-away.ts'),
  async () => (await import('./landscape.ts')).fetchLateParts(),
];

/**
 * Fetches what may be opened next, one by one while the browser has nothing else to do, so that it opens without a network too.
 * @param pause before the first, in milliseconds
 * @returns stops it
 */
export function fetchAhead(pause: number): () => void {
  let stop = (): void => undefined;
  const next = (at: number): void => {
    const load = AHEAD[at];
    if (!load) return;
    stop = whenIdle(() => {
      // What cannot be fetched now is asked for again when it is opened.
      void load()
        .catch(() => undefined)
        .then(() => {
          if (!stopped) next(at + 1);
        });
    });
  };
  let stopped = false;
  const wait = setTimeout(() => next(0), pause);
  return () => {
    stopped = true;
    clearTimeout(wait);
    stop();
  };
}
