import type { OwnMessage } from '#engine/player/own/own-message.ts';
import { asCurl, shellQuoted } from '#engine/trace/export/curl.ts';

/** What curl works out itself, and must where the body is changed. */
const CURLS_OWN = new Set(['content-length', 'user-agent']);

/** A message of the reader's own as the line of the terminal that sends it, to be changed and sent again. */
export function ownAsCommand({ request, identity }: OwnMessage): string {
  const headers = request.headers.filter(([name]) => !CURLS_OWN.has(name.toLowerCase()));
  const certificate = identity === undefined ? '' : ` --cert ~/certs/${identity}.pem --key ~/certs/${identity}.key`;
  return `${asCurl({ ...request, headers }, shellQuoted(request.url), ' ')}${certificate}`;
}
