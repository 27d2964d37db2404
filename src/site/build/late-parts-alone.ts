import { children, nameOf, rewritten, statementsOf } from './syntax-tree.ts';
import type { Change, Node } from './syntax-tree.ts';

/** The one `import()` in a function that does nothing else, with what is taken from it. */
function onlyImport(loader: Node): Node | undefined {
  const [body] = children(loader).slice(-1);
  if (body?.type !== 'BlockStatement') return body;
  const awaited = children(body).flatMap(children).flatMap(children);
  const [found] = awaited.filter(({ type }) => type === 'AwaitExpression').flatMap(children);
  return found;
}

/** What stands in the place of a call that a build put there; undefined for any other node. */
function inPlaceOf(node: Node, code: string): string | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const callee = nameOf(node['callee']);
  const [given] = children({ given: node['arguments'] });
  if (!given) return undefined;
  if (callee.startsWith('__vitePreload')) {
    const plain = onlyImport(given);
    return plain && code.slice(plain.start, plain.end);
  }
  if (callee !== '__exportAll') return undefined;
  const names = children(given).map(({ key, value }) => [nameOf(key), nameOf(children({ value })[0]?.['body'])]);
  return `{ ${names.map(([name, local]) => `get ${name}() { return ${local}; }`).join(', ')} }`;
}

/**
 * A script whose `import()`s stand for themselves, and which holds what it is imported for without a helper.
 * A build wraps each import, so that styles and what the part imports are fetched along; a part that needs
 * nothing more than is there already has no use for that.
 */
export function withPlainImports(code: string): string {
  const changes: Change[] = [];
  const look = (node: Node): void => {
    const text = inPlaceOf(node, code);
    if (text !== undefined) changes.push({ start: node.start, end: node.end, text });
    for (const child of children(node)) look(child);
  };
  for (const statement of statementsOf(code)) {
    const helpers =
      statement.type === 'ImportDeclaration'
        ? children(statement)
            .map(({ local }) => nameOf(local))
            .filter((name) => name !== '')
        : [];
    if (helpers.join() === '__exportAll') changes.push({ start: statement.start, end: statement.end, text: '' });
    else look(statement);
  }
  return rewritten(code, changes);
}

/** Vite's function around an import of a late part. */
const HELPER = '\0vite/preload-helper.js';

/**
 * A late part is fetched by its `import()` and nothing else. A build lists for each what it needs, to fetch that along;
 * here its styles stand in the page already, and what it needs is hardly ever more than the files of the stage, which are
 * there. The two of them have no call around an import either: they name more than a hundred parts.
 */
export function latePartsAlone() {
  return {
    name: 'late-parts-alone',
    configEnvironment: (name: string) =>
      name === 'client' ? { build: { modulePreload: { resolveDependencies: (): string[] => [] } } } : undefined,
    transform: (_code: string, id: string) => (id === HELPER ? 'export const __vitePreload = (load) => load();' : undefined),
    renderChunk: (code: string, { name }: { readonly name: string }) =>
      name === 'landscape' || name === 'stage' ? { code: withPlainImports(code), map: null } : undefined,
  };
}
