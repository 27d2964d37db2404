import { textWidth } from './cell-width.ts';

/** The most choices that are listed. */
const MOST = 200;

/** Texts in columns, read downwards, as `ls` lists names; one a line where the screen is narrow. */
export function columnsOf(texts: readonly string[], width: number): string {
  const shown = texts.slice(0, MOST);
  const widest = shown.reduce((most, text) => Math.max(most, textWidth(text)), 0) + 2;
  const across = Math.max(1, Math.floor(width / widest));
  const rows = Math.ceil(shown.length / across);
  const lines = Array.from({ length: rows }, (_, row) =>
    shown
      .filter((_text, index) => index % rows === row)
      .map((text, index, all) => (index === all.length - 1 ? text : text + ' '.repeat(widest - textWidth(text))))
      .join(''),
  );
  const more = texts.length > MOST ? [`and ${texts.length - MOST} more`] : [];
  return [...lines, ...more, ''].join('\n');
}

/** A text in lines of whole words; a word that is longer than a line is left to the screen. */
export function wrapped(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && textWidth(longer) > width) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line];
  });
}
