const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;

/** The longest run of backticks in a text. */
function ticks(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** Any text as words of Markdown: nothing in it is read as markup or as HTML, and it stays on its line. CommonMark §2.4 */
export function markdownText(text: string): string {
  return text
    .replace(CONTROLS, '\uFFFD')
    .replaceAll('\n', ' ')
    .replace(/[\\`*_{}[\]()#+!|<>~&@-]/g, String.raw`\$&`);
}

/** Any text as code inside of a line or of a cell of a table. CommonMark §6.1; GFM §4.10 */
export function markdownCode(text: string): string {
  const flat = text.replace(CONTROLS, '\uFFFD').replaceAll('\n', ' ');
  if (flat.trim() === '') return '(empty)';
  const fence = '`'.repeat(ticks(flat) + 1);
  // A space at each end is no part of the code; without it a backtick there would belong to the fence.
  const space = /^[` ]|[` ]$/.test(flat) ? ' ' : '';
  // A vertical bar ends a cell even inside of code.
  return `${fence}${space}${flat.replaceAll('|', String.raw`\|`)}${space}${fence}`;
}

/** Any text as a block of code, which nothing in it can end. CommonMark §4.5 */
export function markdownBlock(language: string, text: string): string {
  const fence = '`'.repeat(Math.max(3, ticks(text) + 1));
  return `${fence}${language}\n${text.replaceAll('\r\n', '\n').replace(/\n$/, '')}\n${fence}`;
}

/** A table of cells that are Markdown already. GFM §4.10 */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
