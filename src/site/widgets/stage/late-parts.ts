/** Parts of the stage itself that are fetched when they are first shown. */
export const PARTS = {
  list: () => import('./landscape.ts'),
  diagram: () => import('#site/views/diagram/Diagram.svelte'),
  clock: () => import('./controls/ClockMoves.svelte'),
  switches: () => import('./controls/SwitchList.svelte'),
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
