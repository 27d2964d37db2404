// Puts the landscape on loopback ports: npm run serve -- --help
// One file is made of the sources when they have changed, so that the start is as quick as that of a bare server.
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
const out = join(root, 'artefacts/serve');
const bundle = join(out, 'serve.mjs');

/** When a source last changed, in milliseconds since 1970. @param {string} dir @returns {number} */
function newest(dir) {
  let time = statSync(dir).mtimeMs;
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) time = Math.max(time, newest(path));
    else if (!/\.(test|fixture)\.ts$/.test(entry.name)) time = Math.max(time, statSync(path).mtimeMs);
  }
  return time;
}

function isFresh() {
  if (!existsSync(bundle)) return false;
  const made = statSync(bundle).mtimeMs;
  const sources = [newest(join(root, 'src/engine')), newest(join(root, 'src/bindings')), statSync(import.meta.filename).mtimeMs];
  return sources.every((time) => time < made);
}

/** Node's own in the place of what the engine asks of any platform. @type {import('rolldown').Plugin} */
const onNode = {
  name: 'on-node',
  resolveId(id, importer) {
    const own = importer?.includes('node-server') ?? false;
    return !own && id.endsWith('/platform-signature.ts') ? join(root, 'src/bindings/node-server/platform-signature.ts') : undefined;
  },
};

/** Two starts at once may both make it: each into a folder of its own, and the last one stays. */
async function makeBundle() {
  const { build } = await import('rolldown');
  const making = join(out, `making-${String(process.pid)}`);
  await build({
    input: join(root, 'src/bindings/node-server/main.ts'),
    platform: 'node',
    plugins: [onNode],
    logLevel: 'warn',
    output: { file: join(making, 'serve.mjs'), format: 'esm', codeSplitting: false, minify: true },
  });
  renameSync(join(making, 'serve.mjs'), bundle);
  rmSync(making, { recursive: true });
}

if (!isFresh()) await makeBundle();
/** @type {typeof import('../src/bindings/node-server/main.ts')} */
const { main } = await import(pathToFileURL(bundle).href);
process.exitCode = (await main(process.argv.slice(2))) ?? 0;
