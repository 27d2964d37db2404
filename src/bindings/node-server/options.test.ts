import { expect, test } from 'vitest';
import { isLoopback, readOptions } from './options.ts';

test('without words the landscape is at 9400 on loopback, everything on, in real time', async () => {
  expect(await readOptions([])).toEqual({ ok: true, options: { port: 9400, host: '127.0.0.1', seed: 1, off: [], clock: undefined } });
});

test('every option is read, and checks are named in one list or several', async () => {
  const words = '--port 0 --host ::1 --seed 7 --off jwt.audience,jwt.type --off token.code-once --clock 2026-11-24T10:04:12Z'.split(' ');
  expect(await readOptions(words)).toMatchObject({
    ok: true,
    options: {
      port: 0,
      host: '::1',
      seed: 7,
      off: ['jwt.audience', 'jwt.type', 'token.code-once'],
      clock: Date.UTC(2026, 10, 24, 10, 4, 12),
    },
  });
});

test.each([
  ['--port 70000', /--port takes/],
  ['--port x', /--port takes/],
  ['--seed -1', /--seed/],
  ['--clock yesterday', /--clock takes/],
  ['--host 0.0.0.0', /the others? will use|others will use/],
  ['--off jwt.audienc,nothing.here', /jwt\.audienc, nothing\.here\. There are: .*jwt\.audience/],
  ['--off http.message-size', /cannot be switched off.*http\.message-size/],
  ['--wat', /--wat/],
  ['words', /words/],
])('%s is refused with a reason', async (line, reason) => {
  const read = await readOptions(line.split(' '));
  expect(read).toMatchObject({ ok: false });
  expect('reason' in read ? read.reason : '').toMatch(reason);
});

test('only addresses of this machine are loopback', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].every(isLoopback)).toBe(true);
  expect(['192.168.0.2', '10.0.0.1', '127.0.0.1.example', 'example.com'].some(isLoopback)).toBe(false);
});
