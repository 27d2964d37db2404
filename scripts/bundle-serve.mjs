// Makes one file of the landscape's server and all it needs, for scripts/serve.mjs.
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';

const root = join(import.meta.dirname, '..');
const out = join(root, 'artefacts/serve');

/** Node's own in the place of what the engine asks of any platform. @type {import('rolldown').Plugin} */
const onNode = {
  name: 'on-node',
  resolveId(id, importer) {
    const own = importer?.includes('node-server') ?? false;
    return !own && id.endsWith('/platform-signature.ts') ? join(root, 'src/bindings/node-server/platform-signature.ts') : undefined;
  },
};

// Two starts at once may both make it: each in a folder of its own, and the last one stays.
const making = join(out, `making-${String(process.pid)}`);
await build({
  input: join(root, 'src/bindings/node-server/main.ts'),
  platform: 'node',
  logLevel: 'warn',
  plugins: [onNode],
  output: { file: join(making, 'serve.mjs'), format: 'esm', codeSplitting: false, minify: true },
});
renameSync(join(making, 'serve.mjs'), join(out, 'serve.mjs'));
rmSync(making, { recursive: true });
