import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/** Stands for the site's root while Astro builds, because Astro bakes its base in as an absolute path. */
const ROOT_MARK = '/__ROOT__/';

/** Where the root lies, seen from a file of the output: `./` at the top, `../` for each folder above. */
export function rootSeenFrom(file: string): string {
  const depth = file.split('/').length - 1;
  return depth === 0 ? './' : '../'.repeat(depth);
}

/**
 * One build for any path: every address in pages and style sheets is made relative after the build.
 * @throws {Error} where the mark is left in a file that cannot be rewritten, such as a script
 */
export function anyBase(): AstroIntegration {
  return {
    name: 'any-base',
    hooks: {
      'astro:config:setup': ({ command, updateConfig }) => {
        if (command !== 'build') return;
        updateConfig({
          base: ROOT_MARK,
          vite: {
            experimental: {
              renderBuiltUrl: (_file: string, { hostType }: { hostType: string }) => (hostType === 'html' ? undefined : { relative: true }),
            },
          },
        });
      },
      'astro:build:done': async ({ dir }) => {
        const out = fileURLToPath(dir);
        for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
          if (!entry.isFile()) continue;
          const path = join(entry.parentPath, entry.name);
          const file = relative(out, path).split(sep).join('/');
          if (!/\.(html|css|js|json|xml|svg|txt)$/.test(file)) continue;
          const text = await readFile(path, 'utf8');
          if (!text.includes('__ROOT__')) continue;
          if (!/\.(html|css)$/.test(file))
            throw new Error(`${file} holds the site's address from build time. Find the root through data-root of <html>.`);
          await writeFile(path, text.replaceAll(ROOT_MARK, rootSeenFrom(file)));
        }
      },
    },
  };
}
