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
  panels: () => import('./drawer/DrawerPanels.svelte'),
  terminal: () => import('./drawer/StageTerminal.svelte'),
  client: () => import('./drawer/StageClient.svelte'),
  source: () => import('#site/views/diagram/DiagramSource.svelte'),
  export: () => import('./controls/ExportMenu.svelte'),
} as const;

/**
 * Fetches what may be opened next, after a pause, so that it opens without a network too.
 * @param pause in milliseconds
 * @returns stops it
 */
export function fetchAhead(pause: number): () => void {
  let stop = (): void => clearTimeout(wait);
  let stopped = false;
  const begin = async (): Promise<void> => {
    const { fetchOneByOne } = await import('./fetch-ahead.ts');
    if (!stopped) stop = fetchOneByOne();
  };
  // Without a network each part is asked for when it is opened.
  const wait = setTimeout(() => void begin().catch(() => undefined), pause);
  return () => {
    stopped = true;
    stop();
  };
}
