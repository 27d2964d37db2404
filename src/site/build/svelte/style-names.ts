import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/**
 * A script with every style sheet that it names under the name that the build gave it in the end. Astro may
 * put styles together once the scripts are written; a script would then wait for a sheet that is not there.
 * @param emitted the names of the style sheets there are
 * @throws {Error} where no one sheet has taken the place of one that is gone
 */
export function withEmittedStyles(script: string, emitted: readonly string[]): string {
  return script.replaceAll(/([\w-]+)\.[\w-]{8}\.css(?=["'`])/g, (name, base: string) => {
    if (emitted.includes(name)) return name;
    const [only, ...others] = emitted.filter((one) => one.startsWith(`${base}.`));
    if (only === undefined || others.length > 0) throw new Error(`A script names ${name}, and no one style sheet has taken its place.`);
    return only;
  });
}

/** Names style sheets in scripts as they were emitted. */
export function styleNames(): AstroIntegration {
  return {
    name: 'style-names',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const assets = join(fileURLToPath(dir), '_astro');
        const files = await readdir(assets);
        const emitted = files.filter((file) => file.endsWith('.css'));
        for (const file of files.filter((one) => one.endsWith('.js'))) {
          const path = join(assets, file);
          const script = await readFile(path, 'utf8');
          const named = withEmittedStyles(script, emitted);
          if (named !== script) await writeFile(path, named);
        }
      },
    },
  };
}
