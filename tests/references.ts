import { readFileSync } from 'node:fs';

/** The sections `content/specs.yaml` lists, as `rfc7636#4.6`: its ids and section numbers, read by their indentation. */
export function listedReferences(): Set<string> {
  const references = new Set<string>();
  let specification = '';
  for (const line of readFileSync(new URL('../content/specs.yaml', import.meta.url), 'utf8').split('\n')) {
    specification = /^- id: (\S+)$/.exec(line)?.[1] ?? specification;
    const section = /^ {4}'?([0-9A-Za-z.-]+)'?: \S/.exec(line)?.[1];
    if (section) references.add(`${specification}#${section}`);
  }
  return references;
}

/** The lists under one key of a text's front matter or of YAML: `specs: [a, b]`, each item as it is written there. */
export function itemsOf(text: string, key: string): string[] {
  return [...text.matchAll(new RegExp(`^ *${key}: \\[(.*)\\]$`, 'gm'))].flatMap(([, list = '']) =>
    list
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );
}
