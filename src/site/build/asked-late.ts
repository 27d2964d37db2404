import { children, nameOf, statementsOf } from './syntax-tree.ts';
import type { Change, Node } from './syntax-tree.ts';

/** A place in a script that asks another file for something while the page runs. */
export interface Ask {
  /** The name of the file. */
  readonly file: string;
  /** What it asks for; absent where it may be anything. */
  readonly names?: readonly string[];
  /** The same place with other names. */
  readonly written: (names: ReadonlyMap<string, string>) => readonly Change[];
}

function textOf(node: Node | undefined): string {
  const { value, quasis } = Object(node) as { readonly value?: unknown; readonly quasis?: unknown };
  const [only] = children({ quasis });
  const text = only ? (Object(only['value']) as { readonly cooked?: unknown }).cooked : value;
  return typeof text === 'string' ? text : '';
}

const inside = (node: Node | undefined): Node | undefined => (node?.type === 'ParenthesizedExpression' ? inside(children(node)[0]) : node);
const one = (node: Node | undefined, member: string): Node | undefined => inside(children({ one: node?.[member] })[0]);
const isAwaited = (node: Node | undefined): boolean =>
  node?.type === 'AwaitExpression' && one(node, 'argument')?.type === 'ImportExpression';

/** The members that `{ a, b: c }` takes; undefined where it takes anything in another way. */
function taken(pattern: Node | undefined): Node[] | undefined {
  if (pattern?.type !== 'ObjectPattern') return undefined;
  const members = children({ members: pattern['properties'] });
  return members.every((member) => member.type === 'Property' && nameOf(member['key']) !== '' && nameOf(member['value']) !== '')
    ? members
    : undefined;
}

/** Whether a function takes nothing and gives just that. */
function givesOnly(made: Node | undefined, given: Node | undefined): made is Node {
  return made?.type === 'ArrowFunctionExpression' && children({ given: made['params'] }).length === 0 && one(made, 'body') === given;
}

/** A function that takes one thing of what comes. */
function takes({ start, end }: Node, name: string): Omit<Ask, 'file'> {
  return { names: [name], written: (names) => [{ start, end, text: `e=>e.${names.get(name) ?? name}` }] };
}

/** What is done with what comes: one of it is taken, some of it, or nobody can tell. */
function use(node: Node, parents: readonly Node[], code: string): Omit<Ask, 'file'> {
  const up = parents.filter(({ type }) => type !== 'ParenthesizedExpression');
  const [first, second] = up.slice(-2).reverse();
  const importing = code.slice(node.start, node.end);
  const member = (found: Node): Omit<Ask, 'file'> => {
    const name = nameOf(found['property']);
    const place = one(found, 'property');
    const whole = up.at(-3);
    // `async () => (await import(…)).a` is `() => import(…).then((e) => e.a)`, which is how most ask.
    const isLoader = givesOnly(whole, found);
    return {
      names: [name],
      written: (names) =>
        isLoader
          ? [{ start: whole.start, end: whole.end, text: `()=>${importing}.then(e=>e.${names.get(name) ?? name})` }]
          : [{ start: place?.start ?? 0, end: place?.end ?? 0, text: names.get(name) ?? name }],
    };
  };
  const members = (found: readonly Node[]): Omit<Ask, 'file'> => ({
    names: found.map(({ key }) => nameOf(key)),
    written: (names) =>
      found.map(({ start, end, key, value }) => ({ start, end, text: `${names.get(nameOf(key)) ?? nameOf(key)}:${nameOf(value)}` })),
  });
  if (first && isAwaited(first) && second?.type === 'MemberExpression' && second['computed'] === false) return member(second);
  if (first && isAwaited(first) && second?.type === 'VariableDeclarator') {
    const found = taken(one(second, 'id'));
    if (found) return members(found);
  }
  const [given, ...more] = second?.type === 'CallExpression' ? children({ given: second['arguments'] }) : [];
  if (
    first?.type === 'MemberExpression' &&
    nameOf(first['property']) === 'then' &&
    given?.type === 'ArrowFunctionExpression' &&
    more.length === 0
  ) {
    const [param] = children({ given: given['params'] });
    const body = one(given, 'body');
    const found = taken(param);
    if (body?.type === 'MemberExpression' && nameOf(param) !== '' && nameOf(body['object']) === nameOf(param)) {
      const name = nameOf(body['property']);
      const [awaiting, part, loader] = up.slice(-5, -2).reverse();
      // A file of many parts gives them as one object: `async () => (await import(…).then((e) => e.all)).part`.
      if (
        awaiting?.type === 'AwaitExpression' &&
        part?.type === 'MemberExpression' &&
        part['computed'] === false &&
        givesOnly(loader, part)
      )
        return {
          names: [name],
          written: (names) => [
            {
              start: loader.start,
              end: loader.end,
              text: `()=>${importing}.then(e=>e.${names.get(name) ?? name}.${nameOf(part['property'])})`,
            },
          ],
        };
      return takes(given, name);
    }
    const [only, ...others] = found ?? [];
    if (only && others.length === 0 && nameOf(only['value']) === nameOf(body)) {
      const name = nameOf(only['key']);
      return takes(given, name);
    }
    if (found) return members(found);
  }
  return { written: () => [] };
}

/** Every place in a script that asks another file for something while the page runs. */
export function asksOf(code: string): Ask[] {
  const asks: Ask[] = [];
  const look = (node: Node, parents: readonly Node[]): void => {
    if (node.type === 'ImportExpression') {
      const file = textOf(one(node, 'source')).replace(/^\.\//, '');
      if (file !== '') asks.push({ file, ...use(node, parents, code) });
    }
    const below = [...parents, node];
    for (const child of children(node)) look(child, below);
  };
  for (const statement of statementsOf(code)) look(statement, []);
  return asks;
}

/**
 * Short names for what files give while the page runs: one for each that others ask for, told by all that the file
 * gives and so by nothing outside of it. Files that are asked in a way that nobody can tell keep their names.
 */
export function shortNames(given: readonly string[], asks: readonly Ask[]): ReadonlyMap<string, string> | undefined {
  const asked = new Set(asks.flatMap(({ names = [] }) => names));
  if (asks.some(({ names }) => names === undefined)) return undefined;
  return new Map(
    given
      .toSorted()
      .map((name, index) => [name, index === 0 ? '_' : `_${String(index)}`] as const)
      .filter(([name]) => asked.has(name)),
  );
}
