import { children, nameOf, rewritten, statementsOf } from '../syntax-tree.ts';
import type { Change, Node } from '../syntax-tree.ts';

/**
 * Where Svelte waits for expressions with `await` before it shows what they are part of: an experiment that no component
 * here takes part in, and what a server would have shown of one that failed: then there is no site. A function waits after the `if` that returns where there is nothing to wait for; a method only waits,
 * and a field only serves such methods.
 */
const WAITING: Readonly<Record<string, readonly string[]>> = {
  'reactivity/async.js': ['flatten'],
  'reactivity/batch.js': ['decrement', 'increment'],
  'dom/blocks/boundary.js': [
    'defer_effect',
    'effect_pending_subscriber',
    'get_effect_pending',
    'hydrate_failed_content',
    'hydrate_pending_content',
    'update_pending_count',
    'update_pending_count',
  ],
};

const returns = (node: Node): boolean =>
  node.type === 'IfStatement' &&
  children({ then: node['consequent'] })
    .flatMap(children)
    .some(({ type }) => type === 'ReturnStatement');

/** What goes of a function, a method or a field; undefined for any other node. */
function waiting(node: Node): { readonly name: string; readonly change: Change } | undefined {
  if (node.type === 'PropertyDefinition') return { name: nameOf(node['key']), change: { start: node.start, end: node.end, text: '' } };
  const isMethod = node.type === 'MethodDefinition';
  if (!isMethod && node.type !== 'FunctionDeclaration') return undefined;
  const made = isMethod ? children({ value: node['value'] })[0] : node;
  const body = made && children(made).find(({ type }) => type === 'BlockStatement');
  const from = isMethod ? body && body.start + 1 : body && children(body).find(returns)?.end;
  if (!body || from === undefined) return undefined;
  return { name: nameOf(node[isMethod ? 'key' : 'id']), change: { start: from, end: body.end - 1, text: '' } };
}

/** A module without what waits in the functions, methods and fields of these names, one for each. @throws {Error} where they are not there */
export function withoutWaiting(code: string, names: readonly string[]): string {
  const found: { readonly name: string; readonly change: Change }[] = [];
  const look = (node: Node): void => {
    const one = waiting(node);
    if (one && names.includes(one.name)) found.push(one);
    for (const child of children(node)) look(child);
  };
  for (const statement of statementsOf(code)) look(statement);
  if (
    found
      .map(({ name }) => name)
      .toSorted()
      .join() !== names.join()
  )
    throw new Error(`${names.join(', ')} have another form than they had. See src/site/build/svelte/svelte-sync-only.ts.`);
  return rewritten(
    code,
    found.map(({ change }) => change),
  );
}

/** Svelte for components that wait for nothing. */
export function svelteSyncOnly() {
  return {
    name: 'svelte-sync-only',
    apply: 'build' as const,
    transform(code: string, id: string) {
      const file = /[\\/]svelte[\\/]src[\\/]internal[\\/]client[\\/](.*)$/.exec(id)?.[1]?.replaceAll('\\', '/') ?? '';
      const names = WAITING[file];
      return names && withoutWaiting(code, names);
    },
  };
}
