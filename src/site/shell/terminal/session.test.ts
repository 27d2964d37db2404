import { expect, test } from 'vitest';
import { TerminalSession } from './session.ts';
import type { LineEnd } from './shell-client.ts';

/** A session whose shell answers as told, and what stands on its screen without what steers it. */
function sessionWith(answer: (line: string, session: TerminalSession) => LineEnd | Promise<LineEnd>, confirm = true) {
  const ran: string[] = [];
  const asked: number[] = [];
  let kept: readonly string[] = [];
  let screen = '';
  const session: TerminalSession = new TerminalSession(
    { columns: 80, write: (text) => (screen += text), clear: () => (screen = '') },
    {
      directory: '/home/you/d',
      stop: () => ran.push('^C'),
      async run(line) {
        ran.push(line);
        return answer(line, session);
      },
    },
    {
      history: ['old'],
      confirmPaste: async (lines) => {
        asked.push(lines);
        return confirm;
      },
      complete: (line) => (line === 'cu' ? { from: 0, insert: 'curl ', choices: [] } : { from: 0, insert: line, choices: ['cat', 'curl'] }),
      online: (history) => (kept = history),
    },
  );
  session.start('hello');
  const text = (): string => screen.replaceAll(/\x1b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '');
  return { session, ran, asked, text, history: () => kept };
}
const done: LineEnd = { kind: 'done', status: 0 };

test('a line is run, answered, and remembered', async () => {
  const { session, ran, text, history } = sessionWith((_line, one) => {
    one.output.print('answer');
    one.output.note('Look there.');
    return done;
  });
  await session.type('echo\r');
  expect(ran).toEqual(['echo']);
  expect(text()).toContain('~/d $ echo\nanswer\nLook there.\n~/d $ ');
  expect(history()).toEqual(['old', 'echo']);
  await session.type('\x1b[A\x1b[A');
  expect(text().endsWith('~/d $ old')).toBe(true);
});

test('several pasted lines are asked about first, and then run one by one', async () => {
  const { session, ran, asked } = sessionWith(() => done);
  await session.type('\x1b[200~one\rtwo\rthree\r\x1b[201~');
  expect(asked).toEqual([3]);
  expect(ran).toEqual(['one', 'two', 'three']);
});

test('pasted lines that are refused run nothing, and one line is not asked about', async () => {
  const { session, ran, asked, text } = sessionWith(() => done, false);
  await session.type('\x1b[200~one\rtwo\x1b[201~');
  await session.type('\x1b[200~single\r\x1b[201~');
  expect({ ran, asked }).toEqual({ ran: [], asked: [2] });
  expect(text().endsWith('single')).toBe(true);
});

test('a line that is only begun goes on below', async () => {
  const { session, ran, text } = sessionWith((line) => (line.includes('done') ? done : { kind: 'incomplete' }));
  await session.type('for i in 1\r');
  await session.type('do :; done\r');
  expect(ran).toEqual(['for i in 1', 'for i in 1\ndo :; done']);
  expect(text()).toContain('~/d $ for i in 1\n> do :; done\n');
});

test('what is typed while a line runs waits for the next, and Ctrl-C stops', async () => {
  let end = (_end: LineEnd): void => undefined;
  const { session, ran } = sessionWith((line) => (line === 'slow' ? new Promise((resolve) => (end = resolve)) : done));
  const running = session.type('slow\r');
  void session.type('\x03');
  void session.type('next\r');
  end({ kind: 'done', status: 130 });
  await running;
  expect(ran).toEqual(['slow', '^C', 'next']);
});

test('a shell that had to be given up says what became of the line', async () => {
  const { session, text } = sessionWith(() => ({ kind: 'given-up', why: 'too-long' }));
  await session.type('loop\r');
  expect(text()).toContain('Stopped after 20 seconds.');
  expect(text().endsWith('~/d $ ')).toBe(true);
});

test('what prints too much is cut, and says how to see the rest', async () => {
  const { session, text } = sessionWith((_line, one) => {
    one.output.print('x\n'.repeat(5000));
    return done;
  });
  await session.type('seq\r');
  expect(text().match(/^x$/gm)).toHaveLength(2000);
  expect(text()).toContain('The rest was left out');
});

test('Tab completes, and lists where there are several', async () => {
  const { session, text } = sessionWith(() => done);
  await session.type('cu\t');
  expect(text().endsWith('~/d $ curl ')).toBe(true);
  await session.type('\x15c\t');
  expect(text()).toContain('cat   curl\n');
});

test('a command from the page is typed and run, and what was being written can be had back', async () => {
  const { session, ran, text } = sessionWith(() => done);
  await session.type('half');
  await session.runText('one\ntwo');
  expect(ran).toEqual(['one', 'two']);
  await session.type('\x19');
  expect(text().endsWith('half')).toBe(true);
});
