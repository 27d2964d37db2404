import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DIST = join(import.meta.dirname, '../../dist');

/** The address of every page of the built site, relative to its root: '' for the home page, 'labs/code-flow/'. */
export function builtPages(): string[] {
  if (!existsSync(DIST)) return [];
  return readdirSync(DIST, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path === 'index.html' || path.endsWith('/index.html'))
    .map((path) => path.slice(0, -'index.html'.length))
    .sort();
}

/** The text of a built file, by its path below the root. */
export function builtFile(path: string): string {
  return readFileSync(join(DIST, path), 'utf8');
}

/** Whether a path below the root leads to a built file or page. */
export function isBuilt(path: string): boolean {
  return existsSync(join(DIST, path.endsWith('/') || path === '' ? `${path}index.html` : path));
}

/** The name of the one built script with a text in it: names of scripts tell nothing. @throws {Error} where it is not one */
export function builtScriptWith(text: string): string {
  const found = readdirSync(join(DIST, '_astro')).filter((name) => name.endsWith('.js') && builtFile(`_astro/${name}`).includes(text));
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) throw new Error(`${found.length} scripts have the text ${text}.`);
  return only;
}
