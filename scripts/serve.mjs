// Puts the landscape on loopback ports: npm run serve -- --help
// A bundle is made of the sources when they have changed, so that the start is about as quick as that of a bare server.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
const bundle = join(root, 'artefacts/serve/serve.mjs');
const bundler = join(import.meta.dirname, 'bundle-serve.mjs');

/** When a source last changed, in milliseconds since 1970. @param {string} dir @returns {number} */
function newest(dir) {
  let time = statSync(dir).mtimeMs;
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    // Joined by hand: to clean a path again for every file takes as long as to ask for its time.
    const path = `${dir}/${entry.name}`;
    if (entry.isDirectory()) time = Math.max(time, newest(path));
    else if (!/\.(test|fixture)\.ts$/.test(entry.name)) time = Math.max(time, statSync(path).mtimeMs);
  }
  return time;
}

function isFresh() {
  if (!existsSync(bundle)) return false;
  const made = statSync(bundle).mtimeMs;
  return [newest(join(root, 'src/engine')), newest(join(root, 'src/bindings')), statSync(bundler).mtimeMs].every((time) => time < made);
}

/** The built site, which shows what happens in the landscape; nothing where it was not built. @type {import('../src/bindings/node-server/main.ts').OpenSite} */
async function openSite({ port, live }) {
  if (!existsSync(join(root, 'dist/live/index.html'))) return undefined;
  const { serveDist } = await import('./serve-dist.mjs');
  return (await serveDist({ port, endpoints: { '/live/events': live.watch } })).url;
}

/** In a process of its own: a bundler takes more memory than the whole landscape. */
async function makeBundle() {
  const { spawnSync } = await import('node:child_process');
  return spawnSync(process.execPath, [bundler], { stdio: 'inherit' }).status === 0;
}

// Signatures are made beside the thread that answers. More threads than cores only take turns, and wake each other for it.
process.env['UV_THREADPOOL_SIZE'] ??= String(Math.max(1, Math.min(4, availableParallelism() - 1)));

if (isFresh() || (await makeBundle())) {
  // What an earlier start has compiled is taken as it is; what this one compiles is kept once it has answered for a moment.
  const { enableCompileCache, flushCompileCache } = process.getBuiltinModule('node:module');
  enableCompileCache(join(root, 'artefacts/serve/compiled'));
  setTimeout(flushCompileCache, 1000).unref();
  /** @type {typeof import('../src/bindings/node-server/main.ts')} */
  const { main } = await import(pathToFileURL(bundle).href);
  process.exitCode = (await main(process.argv.slice(2), openSite)) ?? 0;
} else {
  console.error('The server could not be made of its sources. What the bundler said stands above.');
  process.exitCode = 1;
}
