import { parseAst } from 'rolldown/parseAst';

/** A node of a syntax tree (ESTree), as far as builds look at it. */
export interface Node {
  readonly type: string;
  /** Where it stands in the code: from, and up to. */
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

/** The statements of a module, in order. @throws {SyntaxError} where it is none */
export function statementsOf(code: string): Node[] {
  return children({ ...parseAst(code) });
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;
}

/** The nodes right below one. */
export function children(node: object): Node[] {
  return Object.values(node).flat().filter(isNode);
}

/** The name an identifier is; empty for any other node. */
export function nameOf(node: unknown): string {
  return isNode(node) && typeof node['name'] === 'string' ? node['name'] : '';
}

/** A stretch of code that is to be written otherwise. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A code with some of its stretches written otherwise. Where one lies in another, the outer is taken. */
export function rewritten(code: string, changes: readonly Change[]): string {
  let at = 0;
  let whole = '';
  for (const { start, end, text } of changes.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < at) continue;
    whole += code.slice(at, start) + text;
    at = end;
  }
  return whole + code.slice(at);
}
