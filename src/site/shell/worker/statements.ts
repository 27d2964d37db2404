import type { Bash } from 'just-bash/browser';

/** One statement of a line. */
export interface Statement {
  readonly text: string;
  /** The function it defines. */
  readonly defines?: string | undefined;
  /** Whether it is `ls` and nothing else: what it lists is for the screen. */
  readonly lists?: boolean | undefined;
}

/** Whether a line could not be read because it is the beginning of something longer. */
export function isUnfinished(error: unknown): boolean {
  return error instanceof Error && /got EOF|unexpected EOF|unterminated here-document/.test(error.message);
}

/** Whether a line ends in what asks for another. */
export function unfinishedEnd(line: string): boolean {
  return /(?:^|[^\\])(?:\\\\)*\\$/.test(line) || /(?:\||&&)\s*$/.test(line);
}

/** The statements of a line, so that each can be told of when it is done. A here-document keeps its line whole. */
export function statementsOf(shell: Bash, line: string): Statement[] {
  const { ast } = shell.transform(line);
  const hereDocument = /<<-?(?!<)/.test(line.replaceAll('<<<', ''));
  if (hereDocument) return [{ text: line }];
  return ast.statements.map(({ sourceText = '', pipelines }) => {
    const commands = pipelines.flatMap((pipeline) => pipeline.commands);
    const [first] = commands;
    const alone = commands.length === 1 && first?.type === 'SimpleCommand' && first.redirections.length === 0;
    return {
      text: sourceText,
      defines: first?.type === 'FunctionDef' ? first.name : undefined,
      lists: alone && /^ls(?:\s+(?:-[aA]+|[^-\s]\S*))*$/.test(sourceText),
    };
  });
}

/** Arrays that a statement may make or change, and those that are there. */
export function arrayNames(statement: string, arrays: string): string[] {
  const made = /\b([A-Za-z_]\w*)(?:\+?=\(|\[[^\]]*\]=)|\b(?:mapfile|readarray|read\s+-a)\s+(?:-\S+\s+)*([A-Za-z_]\w*)/g;
  const names = [...statement.matchAll(made)].map(([, one, other]) => one ?? other ?? '');
  const known = [...arrays.matchAll(/^declare -\S+ (\w+)=/gm)].map(([, name = '']) => name);
  const all = [...new Set([...known, ...names])];
  // Without an array, now or in this statement, there is nothing to write down.
  return names.length === 0 && known.length === 0 ? [] : all;
}

/** What `declare -p` wrote, so that it makes the same arrays: blanks in a value survive only outside of `declare`. */
export function arraysAgain(arrays: string): string {
  return arrays.replaceAll(/^declare (-\S+) (\w+)=\(/gm, 'declare $1 $2\n$2=(');
}
