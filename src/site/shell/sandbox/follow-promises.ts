import { javascriptLanguage } from '@codemirror/lang-javascript';

/** Expressions whose value may be a promise that the statement drops. */
const DROPS = new Set([
  'CallExpression',
  'NewExpression',
  'BinaryExpression',
  'ConditionalExpression',
  'ParenthesizedExpression',
  'SequenceExpression',
  'TaggedTemplateExpression',
]);

/**
 * The script with a mark around each expression that a statement drops, `$dropped((…))`, and around what each
 * `await` waits for, `$awaited(line, (…))`. The engine tells nobody of a rejection that nobody hears, and keeps no
 * stack across an `await`; with the marks both are known. Lines stay where they are. A script with a syntax error
 * comes back as it is, so that the engine names the error.
 */
export function followPromises(script: string): string {
  const marks: { readonly at: number; readonly text: string }[] = [];
  const broken: number[] = [];
  let [line, counted] = [1, 0];
  javascriptLanguage.parser.parse(script).iterate({
    enter(node) {
      if (node.type.isError) broken.push(node.from);
      // Nodes are entered in the order of the text.
      for (; counted < node.from; counted += 1) if (script[counted] === '\n') line += 1;
      if (node.name === 'AwaitExpression') {
        const value = node.node.lastChild;
        if (value) marks.push({ at: value.from, text: `$awaited(${line}, (` }, { at: value.to, text: '))' });
      }
      const dropped = node.name === 'ExpressionStatement' ? node.node.firstChild : null;
      if (dropped && DROPS.has(dropped.name)) marks.push({ at: dropped.from, text: '$dropped((' }, { at: dropped.to, text: '))' });
    },
  });
  if (broken.length > 0) return script;
  let text = '';
  let from = 0;
  for (const mark of marks.toSorted((one, other) => one.at - other.at)) {
    text += script.slice(from, mark.at) + mark.text;
    from = mark.at;
  }
  return text + script.slice(from);
}
