// A server as a process of its own: started, asked for its memory, ended.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';

const here = import.meta.dirname;
const root = join(here, '../..');

/** What `npm run serve` runs, without npm before it. @type {string[]} */
const SERVE = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  .scripts.serve.split(' ')
  .slice(1);

let last = 20_000 + (process.pid % 400) * 25;

/** A port with a row of others behind it, below those that the system gives to whoever asks for any. */
function nextPort() {
  last = last + 25 > 32_000 ? 20_000 : last + 25;
  return last;
}

/** Whether a GET is answered, whatever the status. @param {string} url @returns {Promise<boolean>} */
function answers(url) {
  return new Promise((resolve) => {
    const asking = request(url, { agent: false }, (response) => {
      response.resume();
      response.on('end', () => resolve(true));
    });
    asking.on('error', () => resolve(false));
    asking.end();
  });
}

/** The commands of the servers that are compared, by their names. @type {Readonly<Record<string, (port: number) => string[]>>} */
const COMMANDS = {
  tokenscope: (port) => [...SERVE.map((word) => (word.endsWith('.mjs') ? join(root, word) : word)), '--port', String(port)],
  'oidc-provider': (port) => [join(here, 'oidc-provider.mjs'), String(port)],
  'oauth2-mock-server': (port) => [join(here, 'oauth2-mock-server.mjs'), String(port)],
  floor: (port) => [join(here, 'floor.mjs'), String(port)],
  bare: (port) => [join(here, 'bare.mjs'), String(port)],
};

/**
 * Starts a server and waits for its first answer.
 * @param {keyof typeof COMMANDS & string} name
 * @returns {Promise<{ name: string, origin: string, started: number, memory: () => number, stop: () => Promise<void> }>} `started` in
 *   milliseconds from the start of the process to the end of its first answer; `memory` in MB, resident
 */
export async function startServer(name) {
  const port = nextPort();
  const origin = `http://127.0.0.1:${String(port)}`;
  const begin = performance.now();
  const child = spawn(process.execPath, COMMANDS[name]?.(port) ?? [], { stdio: 'ignore' });
  while (!(await answers(`${origin}/.well-known/openid-configuration`))) {
    if (child.exitCode !== null) throw new Error(`${name} ended before it answered.`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const started = performance.now() - begin;
  return {
    name,
    origin,
    started,
    memory: () => resident(child.pid ?? 0),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

/** Resident memory of a process in MB. @param {number} pid */
function resident(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout) / 1024;
  }
}
