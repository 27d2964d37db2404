import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'rolldown';
import { expect, test } from '@playwright/test';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'artefacts/own-page');

let landscape: ChildProcess;
let issuer = '';
let site: Server;
let page = '';

/** The landscape, served by the real command; resolves with the issuer. */
async function serve(): Promise<string> {
  landscape = spawn(process.execPath, [join(ROOT, 'scripts/serve.mjs'), '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: landscape.stdout ?? process.stdin })) {
    const found = /(http:\S+)\/\.well-known\/tokenscope/.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error('The landscape did not start.');
}

/** The program of docs/serve.md, bundled as a reader would bundle it. */
async function script(): Promise<string> {
  const document = readFileSync(join(ROOT, 'docs/serve.md'), 'utf8');
  const program = /^```js oidc-client-ts\.js\n([\s\S]*?)^```$/m.exec(document)?.[1] ?? '';
  mkdirSync(FOLDER, { recursive: true });
  // Each worker serves a landscape of its own.
  const input = join(FOLDER, `${new URL(issuer).port}.js`);
  writeFileSync(input, program.replaceAll('http://127.0.0.1:9400', issuer));
  const { output } = await build({ input, write: false, logLevel: 'silent', output: { format: 'esm', codeSplitting: false } });
  return output[0].code;
}

test.beforeAll(async () => {
  issuer = await serve();
  const code = await script();
  site = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.writeHead(200, { 'Content-Type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? code : '<!doctype html><title>Own page</title><body><script type="module" src="/page.js"></script>');
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  page = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});

test.afterAll(() => {
  landscape.kill();
  site.closeAllConnections();
  site.close();
});

test('a page of the reader’s own logs in with oidc-client-ts, as the document shows it', async ({ page: tab }) => {
  await tab.goto(page);
  await tab.getByLabel('User name').fill('alice');
  await tab.getByLabel('Password').fill('wonderland');
  await tab.getByRole('button', { name: 'Log in', exact: true }).click();
  await tab.getByRole('button', { name: 'Allow' }).click();
  await expect(tab.getByText('Logged in: alice')).toBeVisible();
});

test('a user who says no comes back to the page with an error', async ({ page: tab }) => {
  const errors: string[] = [];
  tab.on('pageerror', ({ message }) => errors.push(message));
  await tab.goto(page);
  await tab.getByLabel('User name').fill('bob');
  await tab.getByLabel('Password').fill('builder');
  await tab.getByRole('button', { name: 'Log in', exact: true }).click();
  await tab.getByRole('button', { name: 'Deny' }).click();
  await expect.poll(() => errors.join()).toContain('The user said no.');
});
