import { bringChecks } from '#engine/checks/catalogue.ts';
import { CATALOGUE } from '#engine/checks/whole-catalogue.ts';
import { readExchanges, readTrace } from '#engine/trace/trace-schema.ts';
import type { Exchange, Trace } from '#engine/trace/trace.ts';
import { verdictOf } from '#engine/trace/verdict.ts';

/** What becomes of the connection to a served landscape. */
export interface LiveListener {
  readonly begun: (trace: Trace) => void;
  readonly happened: (exchanges: readonly Exchange[]) => void;
  readonly lost: () => void;
}

function parsed(event: MessageEvent<unknown>): unknown {
  try {
    return JSON.parse(String(event.data));
  } catch {
    return undefined;
  }
}

/**
 * Watches the landscape that serves this page. What it sends is checked before it is shown; what cannot be
 * read is left out. HTML §9.2
 * @returns stops watching
 */
export function watchLandscape(url: string, { begun, happened, lost }: LiveListener): () => void {
  bringChecks(CATALOGUE);
  const source = new EventSource(url);
  source.addEventListener('landscape', (event: MessageEvent<unknown>) => {
    const trace = readTrace(parsed(event));
    if (trace) begun(trace);
  });
  source.addEventListener('exchanges', (event: MessageEvent<unknown>) => {
    const exchanges = readExchanges(parsed(event));
    if (exchanges) happened(exchanges);
  });
  source.addEventListener('error', lost);
  return () => source.close();
}

/** What became of a message, in one sentence. */
export function sentence(exchange: Exchange, trace: Trace): string {
  return verdictOf(exchange, trace).sentence;
}
