import type { Cast } from '#engine/actors/cast.ts';
import { fetchResponse } from '#engine/actors/fetch-by-send.ts';
import type { Header } from '#engine/http/message.ts';
import type { Landscape } from '#engine/world/landscape.ts';
import { logIn, rehearse } from '../rehearsal.ts';

type Fetch = (
  url: string,
  options: { readonly method: string; readonly headers: Record<string, string>; readonly body?: unknown },
) => Promise<Response>;

/** A landscape as a client library sees it: a `fetch`, a browser in which alice logs in, and how far the clocks differ. */
export interface Network {
  readonly cast: Cast & { readonly world: Landscape };
  readonly fetch: Fetch;
  /** Seconds the world's clock is ahead of this machine's. */
  readonly skew: number;
  /** Alice logs in and allows everything; the address she is sent back to. */
  readonly authorize: (url: URL) => Promise<URL>;
}

/** A new landscape for one client library. */
export function network(): Network {
  const cast = rehearse();
  return {
    cast,
    skew: Math.round((cast.world.clock.now() - Date.now()) / 1000),
    async fetch(url, { method, headers, body }) {
      const sent = Object.entries(headers).map(([name, value]): Header => [name, value]);
      const { response } = await cast.world.deliver(
        { method, url, headers: sent, body: body instanceof URLSearchParams || typeof body === 'string' ? body.toString() : '' },
        { from: 'app' },
      );
      return fetchResponse(response);
    },
    async authorize(url) {
      await logIn(cast, Promise.resolve(url.href));
      const back = cast.world.trace().exchanges.findLast(({ request }) => request.url.startsWith('https://app.lab.test/callback'));
      return new URL(back?.request.url ?? 'https://app.lab.test/callback');
    },
  };
}
