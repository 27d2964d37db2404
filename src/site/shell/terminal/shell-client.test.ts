import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NO_MEMORY } from '../worker/shell-messages.ts';
import type { ToShell } from '../worker/shell-messages.ts';
import { ShellClient } from './shell-client.ts';
import type { ShellWorker } from './shell-client.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Workers that answer as told; `made` holds each of them. */
function clientWith(answer: (message: ToShell, say: (data: unknown) => void) => void) {
  const made: { told: ToShell[]; ended: boolean }[] = [];
  const printed: string[] = [];
  const client = new ShellClient(
    () => {
      const seen = { told: [] as ToShell[], ended: false };
      made.push(seen);
      const worker: ShellWorker = {
        onmessage: null,
        onerror: null,
        terminate: () => (seen.ended = true),
        postMessage(message) {
          seen.told.push(message);
          const say = (data: unknown): void => worker.onmessage?.({ data } as MessageEvent<unknown>);
          queueMicrotask(() => {
            if (message.kind === 'start') say({ kind: 'ready', commands: ['curl'], files: ['/home/you/README'] });
            else answer(message, say);
          });
        },
      };
      return worker;
    },
    {
      parties: () => [],
      now: () => 5,
      answer: async (question) => ({ now: 7, tokens: [], ...(question.what === 'send' ? { sent: { failure: 'no' } } : {}) }),
      output: (_stream, text) => printed.push(text),
      note: (text) => printed.push(text),
      clear: () => printed.push('clear'),
    },
  );
  return { client, made, printed };
}
const FRESH = { status: 0, history: [], columns: 80 };
const memory = { ...NO_MEMORY, variables: { X: '1' } };

test('a line ends with its status, and its memory is kept', async () => {
  const { client, printed } = clientWith((message, say) => {
    if (message.kind !== 'run') return;
    say({ kind: 'output', stream: 'out', text: 'hi\n' });
    say({ kind: 'done', status: 3, memory });
  });
  expect(await client.run('x', FRESH)).toEqual({ kind: 'done', status: 3 });
  expect(client.memory).toEqual(memory);
  expect(client.files).toEqual(['/home/you/README']);
  expect(printed).toEqual(['hi\n']);
});

test('a question is answered by the page', async () => {
  const { client, made } = clientWith((message, say) => {
    if (message.kind === 'run') say({ kind: 'ask', call: 9, question: { what: 'tokens' } });
    if (message.kind === 'answer') say({ kind: 'done', status: 0, memory });
  });
  await client.run('tokens', FRESH);
  expect(made[0]?.told.at(-1)).toEqual({ kind: 'answer', call: 9, answer: { now: 7, tokens: [] } });
});

test('a loop that does not stop when told to is given up, and the next line has the memory of before', async () => {
  const { client, made } = clientWith((message, say) => {
    if (message.kind === 'run' && message.line !== 'loop') say({ kind: 'done', status: 0, memory });
  });
  await client.run('X=1', FRESH);
  const running = client.run('loop', FRESH);
  await vi.advanceTimersByTimeAsync(10);
  client.stop();
  await vi.advanceTimersByTimeAsync(1000);
  expect(await running).toEqual({ kind: 'given-up', why: 'interrupted' });
  expect(made.map(({ ended }) => ended)).toEqual([true, false]);
  expect(made[1]?.told[0]).toMatchObject({ kind: 'start', memory: { variables: { X: '1' } } });
});

test('a line that runs too long is given up', async () => {
  const { client } = clientWith(() => undefined);
  const running = client.run('loop', FRESH);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await running).toEqual({ kind: 'given-up', why: 'too-long' });
});

test.each([
  [{ kind: 'done', status: 'x', memory }],
  [{ kind: 'ask', call: 1, question: { what: 'eval', code: '1' } }],
  [{ kind: 'ask', call: 1, question: { what: 'move-clock', seconds: -1 } }],
  [{ kind: 'output', stream: 'out', text: 'x'.repeat(5 * 1024 * 1024) }],
  ['done'],
])('a message of the worker that is none is not heard', async (message) => {
  const { client, made, printed } = clientWith((told, say) => {
    if (told.kind === 'run') say(message);
  });
  const running = client.run('x', FRESH);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await running).toMatchObject({ kind: 'given-up' });
  expect(printed).toEqual([]);
  expect(made[0]?.told.filter(({ kind }) => kind === 'answer')).toEqual([]);
});
