import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, expect, test } from 'vitest';
import { API, manifest } from './landscape.ts';
import { createUser } from './user.ts';

const ROOT = join(import.meta.dirname, '../..');
// Inside the project, so that the programs find the packages they import.
const FOLDER = join(ROOT, 'artefacts/documents');
const DOCUMENT = readFileSync(join(ROOT, 'docs/serve.md'), 'utf8');

/** Every program of the document, by the file name behind its fence. */
const PROGRAMS = new Map([...DOCUMENT.matchAll(/^```(?:js|sh) (\S+)\n([\s\S]*?)^```$/gm)].map(([, name = '', text = '']) => [name, text]));

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

/** Only the ports differ: those of the document may be taken on this machine. */
function placed(text: string, port: number): string {
  return text
    .replaceAll('http://127.0.0.1:9400', manifest.issuer)
    .replaceAll('http://127.0.0.1:9401', API)
    .replaceAll('8765', String(port));
}

let files = FOLDER;

beforeAll(async () => {
  const port = await freePort();
  files = join(FOLDER, String(port));
  mkdirSync(files, { recursive: true });
  for (const [name, text] of PROGRAMS) writeFileSync(join(files, name), placed(text, port));
});

/** Runs a program, and opens the address it asks its user to open. */
async function run(name: string): Promise<{ readonly code: number | null; readonly printed: string }> {
  const child = spawn(process.execPath, [join(files, name)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  child.stderr.on('data', (chunk) => (printed += String(chunk)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    printed += `${line}\n`;
    const url = /^Open (\S+)/.exec(line)?.[1];
    if (url !== undefined)
      void createUser()
        .back(url)
        .then((back) => fetch(back));
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, printed };
}

test('the document holds one program for each of the five libraries, and the file they share', () => {
  const libraries = ['openid-client.mjs', 'oauth4webapi.mjs', 'simple-oauth2.mjs', 'badgateway.mjs', 'oidc-client-ts.js'];
  expect([...PROGRAMS.keys()]).toEqual(expect.arrayContaining([...libraries, 'browser.mjs']));
});

test.each(['openid-client.mjs', 'oauth4webapi.mjs', 'simple-oauth2.mjs', 'badgateway.mjs'])(
  '%s runs as it stands in the document and reads the invoices',
  async (name) => {
    const { code, printed } = await run(name);
    expect({ code, printed }).toMatchObject({ code: 0, printed: expect.stringContaining('inv-1001') });
  },
);

test('mutual-tls.mjs runs as it stands in the document and reads who it is', async () => {
  const { code, printed } = await run('mutual-tls.mjs');
  expect({ code, printed }).toMatchObject({ code: 0, printed: expect.stringContaining('"sub":"payroll-import-mtls"') });
});

const curl = spawnSync('curl', ['--version']).status === 0 && process.platform !== 'win32';

test.runIf(curl).each([
  ['client-credentials.sh', /^\{"sub":"nightly-report".*200$/s],
  ['challenge.sh', /^HTTP\/1\.1 401 .*www-authenticate: bearer realm=/is],
])('%s does what the document says', (name, shows) => {
  const { stdout, status } = spawnSync('sh', [join(files, name)], { encoding: 'utf8' });
  expect(status).toBe(0);
  expect(stdout.trim()).toMatch(shows);
});

test('every address and client that the document names is served', async () => {
  const addresses = new Set([...DOCUMENT.matchAll(/http:\/\/127\.0\.0\.1:940[01]\/[\w./-]+/g)].map(([address]) => placed(address, 0)));
  expect(addresses.size).toBeGreaterThan(4);
  for (const address of addresses) expect([address, (await fetch(address, { redirect: 'manual' })).status]).not.toEqual([address, 404]);
  const secrets = [...DOCUMENT.matchAll(/[a-z]+-secret-[0-9a-f]+/g)].map(([secret]) => secret);
  for (const secret of secrets) expect(manifest.clients.map(({ client_secret: one }) => one)).toContain(secret);
});
