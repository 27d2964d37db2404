import type { HttpRequest } from '../../http/message.ts';

/** A text as one word of a POSIX shell; nothing in it can end the quoting. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * A request as a curl command for a POSIX shell; nothing in it can end the quoting.
 * @param url the address as a word of the shell, where it is not written as it was sent
 * @param between what parts its words: a line each, where nothing else is asked for
 */
export function asCurl(request: HttpRequest, url = shellQuoted(request.url), between = ' \\\n  '): string {
  const parts = [`curl -i -X ${shellQuoted(request.method)} ${url}`];
  for (const [name, value] of request.headers) parts.push(`-H ${shellQuoted(`${name}: ${value}`)}`);
  if (request.body !== '') parts.push(`--data-raw ${shellQuoted(request.body)}`);
  return parts.join(between);
}
