import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

const SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>(.*?)<\/script>/gs;
const SCRIPT_HASH = / 'sha256-[^']+'/g;

/**
 * A page whose policy allows the scripts that stand inside it and no other. Astro's names every script that any page might
 * have, which is half a kilobyte that no compression makes smaller.
 */
export function withOwnPolicy(page: string): string {
  const inside = new Set(
    [...page.matchAll(SCRIPT)].map(([, text = '']) => ` 'sha256-${createHash('sha256').update(text).digest('base64')}'`),
  );
  return page.replace(
    /(<meta http-equiv="content-security-policy"[^>]*script-src)([^;]*)/,
    (_whole, before: string, sources: string) => `${before}${sources.replaceAll(SCRIPT_HASH, (hash) => (inside.has(hash) ? hash : ''))}`,
  );
}

/** Leaves in the policy of every page only what that page needs. */
export function policyOfPage(): AstroIntegration {
  return {
    name: 'policy-of-page',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const out = fileURLToPath(dir);
        for (const file of await readdir(out, { recursive: true })) {
          if (!file.endsWith('.html')) continue;
          const path = join(out, file);
          await writeFile(path, withOwnPolicy(await readFile(path, 'utf8')));
        }
      },
    },
  };
}
