import type { Plugin } from 'vite';
import { children, nameOf, rewritten, statementsOf } from './syntax-tree.ts';
import type { Change, Node } from './syntax-tree.ts';

/** The name of a file of the build, from the address by which a script beside it names it. */
function fileOf(source: unknown): string {
  const { value } = Object(source) as { readonly value?: unknown };
  return typeof value === 'string' ? value.replace(/^\.\//, '') : '';
}

const isExport = ({ type, source }: Node): boolean => type === 'ExportNamedDeclaration' && (source === null || source === undefined);

/**
 * By which names scripts ask for what a file gives while the page runs; undefined where that cannot be told.
 * A bundler asks a file of many modules for one of them: `import("./many.js").then((e) => e.one)`.
 */
export function askedAtRunTime(file: string, scripts: readonly string[]): ReadonlySet<string> | undefined {
  const pattern = new RegExp(
    `import\\(["'\`]\\./${file.replaceAll('.', '\\.')}["'\`]\\)(?:\\.then\\(\\(?([\\w$]+)\\)?\\s*=>\\s*\\1\\.([\\w$]+)\\))?`,
    'g',
  );
  const asked = scripts.flatMap((code) => [...code.matchAll(pattern)].map(([, , name]) => name));
  return asked.includes(undefined) ? undefined : new Set(asked.filter((name) => name !== undefined));
}

/**
 * What a script gives to others under a name that is not its own, as given and own: `export { own as given }`.
 * @param kept names that have to stay
 * @throws {Error} where a name that stays is one of its own for something else
 */
export function renamedExports(code: string, kept: ReadonlySet<string>): Map<string, string> {
  const renamed = new Map<string, string>();
  const taken = new Set(kept);
  for (const { local, exported } of statementsOf(code)
    .filter(isExport)
    .flatMap(({ specifiers }) => children({ specifiers }))) {
    const [own, given] = [nameOf(local), nameOf(exported)];
    const name = own === '' || kept.has(given) || taken.has(own) ? given : own;
    if (name !== given || !kept.has(given)) {
      if (taken.has(name)) throw new Error(`Two things would be given as ${name}. See src/site/build/plain-names.ts.`);
      taken.add(name);
    }
    if (name !== given) renamed.set(given, name);
  }
  return renamed;
}

/**
 * A script that gives what it has under its own names, and takes from others by theirs.
 * @param own its names by those it gave them, where they are to be left out
 * @param others the same of the scripts that it imports, by their file names
 */
export function withPlainNames(
  code: string,
  own: ReadonlyMap<string, string>,
  others: ReadonlyMap<string, ReadonlyMap<string, string>>,
): string {
  const changes: Change[] = [];
  for (const statement of statementsOf(code)) {
    const from = fileOf(statement['source']);
    if (from === '' && !isExport(statement)) continue;
    const names = from === '' ? own : others.get(from);
    // What it is called there, and what it is called outside of that: `import { there as outside }`, `export { there as outside }`.
    const [there, outside] = statement.type === 'ImportDeclaration' ? ['imported', 'local'] : ['local', 'exported'];
    for (const specifier of children({ given: statement['specifiers'] })) {
      const plain = names?.get(nameOf(specifier[from === '' ? outside : there]));
      if (plain === undefined) continue;
      const local = nameOf(specifier[outside]);
      const text = from === '' || local === plain ? plain : `${plain} as ${local}`;
      changes.push({ start: specifier.start, end: specifier.end, text });
    }
  }
  return rewritten(code, changes);
}

/**
 * A bundler gives what its files share a second name, in both files: `export { xq as a }`, `import { a as e }`. The first
 * is as short as the second, and hundreds of them stand in every reader's scripts. What is imported at run time keeps
 * its name: nobody could tell who asks for it.
 */
export function plainNames(): Plugin {
  return {
    name: 'plain-names',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const scripts = Object.values(bundle).filter((one) => one.type === 'chunk');
        const codes = scripts.map(({ code }) => code);
        const plain = new Map<string, ReadonlyMap<string, string>>();
        for (const { fileName, code, isEntry } of scripts) {
          const file = fileName.replace(/^.*\//, '');
          const kept = isEntry ? undefined : askedAtRunTime(file, codes);
          if (kept) plain.set(file, renamedExports(code, kept));
        }
        for (const script of scripts)
          script.code = withPlainNames(script.code, plain.get(script.fileName.replace(/^.*\//, '')) ?? new Map(), plain);
      },
    },
  };
}
