import { children, nameOf, rewritten, statementsOf } from '../syntax-tree.ts';
import type { Change, Node } from '../syntax-tree.ts';

const isIf = ({ type }: Node): boolean => type === 'IfStatement';
const blockOf = (node: Node): Node[] =>
  children(node)
    .filter(({ type }) => type === 'BlockStatement')
    .flatMap(children);

/** In each function, the statement that serves what no component here writes. */
const NEEDLESS: Readonly<Record<string, (body: readonly Node[]) => Node | undefined>> = {
  // Lists and objects of classes.
  clsx: (body) => body.find(isIf),
  // A style as text, of which directives of the same element take a part.
  to_style: (body) =>
    body
      .filter(isIf)
      .flatMap(blockOf)
      .find((node) => isIf(node) && nameOf(node['test']) === 'value'),
};

/** Svelte's module of attributes, where a class is a text and a style is made of directives. @throws {Error} where it has another form */
export function withPlainAttributes(code: string): string {
  const changes: Change[] = [];
  for (const made of statementsOf(code).flatMap((statement) => children({ made: statement['declaration'] }))) {
    const found = NEEDLESS[nameOf(made['id'])]?.(blockOf(made));
    const text = found && nameOf(made['id']) === 'clsx' ? "return value ?? '';" : '';
    if (found) changes.push({ start: found.start, end: found.end, text });
  }
  if (changes.length !== Object.keys(NEEDLESS).length)
    throw new Error('Attributes are made in another form than they were. See src/site/build/svelte/plain-attributes.ts.');
  return rewritten(code, changes);
}

/** Svelte for components that say what an element's class is as text, and its style by directives. A test looks at all of them. */
export function plainAttributes() {
  return {
    name: 'plain-attributes',
    apply: 'build' as const,
    applyToEnvironment: ({ name }: { readonly name: string }) => name === 'client',
    transform: (code: string, id: string) =>
      /[\\/]svelte[\\/]src[\\/]internal[\\/]shared[\\/]attributes\.js$/.test(id) ? withPlainAttributes(code) : undefined,
  };
}
