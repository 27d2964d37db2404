import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HttpRequest } from '#engine/http/message.ts';
import type { ConsoleLine } from './host.ts';
import type { ToWorker } from './messages.ts';
import { startSandbox } from './sandbox.ts';
import type { Lab, ScriptWorker } from './sandbox.ts';

/** A worker that says what a test has it say. */
function fakeWorker() {
  const heard: ToWorker[] = [];
  const worker: ScriptWorker & { ended: boolean } = {
    ended: false,
    onmessage: null,
    onerror: null,
    postMessage: (message) => heard.push(message),
    terminate: () => (worker.ended = true),
  };
  return { worker, heard, say: (data: unknown) => worker.onmessage?.({ data }) };
}

function start(script = 'x();', some: Partial<Lab> = {}) {
  const fake = fakeWorker();
  const lines: ConsoleLine[] = [];
  const sent: HttpRequest[] = [];
  const lab: Lab = {
    now: () => 7,
    send: async (request) => {
      sent.push(request);
      return { status: 204, headers: [], body: '' };
    },
    tokens: async () => [],
    moveClock: async () => undefined,
    ...some,
  };
  const run = startSandbox(
    script,
    lab,
    (line) => lines.push(line),
    () => fake.worker,
  );
  return { ...fake, lines, sent, run };
}

const REQUEST: HttpRequest = { method: 'GET', url: 'https://api.lab.test/', headers: [['Accept', '*/*']], body: '' };

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
afterEach(() => void vi.useRealTimers());

test('the worker gets the script with its promises marked, and the world’s time', () => {
  expect(start('go();').heard).toEqual([{ type: 'start', script: '$dropped((go()));', now: 7 }]);
});

test('what is printed is passed on, and the end ends the worker', async () => {
  const { say, lines, run, worker } = start();
  say({ type: 'print', level: 'warn', text: 'x' });
  say({ type: 'end', ending: { kind: 'failed', text: 'Error: y', line: 3 } });
  expect(lines).toEqual([{ level: 'warn', text: 'x' }]);
  expect(await run.ended).toEqual({ kind: 'failed', text: 'Error: y', line: 3 });
  expect(worker.ended).toBe(true);
});

test('a request is sent and its answer handed back with the time', async () => {
  const { say, sent, heard } = start();
  say({ type: 'ask', id: 1, operation: 'send', input: REQUEST });
  await vi.waitFor(() => expect(heard.at(-1)).toEqual({ type: 'answer', id: 1, now: 7, value: { status: 204, headers: [], body: '' } }));
  expect(sent).toEqual([REQUEST]);
});

test('a request that fails is an error with its name', async () => {
  const { say, heard } = start('', { send: () => Promise.reject(Object.assign(new Error('Nobody answers.'), { name: 'NetworkError' })) });
  say({ type: 'ask', id: 2, operation: 'send', input: REQUEST });
  await vi.waitFor(() =>
    expect(heard.at(-1)).toEqual({ type: 'answer', id: 2, now: 7, error: { name: 'NetworkError', message: 'Nobody answers.' } }),
  );
});

test.each([
  ['nothing', undefined],
  ['a text', 'print'],
  ['an unknown type', { type: 'navigate', url: 'https://evil.example' }],
  ['an unknown operation', { type: 'ask', id: 1, operation: 'eval', input: 'x' }],
  ['a line of its own level', { type: 'print', level: 'html', text: 'x' }],
  ['a line without an end', { type: 'print', level: 'log', text: 'x'.repeat(20_000) }],
  ['a header that is no pair', { type: 'ask', id: 1, operation: 'send', input: { ...REQUEST, headers: [['a', 'b', 'c']] } }],
  ['a body that is too large', { type: 'ask', id: 1, operation: 'send', input: { ...REQUEST, body: 'x'.repeat(200_000) } }],
  ['a clock that goes back', { type: 'ask', id: 1, operation: 'clock', input: -5 }],
  ['an ending with markup for a line', { type: 'end', ending: { kind: 'done', text: '', line: '<b>' } }],
])('a worker that sends %s is ended', async (_what, message) => {
  const { say, run, worker, sent, lines } = start();
  say(message);
  expect(await run.ended).toMatchObject({ kind: 'stopped', text: expect.stringContaining('made no sense') });
  expect(worker.ended).toBe(true);
  expect([sent, lines]).toEqual([[], []]);
});

test('a worker that floods the page is ended, whatever its engine allowed', async () => {
  const lines = start();
  for (let count = 0; count < 2000; count += 1) lines.say({ type: 'print', level: 'log', text: 'x' });
  expect((await lines.run.ended).kind).toBe('stopped');
  expect(lines.lines.length).toBeLessThan(1200);
  const requests = start();
  for (let id = 0; id < 500; id += 1) requests.say({ type: 'ask', id, operation: 'send', input: REQUEST });
  expect((await requests.run.ended).text).toContain('150 requests');
  expect(requests.sent).toHaveLength(150);
});

test('a worker that is silent is ended; one that answers lives until its time is up', async () => {
  const silent = start();
  silent.say({ type: 'alive' });
  vi.advanceTimersByTime(11_000);
  expect((await silent.run.ended).text).toContain('did not answer any more');
  const alive = start();
  for (let second = 0; second < 75; second += 1) {
    alive.say({ type: 'alive' });
    vi.advanceTimersByTime(1000);
  }
  expect((await alive.run.ended).text).toContain('still running after 60 seconds');
});

test('an engine that never comes is told', async () => {
  const late = start();
  vi.advanceTimersByTime(62_000);
  expect((await late.run.ended).text).toContain('could not be fetched');
  const broken = start();
  broken.worker.onerror?.({});
  expect((await broken.run.ended).text).toContain('could not be fetched');
  const forbidden = start();
  forbidden.worker.onerror?.({ message: 'Uncaught RuntimeError: Aborted(CompileError: WebAssembly.instantiate() violates …' });
  expect((await forbidden.run.ended).text).toContain("'wasm-unsafe-eval'");
});

test('stop ends a worker at once, and what it still says is not heard', async () => {
  const { run, worker, say, lines } = start();
  run.stop();
  say({ type: 'print', level: 'log', text: 'late' });
  expect(await run.ended).toEqual({ kind: 'stopped', text: 'Stopped by you.' });
  expect([worker.ended, lines]).toEqual([true, []]);
});

test('a script that is too long is not run', async () => {
  const { run, heard } = start('x'.repeat(200_001));
  expect((await run.ended).text).toContain('200 thousand characters');
  expect(heard).toEqual([]);
});
