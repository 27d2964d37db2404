import { children, nameOf, rewritten, statementsOf } from '../syntax-tree.ts';
import type { Node } from '../syntax-tree.ts';

/** The function of a statement that exports one of this name. */
function exported(statement: Node, name: string): Node | undefined {
  if (statement.type !== 'ExportNamedDeclaration') return undefined;
  return children(statement).find((one) => one.type === 'FunctionDeclaration' && nameOf(one['id']) === name);
}

/** Svelte's module of proxies, whose values stay what they are. @throws {Error} where it has another form */
export function withoutProxies(code: string): string {
  const proxy = statementsOf(code)
    .map((statement) => exported(statement, 'proxy'))
    .find((one) => one !== undefined);
  if (!proxy) throw new Error('The proxies of Svelte have another form than they had. See src/site/build/svelte/svelte-raw-state.ts.');
  return rewritten(code, [{ start: proxy.start, end: proxy.end, text: 'function proxy(value) { return value; }' }]);
}

/**
 * Svelte without the proxies that see what is changed inside of an object: every state here is `$state.raw`, so an object
 * is replaced by another one and never changed.
 */
export function svelteRawState() {
  return {
    name: 'svelte-raw-state',
    apply: 'build' as const,
    transform: (code: string, id: string) =>
      /[\\/]svelte[\\/]src[\\/]internal[\\/]client[\\/]proxy\.js$/.test(id) ? withoutProxies(code) : undefined,
  };
}
