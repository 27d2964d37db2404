import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { builtFile, builtPages, isBuilt } from './built-pages.ts';
import { Stage } from './stage.ts';
import { expect, test } from './watched.ts';

const pages = builtPages();

test('the site has its home page, course, labs and lessons', () => {
  expect(pages).toEqual(
    expect.arrayContaining([
      '',
      'labs/',
      'labs/code-flow/',
      'labs/stolen-code/',
      'labs/validate/',
      'labs/what-a-token-opens/',
      'labs/who-and-what/',
      'learn/',
    ]),
  );
  expect(pages.filter((path) => /^learn\/[^/]+\/[^/]+\/$/.test(path))).toHaveLength(3);
});

/** What axe finds on a page as it stands, or in a part of it; with `rules` only by these. */
async function found(page: Page, rules?: readonly string[], part = 'html'): Promise<string[]> {
  const axe = new AxeBuilder({ page }).include(part);
  const { violations } = await (rules ? axe.withRules([...rules]) : axe).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`));
}

for (const path of [...pages, 'there-is-no-such-page/']) {
  test(`/${path} gives axe nothing to find in light or dark, and does not scroll sideways at 320 px`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.goto(`./${path}`);
    await page.waitForLoadState('networkidle');
    expect(await found(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    expect(await found(page, ['color-contrast'])).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    const widths = await page.evaluate(() => ({
      page: document.documentElement.scrollWidth,
      window: document.documentElement.clientWidth,
    }));
    expect(widths.page).toBeLessThanOrEqual(widths.window);
  });
}

test('axe finds nothing on a stage in mid-flow: the diagram, each tab, the menus and the dialogs', async ({ page }) => {
  test.setTimeout(240_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const stage = await new Stage(page).open('stolen-code');
  for (let sent = 0; sent < 3; sent += 1) await stage.sendNext();
  await expect(page.getByRole('link', { name: /^Message 1: / }).first()).toBeAttached();
  for (const tab of ['Message', 'Tokens', 'Who holds what', 'Checks'] as const) {
    await stage.show(tab);
    expect(await found(page, undefined, '.stage'), tab).toEqual([]);
  }
  for (const menu of [/^Clock/, /^Switches/]) {
    await page.getByRole('button', { name: menu }).click();
    expect(await found(page, undefined, '.stage'), String(menu)).toEqual([]);
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await found(page, undefined, '.stage'), 'Share').toEqual([]);
  await page.keyboard.press('Escape');
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  expect(await found(page, ['color-contrast'], '.stage'), 'dark').toEqual([]);
});

test('axe finds nothing on a narrow stage: each part, the browser, a held answer and the drawer', async ({ page }) => {
  test.setTimeout(240_000);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
  await new Stage(page).open('on-the-path');
  const parts = page.getByRole('navigation', { name: 'Parts of the stage' });
  const send = page.getByRole('button', { name: /^Send/ }).and(page.locator(':visible'));
  const looked = async (what: string): Promise<void> => expect.soft(await found(page), what).toEqual([]);
  await parts.getByRole('button', { name: 'Message' }).click();
  await page.getByRole('switch', { name: /^Hold answers/ }).click();
  await send.click();
  await expect(page.getByRole('heading', { name: 'Answer on its way' })).toBeVisible();
  await looked('an answer that is held');
  await send.click();
  for (const part of ['Story', 'Checks', 'Diagram'] as const) {
    await parts.getByRole('button', { name: part }).click();
    await looked(part);
  }
  await page.getByRole('button', { name: 'Browser' }).click();
  await expect(page.getByRole('textbox', { name: 'Address bar' })).toBeVisible();
  await looked('Browser');
  for (const tab of ['Terminal', 'Your client', 'Diagram source'] as const) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel', { name: tab })).not.toBeEmpty();
    await page.waitForLoadState('networkidle');
    await looked(tab);
  }
});

test('menus and dialogs close by Escape and give the focus back', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const stage = await new Stage(page).open('stolen-code');
  await stage.touch();
  for (const name of [/^Clock/, /^Switches/, /^Edits/, 'Export', 'Share', 'Keys']) {
    const button = page.getByRole('button', { name, exact: true });
    await button.press('Enter');
    const opened = page.locator('dialog[open], .panel:visible').first();
    await expect(opened, String(name)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(opened, String(name)).toBeHidden();
    await expect(button, String(name)).toBeFocused();
  }
});

test('the tab key walks the diagram from the top to the bottom', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const stage = await new Stage(page).open('on-the-path');
  for (let sent = 0; sent < 3; sent += 1) await stage.sendNext();
  await expect(page.getByRole('link', { name: /^Message 3: / }).first()).toBeAttached();
  const stops = page.locator('.band[tabindex="0"], a.arrow:not([tabindex])');
  const tops = await stops.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  expect(tops.length).toBeGreaterThan(4);
  expect(tops).toEqual(tops.toSorted((one, other) => one - other));
});

test('each link inside the site leads somewhere, its fragment included @path', async ({ page, baseURL }) => {
  const root = new URL(baseURL ?? '');
  const dead: string[] = [];
  for (const path of pages) {
    await page.goto(`./${path}`);
    const hrefs = await page
      .locator('a[href]')
      .evaluateAll((links) => links.map((link) => (link instanceof HTMLAnchorElement ? link.href : '')));
    for (const href of new Set(hrefs)) {
      const target = URL.parse(href);
      if (target?.origin !== root.origin) continue;
      const below = target.pathname.startsWith(root.pathname) ? decodeURIComponent(target.pathname.slice(root.pathname.length)) : undefined;
      if (below === undefined || !isBuilt(below)) dead.push(`/${path} → ${href}`);
      else if (target.hash.length > 1 && below !== path && (below === '' || below.endsWith('/'))) {
        const id = decodeURIComponent(target.hash.slice(1));
        if (!/^v\d+\./.test(id) && !builtFile(`${below}index.html`).includes(`id="${id}"`))
          dead.push(`/${path} → ${href}: no such place on that page`);
      }
    }
  }
  expect(dead).toEqual([]);
});

test('every page forbids inline scripts by its Content-Security-Policy', () => {
  for (const path of pages) {
    const policy = /<meta http-equiv="content-security-policy" content="([^"]+)"/i.exec(builtFile(`${path}index.html`))?.[1] ?? '';
    const scripts = policy.split(';').find((directive) => directive.trim().startsWith('script-src')) ?? '';
    expect(scripts, path).toContain("'self'");
    expect(scripts, path).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*/);
  }
});

test('what every script of the site imports of others is named with its terms', () => {
  const root = join(import.meta.dirname, '../..');
  const sources = globSync('src/{site,engine,bindings}/**/*.{ts,svelte}', { cwd: root }).filter(
    (file) => !/\.test\.ts$|\.d\.ts$|site[\\/]build|node-server|content\.config/.test(file),
  );
  const imports = sources.flatMap((file) =>
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(
        /(?:^import (?!type )[^;]*?from |^import |\bimport\()'((?:@[\w-]+\/)?[a-z][\w-]*)[^']*'/gm,
      ),
    ].map(([, name = '']) => name),
  );
  const named = builtFile('licenses.txt');
  expect(imports.length).toBeGreaterThan(20);
  expect([...new Set(imports)].filter((name) => !new RegExp(`^${name} \\d`, 'm').test(named))).toEqual([]);
  expect(named).toMatch(/^@fontsource-variable\/atkinson-hyperlegible-next \d/m);
  expect(named).not.toContain(root);
});

test('an address that does not exist says so and shows the ways on @path', async ({ page }) => {
  const answer = await page.goto('./there/is/no/such-page/');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.getByRole('main').getByRole('link').first().click();
  await expect(page).not.toHaveURL(/such-page/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('a page without a lab ships neither Mermaid nor MSW nor the engine', async ({ page, watched }) => {
  await page.goto('./learn/');
  await page.waitForLoadState('networkidle');
  const scripts = watched.asked.filter((url) => url.endsWith('.js'));
  const texts = await Promise.all(scripts.map(async (url) => (await page.request.get(url)).text()));
  expect(texts.filter((text) => /sequenceDiagram|mockServiceWorker|jwt\.audience/.test(text))).toEqual([]);
});
