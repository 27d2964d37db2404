/** What a key does on the stage. */
export type StageAction = 'send' | 'back' | 'run' | 'start-again' | 'undo' | 'list' | 'browser' | 'share' | 'help';

/** Every key, in the order the help lists them. `?` works even where single letters are off. */
export const SHORTCUTS: readonly { readonly key: string; readonly action: StageAction; readonly words: string }[] = [
  { key: 's', action: 'send', words: 'Send the next message' },
  { key: 'b', action: 'back', words: 'Back by one message' },
  { key: 'e', action: 'run', words: 'Run to end, or pause' },
  { key: 'r', action: 'start-again', words: 'Start again' },
  { key: 'u', action: 'undo', words: 'Bring back the run before, after Start again or another change of the whole run' },
  { key: 'l', action: 'list', words: 'Diagram or list' },
  { key: 'w', action: 'browser', words: 'Browser or diagram, where somebody uses a browser' },
  { key: 'h', action: 'share', words: 'Share' },
  { key: '?', action: 'help', words: 'This list' },
];

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** The action of a key, if it has one here. @param typing whether the key belongs to a field that is being typed into */
export function actionOf(pressed: Pressed, typing: boolean, singleKeys: boolean): StageAction | undefined {
  if (typing || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return undefined;
  const shortcut = SHORTCUTS.find((one) => one.key === pressed.key.toLowerCase());
  return shortcut && (singleKeys || shortcut.action === 'help') ? shortcut.action : undefined;
}
