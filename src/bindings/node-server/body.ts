import type { IncomingMessage } from 'node:http';

/** What is read and thrown away of a body that is too large, so that its sender still reads the answer; in bytes. */
const DRAINED = 8 * 1024 * 1024;

/** Reads on without keeping anything, up to a bound; a sender that goes on beyond it is cut off. */
function drain(incoming: IncomingMessage): void {
  let left = DRAINED;
  incoming.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) incoming.destroy();
  });
}

/**
 * The body of a request, bounded while it streams: one that is larger comes back at once, cut a byte
 * beyond the limit, so that whoever measures it finds it too large. Bytes that are not UTF-8 become
 * U+FFFD, as a message is text.
 * @param limit bytes
 * @throws where the sender went away before the end
 */
export function readBody(incoming: IncomingMessage, limit: number): Promise<string> {
  if (incoming.headers['content-length'] === undefined && incoming.headers['transfer-encoding'] === undefined) {
    incoming.resume();
    return Promise.resolve('');
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= limit) return;
      incoming.off('data', take);
      drain(incoming);
      resolve(Buffer.concat(chunks).toString('utf8', 0, limit + 1));
    };
    incoming.on('data', take);
    incoming.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    incoming.on('error', reject);
  });
}
