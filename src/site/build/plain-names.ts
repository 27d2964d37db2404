import type { Plugin } from 'vite';
import { asksOf, shortNames } from './asked-late.ts';
import { children, nameOf, rewritten, statementsOf } from './syntax-tree.ts';
import type { Change, Node } from './syntax-tree.ts';

/** The name of a file of the build, from the address by which a script beside it names it. */
function fileOf(source: unknown): string {
  const { value } = Object(source) as { readonly value?: unknown };
  return typeof value === 'string' ? value.replace(/^\.\//, '') : '';
}

const isExport = ({ type, source }: Node): boolean => type === 'ExportNamedDeclaration' && (source === null || source === undefined);

interface Given {
  readonly own: string;
  readonly given: string;
}

/** What a script gives to others: under which name of its own, and under which they know it. */
function exportsOf(code: string): Given[] {
  return statementsOf(code)
    .filter(isExport)
    .flatMap(({ specifiers }) => children({ specifiers }))
    .map(({ local, exported }) => ({ own: nameOf(local), given: nameOf(exported) }));
}

/**
 * What a script gives to others under another name than before, as it was and as it is: `export { own as given }`.
 * @param late names of what is asked for while the page runs, by what they were; undefined where none may change
 * @throws {Error} where two things would have one name
 */
export function renamedExports(code: string, late: ReadonlyMap<string, string> | undefined): Map<string, string> {
  const renamed = new Map<string, string>();
  if (!late) return renamed;
  const taken = new Set(late.values());
  for (const { own, given } of exportsOf(code)) {
    const short = late.get(given);
    const name = short ?? (own === '' || taken.has(own) ? given : own);
    if (short === undefined) {
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
  const changes: Change[] = asksOf(code).flatMap(({ file, written }) => written(others.get(file) ?? new Map()));
  for (const statement of statementsOf(code)) {
    const from = fileOf(statement['source']);
    if (from === '' && !isExport(statement)) continue;
    const names = from === '' ? own : others.get(from);
    // What it is called there, and what it is called outside of that: `import { there as outside }`, `export { there as outside }`.
    const [there, outside] = statement.type === 'ImportDeclaration' ? ['imported', 'local'] : ['local', 'exported'];
    for (const specifier of children({ given: statement['specifiers'] })) {
      const plain = names?.get(nameOf(specifier[from === '' ? outside : there]));
      if (plain === undefined) continue;
      // Of an own thing the name changes that others know; of another's, the one it is known by there.
      const [left, right] = from === '' ? [nameOf(specifier['local']), plain] : [plain, nameOf(specifier[outside])];
      const text = left === right ? left : `${left} as ${right}`;
      changes.push({ start: specifier.start, end: specifier.end, text });
    }
  }
  return rewritten(code, changes);
}

/**
 * A bundler gives what its files share a second name, in both files: `export { xq as a }`, `import { a as e }`. The first
 * is as short as the second, and hundreds of them stand in every reader's scripts. What is asked for while the page runs
 * has a short name of its own, as every late part is asked for one thing; where a script may ask for anything, names stay.
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
        const asks = scripts.flatMap(({ code }) => asksOf(code));
        const plain = new Map<string, ReadonlyMap<string, string>>();
        for (const { fileName, code, isEntry } of scripts) {
          const file = fileName.replace(/^.*\//, '');
          const late = isEntry
            ? undefined
            : shortNames(
                exportsOf(code).map(({ given }) => given),
                asks.filter((ask) => ask.file === file),
              );
          plain.set(file, renamedExports(code, late));
        }
        for (const script of scripts)
          script.code = withPlainNames(script.code, plain.get(script.fileName.replace(/^.*\//, '')) ?? new Map(), plain);
      },
    },
  };
}
