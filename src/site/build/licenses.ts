import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/** What a bundler says of a file it made: a script with its modules, or an asset with the files it was made of. */
type Made =
  | { readonly type: 'chunk'; readonly modules: Readonly<Record<string, { readonly renderedLength: number }>> }
  | { readonly type: 'asset'; readonly originalFileNames: readonly string[] };

/** Whose code stands in the pages themselves, where no bundler tells of it: what wakes an island up. */
const IN_PAGES = ['astro'];
/** Packages that others were put into before they were published, so that no bundler tells of those either. */
const WITH_OTHERS_INSIDE: readonly unknown[] = ['just-bash'];
/** Files that a package keeps its terms in. */
const TERMS = /^(?:licen[cs]e|copying|notice|ofl|third[-_]?party)/i;
const RULE = '='.repeat(80);

/** The folder of the package that a module is of, the innermost where packages lie in packages; undefined for the site's own. */
export function packageFolder(module: string): string | undefined {
  return /^\0?(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(module.replace(/[?#].*$/, ''))?.[1];
}

function manifestOf(folder: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Readonly<Record<string, unknown>>;
}

/** A folder with those of everything that the package in it asks for, as far as it is installed, and of what that asks for. */
export function withDependencies(folder: string, known = new Set<string>()): Set<string> {
  if (known.has(folder)) return known;
  known.add(folder);
  for (const name of Object.keys(manifestOf(folder)['dependencies'] ?? {}))
    for (let above = folder; ; above = dirname(above)) {
      const there = join(above, 'node_modules', name);
      if (existsSync(join(there, 'package.json'))) withDependencies(there, known);
      if (existsSync(there) || above === dirname(above)) break;
    }
  return known;
}

function termsIn(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && TERMS.test(entry.name))
    .map((entry) => readFileSync(join(folder, entry.name), 'utf8').replaceAll('\r\n', '\n').trim())
    .join('\n\n');
}

/**
 * What packages ask for in exchange for their code: the name, version, license and terms of each, sorted by name.
 * @param mit the MIT License of anybody, for packages that name it and bring no text
 * @throws {Error} where a package brings no terms and names none that are known
 */
export function noticesOf(folders: Iterable<string>, mit: string): string {
  const notices = new Map<string, string>();
  for (const folder of folders) {
    const { name, version, license } = manifestOf(folder);
    const title = `${String(name)} ${String(version)}`;
    const terms =
      termsIn(folder) || (license === 'MIT' ? mit.replace(/^Copyright .*$/m, `Copyright (c) the authors of ${String(name)}`) : '');
    if (terms === '') throw new Error(`${title} is in the site and brings no text of its license.`);
    notices.set(title, `${RULE}\n${title}\n${typeof license === 'string' ? license : 'Its license follows'}\n\n${terms}\n`);
  }
  return [...notices]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, notice]) => notice)
    .join('\n');
}

/**
 * Writes `licenses.txt` beside the pages: the notices of every package whose code, typeface or program was put into the site, as
 * told by the bundlers that put it there.
 */
export function licenses() {
  const folders = new Set<string>();
  let root = '';
  function note(module: string): void {
    const folder = packageFolder(module);
    if (folder !== undefined) folders.add(folder);
  }

  /** To stand among the plugins of the site, and of its workers. What runs while pages are made is not shipped. */
  const plugin = {
    name: 'licenses',
    generateBundle(this: { readonly environment: { readonly name: string } }, _options: unknown, bundle: Readonly<Record<string, Made>>) {
      for (const made of Object.values(bundle)) {
        // Names of files inside the project are relative to it.
        if (made.type === 'asset') for (const file of made.originalFileNames) note(resolve(root, file));
        else if (this.environment.name === 'client')
          for (const [module, { renderedLength }] of Object.entries(made.modules)) if (renderedLength > 0) note(module);
      }
    },
  };

  const integration: AstroIntegration = {
    name: 'licenses',
    hooks: {
      'astro:config:done': ({ config }) => {
        root = fileURLToPath(config.root);
      },
      'astro:build:done': async ({ dir }) => {
        const inside = [...folders].filter((folder) => WITH_OTHERS_INSIDE.includes(manifestOf(folder)['name']));
        const all = [
          ...folders,
          ...inside.flatMap((folder) => [...withDependencies(folder)]),
          ...IN_PAGES.map((name) => join(root, 'node_modules', name)),
        ];
        const own = readFileSync(join(root, 'LICENSE'), 'utf8').trim();
        const text = `Tokenscope\n\n${own}\n\nWhat follows is the work of others that is part of this site, with their terms.\n\n${noticesOf(all, own)}`;
        await writeFile(join(fileURLToPath(dir), 'licenses.txt'), text);
      },
    },
  };
  return { folders: folders as ReadonlySet<string>, note, plugin, integration };
}
