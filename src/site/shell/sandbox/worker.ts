import { disarm } from './disarm.ts';
import { runScript } from './machine.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** One run: the page makes this worker for it and ends it afterwards. */
interface Scope {
  postMessage: (message: FromWorker) => void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
}

const scope = globalThis as unknown as Scope;
const waiting = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
let now = 0;

function start(script: string): void {
  let asked = 0;
  runScript({
    script,
    now: () => now,
    loaded: () => disarm(globalThis),
    print: (line) => scope.postMessage({ type: 'print', ...line }),
    ask: (operation, input) =>
      new Promise((resolve, reject) => {
        const id = (asked += 1);
        waiting.set(id, { resolve, reject });
        // The page reads it as it reads anything that comes from here.
        scope.postMessage({ type: 'ask', id, operation, input } as FromWorker);
      }),
  }).then(
    (ending) => scope.postMessage({ type: 'end', ending }),
    (error: unknown) =>
      // What is thrown here is what the page hears of a worker that broke.
      setTimeout(() => {
        throw error instanceof Error ? error : new Error('the engine broke.');
      }),
  );
}

scope.onmessage = ({ data }) => {
  // Only the page that made this worker can write to it.
  const message = data as ToWorker;
  switch (message.type) {
    case 'start':
      now = message.now;
      start(message.script);
      break;
    case 'ping':
      scope.postMessage({ type: 'alive' });
      break;
    case 'answer': {
      now = message.now;
      const asker = waiting.get(message.id);
      waiting.delete(message.id);
      if ('error' in message) asker?.reject(Object.assign(new Error(message.error.message), { name: message.error.name }));
      else asker?.resolve(message.value);
    }
  }
};
