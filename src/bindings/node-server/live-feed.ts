import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Exchange } from '#engine/trace/trace.ts';
import type { Landscape } from '#engine/world/landscape.ts';

/** Views that may watch at once. */
const MOST_WATCHERS = 20;

/** What may wait for a view that does not read, in bytes: beyond that it is cut off, and asks anew by itself. HTML §9.2.3 */
const MOST_UNREAD = 4 * 1024 * 1024;

/** How often a quiet connection is kept open, in milliseconds. */
const HEARTBEAT = 15_000;

/** What happens in a landscape, for whoever watches it. */
export interface LiveFeed {
  /** Tells those who watch what has changed since it was told last; costs nothing where nobody does. */
  publish(): void;
  /** Answers a view with what is remembered, and from then on with what happens. HTML §9.2 */
  watch(request: IncomingMessage, response: ServerResponse): void;
}

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Only a page of this machine may watch: a name that somebody points here is not one. RFC 6761 §6.3 */
function isFromHere({ headers: { host = '', origin } }: IncomingMessage): boolean {
  const here = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(host);
  return here && (origin === undefined || origin === `http://${host}`);
}

/** A feed of one landscape, which tells of every exchange once it is over. */
export function createLiveFeed(landscape: Pick<Landscape, 'trace'>): LiveFeed {
  const watchers = new Set<ServerResponse>();
  let told = new Map<number, Exchange>();

  const finished = (): readonly Exchange[] => landscape.trace().exchanges.filter(({ response, failure }) => response ?? failure);

  function tell(watcher: ServerResponse, text: string): void {
    watcher.write(text);
    if (watcher.writableLength > MOST_UNREAD) watcher.destroy();
  }

  function publish(): void {
    if (watchers.size === 0) return;
    const now = finished();
    const changed = now.filter((exchange) => told.get(exchange.number) !== exchange);
    told = new Map(now.map((exchange) => [exchange.number, exchange]));
    if (changed.length === 0) return;
    const text = event('exchanges', changed);
    for (const watcher of watchers) tell(watcher, text);
  }

  return {
    publish,
    watch(request, response) {
      if (!isFromHere(request) || watchers.size >= MOST_WATCHERS) {
        response.writeHead(403, { 'Content-Type': 'text/plain' }).end('Only a few pages of this machine may watch.\n');
        return;
      }
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', Connection: 'keep-alive' });
      // Those who watch already have not been told of what is over and whose outer exchange is not.
      publish();
      const { parties, off } = landscape.trace();
      const exchanges = finished();
      told = new Map(exchanges.map((exchange) => [exchange.number, exchange]));
      response.write(event('landscape', { parties, off, exchanges }));
      watchers.add(response);
      const beat = setInterval(() => tell(response, ': still here\n\n'), HEARTBEAT);
      beat.unref();
      response.on('close', () => {
        clearInterval(beat);
        watchers.delete(response);
      });
    },
  };
}
