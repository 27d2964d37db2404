import { GIVEN_FILES } from './given-files.ts';
import { createLabDoor } from './lab-door.ts';
import { createShell } from './shell.ts';
import type { Shell } from './shell.ts';
import { COMMANDS } from '../commands/all-commands.ts';
import type { FromShell, ToShell } from './shell-messages.ts';

/** The shell's worker: an endless loop in it stops nothing but itself. */
let shell: Shell | undefined;
let running: AbortController | undefined;
let history: readonly string[] = [];

const say = (message: FromShell): void => self.postMessage(message);
const door = createLabDoor(say);

async function run(line: string, status: number, columns: number): Promise<void> {
  if (!shell) return;
  running = new AbortController();
  const { signal } = running;
  const ended = await shell.run(line, { status, columns, signal }).catch((error: unknown) => {
    say({ kind: 'output', stream: 'err', text: `bash: ${error instanceof Error ? error.message : 'the command could not go on'}\n` });
    return 1;
  });
  if (ended === 'incomplete') say({ kind: 'incomplete' });
  else say({ kind: 'done', status: signal.aborted ? 130 : ended, memory: await shell.memory() });
}

self.onmessage = ({ data }: MessageEvent<ToShell>): void => {
  switch (data.kind) {
    case 'start':
      door.open(data.parties);
      shell = createShell(data.memory, GIVEN_FILES, COMMANDS, door, {
        output: (stream, text) => say({ kind: 'output', stream, text }),
        note: (text) => say({ kind: 'note', text }),
        clear: () => say({ kind: 'clear' }),
        history: () => history,
      });
      say({ kind: 'ready', commands: [...shell.commands], files: Object.keys(GIVEN_FILES) });
      break;
    case 'run':
      door.tell(data.now);
      history = data.history;
      void run(data.line, data.status, data.columns);
      break;
    case 'stop':
      running?.abort();
      break;
    case 'answer':
      door.answer(data.call, data.answer);
  }
};
