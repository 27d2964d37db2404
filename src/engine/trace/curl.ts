import type { HttpRequest } from '../http/message.ts';

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A request as a curl command for a POSIX shell; nothing in it can end the quoting. */
export function asCurl(request: HttpRequest): string {
  const parts = [`curl -i -X ${shellQuoted(request.method)} ${shellQuoted(request.url)}`];
  for (const [name, value] of request.headers) parts.push(`-H ${shellQuoted(`${name}: ${value}`)}`);
  if (request.body !== '') parts.push(`--data-raw ${shellQuoted(request.body)}`);
  return parts.join(' \\\n  ');
}
