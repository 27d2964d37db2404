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

test('a host that is kept busy counts as computing', async () => {
  const began = performance.now();
  const { ending } = await run(`const text = 'x'.repeat(4e6);\nfor (;;) console.log(text);`, { limits: { busy: 500 } });
  expect(ending).toMatchObject({ kind: 'stopped', text: expect.stringContaining('computed for 0.5 seconds') });
  expect(performance.now() - began).toBeLessThan(10_000);
});

test('an error without an end is cut off', async () => {
  const { ending } = await run(`throw new Error('x'.repeat(1e6));`);
  expect(ending.text.length).toBeLessThan(20_100);
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

test('jose signs, seals and opens in every usual way', async () => {
  const { ending, text } = await run(`
    import * as jose from 'jose';
    for (const alg of ['ES256', 'ES512', 'EdDSA', 'RS256', 'PS256']) {
      const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true });
      const token = await new jose.SignJWT({ alg }).setProtectedHeader({ alg, kid: alg }).setIssuedAt().setExpirationTime('5m').sign(privateKey);
      const keys = jose.createLocalJWKSet({ keys: [{ ...(await jose.exportJWK(publicKey)), kid: alg, alg }] });
      const { payload } = await jose.jwtVerify(token, keys, { algorithms: [alg] });
      const again = await jose.importPKCS8(await jose.exportPKCS8(privateKey), alg);
      console.log(payload.alg, again.type, (await jose.calculateJwkThumbprint(await jose.exportJWK(publicKey))).length);
    }
    const secret = new TextEncoder().encode('a secret of thirty-two bytes or so');
    console.log((await jose.jwtVerify(await new jose.SignJWT({}).setProtectedHeader({ alg: 'HS256' }).sign(secret), secret)).protectedHeader.alg);
    for (const alg of ['RSA-OAEP-256', 'ECDH-ES+A128KW', 'ECDH-ES']) {
      const { publicKey, privateKey } = await jose.generateKeyPair(alg);
      const sealed = await new jose.EncryptJWT({ alg }).setProtectedHeader({ alg, enc: 'A256GCM' }).encrypt(publicKey);
      console.log((await jose.jwtDecrypt(sealed, privateKey)).payload.alg);
    }
    const key = await jose.generateSecret('A128CBC-HS256');
    console.log((await jose.jwtDecrypt(await new jose.EncryptJWT({ x: 1 }).setProtectedHeader({ alg: 'dir', enc: 'A128CBC-HS256' }).encrypt(key), key)).payload.x);`);
  expect(ending).toEqual({ kind: 'done', text: '' });
  expect(text.split('\n')).toEqual([
    ...['ES256', 'ES512', 'EdDSA', 'RS256', 'PS256'].map((alg) => `${alg} private 43`),
    'HS256',
    'RSA-OAEP-256',
    'ECDH-ES+A128KW',
    'ECDH-ES',
    '1',
  ]);
});

test('messages behave as those of the platform', async () => {
  const { ending, text } = await run(
    `
    const asked = new Request('https://api.lab.test/a?b', { method: 'post', body: new URLSearchParams({ a: 'ä' }), headers: { 'X-A': '1' } });
    console.log(asked.method, asked.headers.get('content-type'), await asked.clone().text(), asked.bodyUsed);
    const answered = Response.json({ a: 1 }, { status: 201 });
    console.log(answered.status, answered.ok, (await answered.clone().json()).a, await answered.text(), answered.bodyUsed);
    try { await answered.text(); } catch (error) { console.log(error.name); }
    try { new Request('https://a.test/', { body: 'x' }); } catch (error) { console.log(error.name); }
    const controller = new AbortController();
    const waiting = fetch('https://api.lab.test/', { signal: controller.signal });
    controller.abort();
    try { await waiting; } catch (error) { console.log(error.name, error instanceof DOMException); }
    try { await fetch('https://api.lab.test/', { signal: AbortSignal.timeout(1) }); } catch (error) { console.log(error.name); }
    console.log(new TextDecoder().decode(await new Response(new Uint8Array([104, 105])).arrayBuffer()), atob(btoa('ü')), crypto.randomUUID().length);
    const url = new URL('https://a.test/x?y=1#z'); url.searchParams.append('k', 'v w'); url.hash = ''; url.port = '8443';
    console.log(url.href, url.origin, URL.canParse('/x'), URL.parse('nope'), JSON.stringify({ url }));
    console.log(structuredClone({ d: new Date(0) }).d.getTime(), typeof performance.now(), new Date(5).getTime(), Date.UTC(2000, 0), new Date() instanceof Date);`,
    {
      ask: () => new Promise((resolve) => setTimeout(resolve, 40, { status: 200, headers: [], body: '' })),
    },
  );
  expect(ending).toEqual({ kind: 'done', text: '' });
  expect(text.split('\n')).toEqual([
    'POST application/x-www-form-urlencoded;charset=UTF-8 a=%C3%A4 false',
    '201 true 1 {"a":1} true',
    'TypeError',
    'TypeError',
    'AbortError true',
    'TimeoutError',
    'hi ü 36',
    'https://a.test:8443/x?y=1&k=v+w https://a.test:8443 false null {"url":"https://a.test:8443/x?y=1&k=v+w"}',
    '0 number 5 946684800000 true',
  ]);
});

test('a body is read as a stream of one piece, once, and nobody else reads it meanwhile', async () => {
  const { ending, text } = await run(`
    const response = await fetch('https://api.lab.test/');
    const reader = response.body.getReader();
    console.log(response.body.locked, response.bodyUsed);
    try { await response.text(); } catch (error) { console.log(error.name); }
    try { response.body.getReader(); } catch (error) { console.log(error.name); }
    let whole = '';
    for (let turn = await reader.read(); !turn.done; turn = await reader.read()) whole += new TextDecoder().decode(turn.value, { stream: true });
    await reader.closed;
    reader.releaseLock();
    console.log(whole, response.bodyUsed, response.body.locked);
    for await (const chunk of (await fetch('https://api.lab.test/')).body) console.log(chunk.length);
    const left = await fetch('https://api.lab.test/');
    await left.body.cancel();
    console.log(left.bodyUsed, new Response().body, left.body instanceof ReadableStream);
    try { await fetch('https://api.lab.test/', { method: 'POST', body: left.body }); } catch (error) { console.log(error.message); }`);
  expect(ending).toEqual({ kind: 'done', text: '' });
  expect(text.split('\n')).toEqual([
    'true false',
    'TypeError',
    'TypeError',
    '{"here":true} true false',
    '13',
    'true null true',
    'A stream cannot be sent here. Send its bytes or its text.',
  ]);
});

test('a form is sent and read', async () => {
  const asked: unknown[] = [];
  const { ending, text } = await run(
    `
    const form = new FormData();
    form.append('name', 'ä');
    const response = await fetch('https://api.lab.test/', { method: 'POST', body: form });
    console.log([...(await response.formData())].join());`,
    {
      ask: async (_operation, input) => {
        asked.push(input);
        return { status: 200, headers: [['Content-Type', 'application/x-www-form-urlencoded']], body: 'a=1&b=2' };
      },
    },
  );
  expect(ending).toEqual({ kind: 'done', text: '' });
  expect(text).toBe('a,1,b,2');
  expect(asked).toEqual([
    expect.objectContaining({
      headers: expect.arrayContaining([['Content-Type', 'multipart/form-data; boundary=form-boundary-1']]),
      body: '--form-boundary-1\r\nContent-Disposition: form-data; name="name"\r\n\r\nä\r\n--form-boundary-1--\r\n',
    }),
  ]);
});

test('Intl is missing by name, with what to write in its place', async () => {
  expect((await run(`console.log(typeof Intl);\nnew Intl.DateTimeFormat('en');`)).ending).toMatchObject({
    kind: 'failed',
    text: expect.stringMatching(/Intl.*toISOString/),
    line: 2,
  });
});

test('redirects are followed by the rules, or shown as they are', async () => {
  const asked: string[] = [];
  const ask = async (_operation: string, input: unknown): Promise<unknown> => {
    const { method, url, headers, body } = input as { method: string; url: string; headers: [string, string][]; body: string };
    asked.push(`${method} ${url} ${headers.some(([name]) => name === 'Authorization') ? 'with' : 'without'} ${body}`);
    const to = { '/see': '/there', '/keep': '/there', '/away': 'https://b.test/there', '/round': '/round' }[new URL(url).pathname];
    return {
      status: url.endsWith('/keep') ? 307 : to === undefined ? 200 : 302,
      headers: to === undefined ? [] : [['Location', to]],
      body: '',
    };
  };
  const { text } = await run(
    `
    const init = { method: 'POST', body: 'x', headers: { authorization: 'Bearer t' } };
    for (const path of ['see', 'keep', 'away']) console.log((await fetch('https://a.test/' + path, init)).url);
    const shown = await fetch('https://a.test/see#part', { redirect: 'manual' });
    console.log(shown.status, shown.headers.get('location'), shown.redirected);
    for (const redirect of ['error', 'follow']) try { await fetch('https://a.test/round', { redirect }); } catch (error) { console.log(error.message); }`,
    { ask },
  );
  expect(asked.slice(0, 7)).toEqual([
    'POST https://a.test/see with x',
    'GET https://a.test/there with ',
    'POST https://a.test/keep with x',
    'POST https://a.test/there with x',
    'POST https://a.test/away with x',
    'GET https://b.test/there without ',
    'GET https://a.test/see without ',
  ]);
  expect(text).toMatch(/302 \/there false\n.*redirect is 'error'\.\n.*More than 20 redirects/);
});

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
