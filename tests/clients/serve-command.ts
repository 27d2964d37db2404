import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { manifestSchema } from '#bindings/node-server/manifest-schema.ts';
import type { Manifest } from '#bindings/node-server/manifest-schema.ts';

/** The real command in a process of its own. */
export interface ServeProcess {
  readonly manifest: Manifest;
  /** Everything it has printed. */
  readonly printed: () => string;
  /** Ends it as a user would. */
  stop(): Promise<void>;
}

/**
 * Runs `npm run serve -- --port 0` with more words, and waits until it says where its manifest is.
 * @throws {Error} with what it printed, where it ends before that
 */
export async function startServe(words: readonly string[] = []): Promise<ServeProcess> {
  const child = spawn('npm', ['run', '--silent', 'serve', '--', '--port', '0', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32',
  });
  let text = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.stderr.on('data', (chunk) => (text += String(chunk)));
  const manifestUrl = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      text += `${line}\n`;
      const url = /http:\/\/\S+\/\.well-known\/tokenscope/.exec(line)?.[0];
      if (url !== undefined) resolve(url);
    });
    void ended.then((code) => reject(new Error(`npm run serve ended with ${String(code)}:\n${text}`)));
  });
  return {
    manifest: manifestSchema.parse(await (await fetch(manifestUrl)).json()),
    printed: () => text,
    stop() {
      // npm is a process between: the whole group is told, as Ctrl+C in a terminal does.
      if (child.pid !== undefined && child.exitCode === null) {
        if (process.platform === 'win32') child.kill('SIGINT');
        else process.kill(-child.pid, 'SIGINT');
      }
      return ended.then(() => undefined);
    },
  };
}
