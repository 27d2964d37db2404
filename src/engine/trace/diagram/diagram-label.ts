/** The longest label an arrow carries, in characters. */
const LABEL_LIMIT = 32;

const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;

/** Any text as one line of a drawing, cut where it is too long. */
export function shortLabel(text: string, limit = LABEL_LIMIT): string {
  const chars = [...text.replace(CONTROLS, '\uFFFD').replaceAll('\n', ' ').trim()];
  return chars.length > limit ? `${chars.slice(0, limit - 1).join('')}…` : chars.join('');
}

/** Any text as a Mermaid label that shows exactly that text: everything but plain characters becomes an entity. */
export function diagramLabel(text: string, limit = LABEL_LIMIT): string {
  const cut = [...shortLabel(text, limit)];
  return cut.map((char) => (/[A-Za-z0-9 .,/?=&_()-]/.test(char) ? char : `#${char.codePointAt(0) ?? 0xfffd};`)).join('') || '#8203;';
}
