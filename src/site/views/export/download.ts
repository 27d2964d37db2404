/** What a reader can take away: a file with its name. */
export interface TakenFile {
  readonly name: string;
  readonly type: string;
  readonly content: string | Blob;
}

/** How long a browser may take to begin with a download, in milliseconds. */
const UNTIL_TAKEN = 10_000;

/** Hands a file to the reader, as a download. Nothing leaves the page. */
export function download({ name, type, content }: TakenFile): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), UNTIL_TAKEN);
}

/** A text as a name of a file on any system: `code-flow.har`. */
export function fileName(title: string, extension: string): string {
  const plain = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${plain === '' ? 'run' : plain}.${extension}`;
}
