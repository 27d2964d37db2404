import { http } from 'msw';
import { setupWorker } from 'msw/browser';
import { header } from '#engine/http/message.ts';
import type { Header, HttpRequest, HttpResponse } from '#engine/http/message.ts';
import type { Carrier, Delivered } from '#engine/player/carrier.ts';

/** How long a message may wait for the worker before it is delivered without it, in milliseconds. */
const PATIENCE = 3000;

/** Statuses that a `Response` may not give a body. Fetch §2.2.3 */
const NO_BODY = new Set([204, 205, 304]);

type Waiting = () => Promise<Delivered>;

function shown(response: HttpResponse): Response {
  const headers = new Headers();
  for (const [name, value] of response.headers) headers.append(name, value);
  return new Response(NO_BODY.has(response.status) ? null : response.body, { status: response.status, headers });
}

function sendable([name]: Header): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name);
}

/**
 * Starts the service worker and carries each message as a real `fetch`, so that the browser's own
 * network panel shows it. The message itself waits in the page under its `traceparent`, because
 * Fetch drops `Cookie`, `Origin`, `Set-Cookie` and more; the mark is good for one use.
 * A message whose worker does not answer is delivered straight.
 * @throws where the worker cannot be started
 */
export async function startWorkerCarrier(scriptUrl: string): Promise<Carrier> {
  const waiting = new Map<string, Waiting>();
  const worker = setupWorker(
    http.all('https://*.lab.test/*', async ({ request }) => {
      const mark = request.headers.get('traceparent') ?? '';
      const deliver = waiting.get(mark);
      waiting.delete(mark);
      if (!deliver)
        return new Response('No lab on this page sent this message.\n', { status: 421, headers: { 'Content-Type': 'text/plain' } });
      try {
        return shown((await deliver()).response);
      } catch {
        return Response.error();
      }
    }),
  );
  await worker.start({ serviceWorker: { url: scriptUrl }, quiet: true, onUnhandledFrame: 'bypass' });

  async function viaWorker(request: HttpRequest, deliver: Waiting): Promise<void> {
    const mark = header(request, 'traceparent') ?? '';
    waiting.set(mark, deliver);
    try {
      const bodyless = request.method === 'GET' || request.method === 'HEAD' || request.body === '';
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers.filter(sendable).map(([name, value]): [string, string] => [name, value]),
        ...(bodyless ? {} : { body: request.body }),
        redirect: 'manual',
        credentials: 'omit',
        cache: 'no-store',
        signal: AbortSignal.timeout(PATIENCE),
      });
      // A body that nobody reads is a canceled request in the network panel; nothing waits for this reading.
      response.arrayBuffer().catch(() => undefined);
    } finally {
      waiting.delete(mark);
    }
  }

  return {
    name: 'worker',
    async carry(request, deliver) {
      let delivery: Promise<Delivered> | undefined;
      const once: Waiting = () => (delivery ??= deliver());
      if (new URL(request.url).hostname.endsWith('.lab.test')) {
        // A fetch that fails says only that the worker did not answer; the message still has to arrive.
        await viaWorker(request, once).catch(() => undefined);
      }
      const by = delivery === undefined ? 'direct' : 'worker';
      return { delivered: await once(), by };
    },
  };
}
