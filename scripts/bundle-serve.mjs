// Makes a bundle of the landscape's server and all it needs, for scripts/serve.mjs.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';

const root = join(import.meta.dirname, '..');
const out = join(root, 'artefacts/serve');

/** Node's own in the place of what the engine asks of any platform. @type {import('rolldown').Plugin} */
const onNode = {
  name: 'on-node',
  resolveId(id, importer) {
    const own = importer?.includes('node-server') ?? false;
    const [file] = /platform-[a-z0-9]+\.ts$/.exec(id) ?? [];
    return !own && file !== undefined ? join(root, 'src/bindings/node-server/platform', file) : undefined;
  },
};

// The library that reads certificates is a file of its own, because most landscapes never see one. Two
// starts at once may both make them, each in a folder of its own; parts are named by what is in them,
// and the file that names them comes last. Parts of an earlier time may be in use by a server that runs.
const making = join(out, `making-${String(process.pid)}`);
await build({
  input: { serve: join(root, 'src/bindings/node-server/main.ts') },
  platform: 'node',
  logLevel: 'warn',
  // What is late in a page may as well be at hand here.
  checks: { ineffectiveDynamicImport: false },
  plugins: [onNode],
  output: {
    dir: making,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: 'parts/[name]-[hash].mjs',
    minify: true,
    codeSplitting: {
      groups: [
        { name: 'certificates', test: /node_modules[\\/](?:@peculiar|asn1js|pv[a-z]+|tsyringe|reflect-metadata)/, priority: 2 },
        { name: 'landscape', test: /./, priority: 1 },
      ],
    },
  },
});
const parts = join(out, 'parts');
const yesterday = Date.now() - 86_400_000;
mkdirSync(parts, { recursive: true });
for (const part of readdirSync(parts)) if (statSync(join(parts, part)).mtimeMs < yesterday) rmSync(join(parts, part));
for (const part of readdirSync(join(making, 'parts'))) renameSync(join(making, 'parts', part), join(parts, part));
renameSync(join(making, 'serve.mjs'), join(out, 'serve.mjs'));
rmSync(making, { recursive: true });
// What Node has compiled of an earlier bundle is of no use any more.
rmSync(join(out, 'compiled'), { recursive: true, force: true });
