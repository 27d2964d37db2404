import type { LiveFeed } from './live-feed.ts';
import { serveLandscape } from './landscape-server.ts';
import type { LandscapeServer } from './landscape-server.ts';
import { USAGE, isLoopback, readOptions } from './options.ts';
import type { ServeOptions } from './options.ts';

/** Opens the built site at a port, with what happens in a landscape beside it. */
export type OpenSite = (options: { readonly port: number; readonly live: LiveFeed }) => Promise<string | undefined>;

function table({ parties, secure, manifestUrl }: LandscapeServer, site: string | undefined): string {
  const all = [...parties, ...secure.map(({ name, origin }) => ({ name: `${name}, mutual TLS`, origin }))];
  const width = Math.max(...all.map(({ name }) => name.length));
  const rows = all.map(({ name, origin }) => `  ${name.padEnd(width)}  ${origin}`);
  return `${rows.join('\n')}\n\n  Clients, users, keys and routes: ${manifestUrl}\n  ${site === undefined ? 'To watch what happens, build the site once: npm run build' : `Watch what happens: ${site}live/`}\n`;
}

function warnings({ off, host, clock }: ServeOptions): string[] {
  return [
    ...(off.length === 0 ? [] : [`Switched off, so misconfigured on purpose: ${off.join(', ')}.`]),
    ...(clock === undefined ? [] : [`The clock stands at ${new Date(clock).toISOString()}.`]),
    ...(isLoopback(host)
      ? []
      : [
          `Listening at ${host}: whoever can reach this machine there can use every party. Its keys, secrets and passwords are published, so put nothing of value behind it.`,
        ]),
  ];
}

function reasonOf(error: unknown, { port, host }: ServeOptions): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `A port from ${port} on is taken. Choose another first one: npm run serve -- --port ${port + 100}`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${host} is no address of this machine.`;
  if (code === 'EACCES') return `This user may not listen at port ${port}.`;
  return error instanceof Error ? error.message : 'The server could not start.';
}

/** Runs the command: reads its words, listens, says where. Resolves with the exit code where it cannot listen. */
export async function main(words: readonly string[], openSite?: OpenSite): Promise<number | undefined> {
  if (words.includes('--help')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const read = await readOptions(words);
  if (!read.ok) {
    process.stderr.write(`${read.reason}\n`);
    return 1;
  }
  const { options } = read;
  try {
    const server = await serveLandscape(options);
    const next = options.port === 0 ? 0 : options.port + server.parties.length + server.secure.length;
    const site = await openSite?.({ port: next, live: server.live });
    const said = warnings(options).map((warning) => `\n  ${warning}\n`);
    process.stdout.write(`\n${table(server, site)}${said.join('')}\n  Ctrl+C stops it; nothing is kept.\n\n`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close().then(() => process.exit(0)));
    return undefined;
  } catch (error) {
    process.stderr.write(`${reasonOf(error, options)}\n`);
    return 1;
  }
}
