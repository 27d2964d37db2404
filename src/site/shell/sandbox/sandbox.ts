import type { HttpRequest, HttpResponse } from '#engine/http/message.ts';
import { STOPPED, unavailable } from './ending.ts';
import type { Ending } from './ending.ts';
import { followPromises } from './follow-promises.ts';
import type { ConsoleLine } from './host.ts';
import { LIMITS } from './limits.ts';
import { FROM_WORKER } from './messages.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** How often the worker is asked whether it is still there, and how long it may be silent, in milliseconds. */
const [PING, SILENCE] = [1_000, LIMITS.busy + 4_000];
/** How long the engine may take to come over the network, in milliseconds. */
const LOADING = 60_000;
/** More messages than any run can come to that keeps to its bounds. */
const MOST_MESSAGES = LIMITS.lines + 2 * LIMITS.requests + (LIMITS.total / PING) * 2 + 100;

/** What the page does for a script. */
export interface Lab {
  /** The world's time in milliseconds since 1970. */
  readonly now: () => number;
  /** Sends a request as the party `you`; rejects where nobody answers. */
  readonly send: (request: HttpRequest) => Promise<HttpResponse>;
  /** Tokens for a script to judge. */
  readonly tokens: () => Promise<unknown>;
  readonly moveClock: (seconds: number) => Promise<void>;
}

/** The part of a `Worker` that is used here. */
export interface ScriptWorker {
  postMessage: (message: ToWorker) => void;
  terminate: () => void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: { readonly message?: string; preventDefault?: () => void }) => void) | null;
}

/** A script that runs. */
export interface SandboxRun {
  /** Never rejects. */
  readonly ended: Promise<Ending>;
  /** Ends it at once, whatever it is doing. */
  readonly stop: () => void;
}

function createWorker(): ScriptWorker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'your client' }) as unknown as ScriptWorker;
}

/**
 * Runs a script in a worker that has an engine of its own; see `machine.ts` for what the script can reach. What
 * comes out of the worker is parsed and counted here once more, and a worker that is silent for too long is ended.
 */
export function startSandbox(script: string, lab: Lab, print: (line: ConsoleLine) => void, makeWorker = createWorker): SandboxRun {
  if (script.length > LIMITS.script)
    return {
      ended: Promise.resolve({
        kind: 'failed',
        text: `A script may have ${LIMITS.script / 1000} thousand characters here. Make it shorter.`,
      }),
      stop: () => undefined,
    };
  const worker = makeWorker();
  let resolve: (ending: Ending) => void = () => undefined;
  const ended = new Promise<Ending>((settle) => (resolve = settle));
  let [messages, requests] = [0, 0];
  let patience = performance.now() + LOADING;
  let latest = Infinity;

  function end(ending: Ending): void {
    clearInterval(watchdog);
    worker.onmessage = null;
    worker.terminate();
    resolve(ending);
  }
  const stopped = (text: string): void => end({ kind: 'stopped', text });

  const watchdog = setInterval(() => {
    const time = performance.now();
    if (time > latest) stopped(STOPPED.total(LIMITS.total));
    else if (time > patience) stopped(latest === Infinity ? STOPPED.missing : STOPPED.silent);
    else worker.postMessage({ type: 'ping' });
  }, PING);

  async function serve(message: FromWorker & { readonly type: 'ask' }): Promise<unknown> {
    switch (message.operation) {
      case 'send':
        return lab.send(message.input);
      case 'tokens':
        return lab.tokens();
      case 'clock':
        return lab.moveClock(message.input);
    }
  }

  function answer(message: FromWorker & { readonly type: 'ask' }): void {
    requests += 1;
    if (requests > LIMITS.requests) {
      stopped(STOPPED.requests(LIMITS.requests));
      return;
    }
    const { id } = message;
    serve(message).then(
      (value) => worker.postMessage({ type: 'answer', id, now: lab.now(), value }),
      (error: unknown) => {
        const { name, message: text } = error instanceof Error ? error : new Error('The lab broke.');
        worker.postMessage({ type: 'answer', id, now: lab.now(), error: { name, message: text } });
      },
    );
  }

  worker.onmessage = ({ data }) => {
    messages += 1;
    const { success, data: message } = FROM_WORKER.safeParse(data);
    if (!success || messages > MOST_MESSAGES) {
      stopped(STOPPED.hostile);
      return;
    }
    const time = performance.now();
    patience = time + SILENCE;
    latest = Math.min(latest, time + LIMITS.total + SILENCE);
    switch (message.type) {
      case 'print': {
        print({ level: message.level, text: message.text });
        return;
      }
      case 'ask': {
        answer(message);
        return;
      }
      case 'end': {
        end(message.ending);
        return;
      }
      case 'alive':
    }
  };
  worker.onerror = (event) => {
    event.preventDefault?.();
    stopped(unavailable(event.message));
  };
  worker.postMessage({ type: 'start', script: followPromises(script), now: lab.now() });
  return { ended, stop: () => stopped(STOPPED.reader) };
}
