import { createLandscape } from '#engine/world/landscape.ts';
import { IDENTITIES } from '#engine/world/certificates/identities.ts';
import { NetworkError } from '#engine/world/world.ts';
import { GIVEN_FILES } from '../worker/given-files.ts';
import type { SeenToken, Sent } from '../worker/shell-messages.ts';
import type { CommandIo, LabDoor, ShellCommand } from './command.ts';

/** A landscape of its own behind the door of a terminal; `sent` lists what was asked of it. */
export function testLab(): { readonly lab: LabDoor; readonly sent: string[]; readonly seen: SeenToken[] } {
  const world = createLandscape();
  const sent: string[] = [];
  const seen: SeenToken[] = [];
  const lab: LabDoor = {
    parties: world.trace().parties.filter(({ origins }) => origins.length > 0),
    now: () => world.clock.now(),
    async send(request, identity): Promise<Sent> {
      sent.push(`${request.method} ${request.url}`);
      const known = Object.entries(IDENTITIES).find(([name]) => name === identity)?.[1];
      try {
        const { response } = await world.deliver(request, { from: 'attacker', identity: known });
        return { response, message: sent.length };
      } catch (error) {
        if (!(error instanceof NetworkError)) throw error;
        return { failure: error.message, alert: world.trace().exchanges.at(-1)?.handshake?.alert, message: sent.length };
      }
    },
    moveClock: async (seconds) => world.clock.advance(seconds),
    tokens: async () => seen,
  };
  return { lab, sent, seen };
}

/** What a command left behind. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  readonly binary: boolean;
  readonly notes: string[];
  readonly written: Record<string, string>;
  readonly assigned: Record<string, string>;
}

/** Runs one command with some files, and what it said, wrote and set. */
export async function running(
  command: ShellCommand,
  args: readonly string[],
  { lab = testLab().lab, stdin = '', files = {} }: { lab?: LabDoor; stdin?: string; files?: Readonly<Record<string, string>> } = {},
): Promise<Ran> {
  const written: Record<string, string> = {};
  const assigned: Record<string, string> = {};
  const notes: string[] = [];
  const all: Readonly<Record<string, string>> = { ...GIVEN_FILES, ...files };
  const io: CommandIo = {
    args,
    stdin,
    lab,
    async read(path) {
      const content = all[path.replace(/^~/, '/home/you')];
      if (content === undefined) throw new Error('no such file');
      return content;
    },
    write: async (path, content) => void (written[path] = content),
    assign: async (name, value) => void (assigned[name] = value),
    note: (text) => notes.push(text),
  };
  const { stdout = '', stderr = '', status, binary = false } = await command.run(io);
  return { stdout, stderr, status, binary, notes, written, assigned };
}
