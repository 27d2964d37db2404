import AxeBuilder from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import { Stage } from './stage.ts';
import { expect, test } from './watched.ts';

test('phases fold and open by click and by keys, keep the focus, and stay as they were left', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  for (let sent = 0; sent < 4; sent += 1) await stage.sendNext();
  const band = page.getByRole('button', { name: /^Phase: The app asks where to send alice/ });
  const inside = page.locator('a.arrow[data-message="1"]');
  await expect(inside).toHaveCount(1);
  await band.click();
  await expect(inside).toHaveCount(0);
  await expect(band).toHaveAttribute('aria-expanded', 'false');
  await expect(band).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(inside).toHaveCount(1);
  await expect(band).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(inside).toHaveCount(0);
  await stage.sendNext();
  await expect(band).toHaveAttribute('aria-expanded', 'false');
  await stage.asAList();
  await expect(page.getByRole('button', { name: /^The app asks where to send alice/ })).toHaveAttribute('aria-expanded', 'false');
});

test('an arrow, its check and the check in the inspector are selected together, from either side', async ({ page }) => {
  const stage = await new Stage(page).open('validate');
  await stage.sendUntilDraftIs('GET', 'https://api.lab.test/');
  await stage.sendNext();
  await stage.show('Message');
  const judged = page.locator('a.arrow[data-part="checks"][data-party="gateway"]').last();
  await judged.click();
  await expect(stage.inspector.getByRole('tab', { name: 'Checks' })).toHaveAttribute('aria-selected', 'true');
  const check = (await judged.getAttribute('data-check')) ?? '';
  await expect(stage.check(check).first()).toHaveAttribute('aria-current', 'true');
  await expect(judged).toHaveAttribute('aria-current', 'true');
  // The other way: a check that is chosen in the inspector marks the arrow at which it was made.
  await stage.check('jwt.audience').first().getByRole('button').click();
  await expect(stage.check('jwt.audience').first()).toHaveAttribute('aria-current', 'true');
  await expect(page.locator('a.arrow[aria-current]')).toHaveCount(1);
  await stage.asAList();
  await expect(page.locator('li[data-message] .judged[aria-current]')).toHaveCount(1);
});

test('a token is marked in the diagram and the list wherever it went', async ({ page }) => {
  const stage = await new Stage(page).open('stolen-code');
  await stage.sendAll();
  await stage.show('Who holds what');
  const code = stage.inspector.getByRole('button', { name: 'authorization code' }).first();
  await code.click();
  await expect(code).toHaveAttribute('aria-pressed', 'true');
  const carriers = page.locator('a.arrow[data-carries]');
  await expect(carriers).not.toHaveCount(0);
  const messages = await carriers.evaluateAll((arrows) => [...new Set(arrows.map((arrow) => arrow.getAttribute('data-of')))]);
  await stage.asAList();
  await expect(page.getByText('carries the token you look at')).toHaveCount(messages.length);
});

test('a message that is chosen among the tokens is read in its tab, which has the focus', async ({ page }) => {
  const stage = await new Stage(page).open('validate');
  await stage.sendNext();
  await stage.show('Tokens');
  await stage.inspector.getByRole('button', { name: 'Show message 1', exact: true }).first().press('Enter');
  await expect(stage.inspector.getByRole('tab', { name: 'Message' })).toBeFocused();
});

test('what leaks to the attacker is drawn, listed, and told where it is held', async ({ page }) => {
  const stage = await new Stage(page).open('stolen-code');
  await stage.sendAll();
  await expect(page.getByRole('img', { name: /^Leak: message \d+ takes the authorization code to the attacker/ })).toBeAttached();
  await stage.show('Who holds what');
  await expect(stage.inspector).toContainText('takes the authorization code to the attacker');
  await stage.asAList();
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await expect(page.getByRole('row', { name: /Leak: message \d+ takes the authorization code/ })).toBeVisible();
});

test('the table is walked by arrow keys and selects what the list selects', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  for (let sent = 0; sent < 3; sent += 1) await stage.sendNext();
  await stage.asAList();
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await page.getByRole('button', { name: 'Message 1', exact: true }).click();
  await expect(page.locator('tr[data-message="1"]')).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('tr[data-message="2"]')).toHaveAttribute('aria-current', 'true');
  await page.getByRole('button', { name: 'List', exact: true }).click();
  await expect(page.locator('li[data-message="2"] .row')).toHaveAttribute('aria-current', 'true');
});

test('the list and the table scroll to the message that is chosen elsewhere', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 700 });
  const stage = await new Stage(page).open('code-flow');
  await stage.sendAll();
  await stage.asAList();
  const [first, last] = [page.locator('li[data-message="1"]').first(), page.locator('li[data-message="10"]').first()];
  await expect(last).toBeInViewport();
  await expect(first).not.toBeInViewport();
  await stage.show('Tokens');
  await stage.inspector
    .getByRole('button', { name: /^Show message \d+$/ })
    .first()
    .press('Enter');
  await expect(page.locator('li[data-message] > [aria-current]')).toBeInViewport();
  await page.getByRole('button', { name: 'As a list' }).click();
  await page
    .getByRole('link', { name: /^Message 1:/ })
    .first()
    .press('Enter');
  await stage.asAList();
  await expect(first).toBeInViewport();
  await expect(last).not.toBeInViewport();
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await expect(page.locator('tr[aria-current]')).toBeInViewport();
});

for (const lab of ['code-flow', 'dpop', 'wrong-token', 'client-credentials'])
  test(`five lifelines fit a full lab of 1440 px, in letters that can be read: ${lab}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const stage = await new Stage(page).open(lab);
    await page.getByRole('button', { name: 'Run to end' }).click();
    await expect(stage.draft).toContainText('The play has ended', { timeout: 45_000 });
    await expect(page.locator('rect.actor').nth(4)).toBeAttached();
    const box = page.locator('.canvas .diagram');
    await expect.poll(() => box.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    const size = await page
      .locator('.canvas text.actor')
      .first()
      .evaluate((text) => text.getBoundingClientRect().height);
    expect(size).toBeGreaterThan(10);
  });

test('the legend tells what the lines mean, and Escape closes it where it was opened', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  await stage.sendNext();
  await stage.sendNext();
  const legend = page.getByRole('button', { name: 'Legend', exact: true });
  await legend.click();
  await expect(page.getByRole('group', { name: 'Legend' })).toContainText('Front channel');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('group', { name: 'Legend' })).toHaveCount(0);
  await expect(legend).toBeFocused();
});

test('a run is taken away as picture, source, report, archive and script', async ({ page }) => {
  const stage = await new Stage(page).open('stolen-code');
  await stage.sendAll();
  await page.getByRole('button', { name: 'Export' }).click();
  const menu = page.getByRole('group', { name: 'Export' });
  const take = async (name: RegExp): Promise<Buffer> => {
    const [taken] = await Promise.all([page.waitForEvent('download'), menu.getByRole('button', { name }).click()]);
    await expect(menu.getByRole('status')).toContainText(taken.suggestedFilename());
    return readFile(await taken.path());
  };
  const svg = (await take(/SVG/)).toString();
  expect(svg).toMatch(/^<svg /);
  expect(svg).not.toContain('var(--');
  expect(svg).toContain('@font-face');
  expect(svg).toContain('Leak: it brings the attacker what is not theirs');
  expect(svg).not.toContain('Changed by you');
  const png = await take(/PNG/);
  expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  expect((await take(/Mermaid/)).toString()).toMatch(/^sequenceDiagram\n/);
  expect((await take(/Report/)).toString()).toContain('## What leaked');
  const har = JSON.parse((await take(/HAR/)).toString()) as { log: { version: string; entries: unknown[] } };
  expect(har.log.version).toBe('1.2');
  expect(har.log.entries.length).toBeGreaterThan(5);
  expect((await take(/curl/)).toString()).toMatch(/^#!\/bin\/sh\n/);
});

test('the source in the drawer is the diagram, and is downloaded as a picture', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  await stage.sendNext();
  await page.getByRole('tab', { name: 'Diagram source' }).click();
  await expect(page.getByLabel('Mermaid source')).toContainText('sequenceDiagram');
  const panel = page.getByRole('tabpanel', { name: 'Diagram source' });
  const [taken] = await Promise.all([page.waitForEvent('download'), panel.getByRole('button', { name: 'SVG' }).click()]);
  expect(taken.suggestedFilename()).toBe('authorization-code-with-pkce.svg');
});

test('axe finds nothing in the list, the table, the legend and the exports, in light or dark', async ({ page }) => {
  test.setTimeout(120_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const stage = await new Stage(page).open('stolen-code');
  await stage.sendAll();
  const clean = async (what: string): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).include('.stage').analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`),
        `${what}, ${colorScheme}`,
      ).toEqual([]);
    }
  };
  await page.getByRole('button', { name: 'Legend', exact: true }).click();
  await clean('legend');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('group', { name: 'Export' })).toContainText('HAR 1.2');
  await clean('exports');
  await page.keyboard.press('Escape');
  await stage.show('Who holds what');
  await stage.inspector.getByRole('button', { name: 'authorization code' }).first().click();
  await stage.asAList();
  await clean('list');
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await clean('table');
});

for (const [lab, what, where] of [
  ['who-and-what', 'a label takes two lines', 'a.arrow:has(text ~ text)'],
  ['single-sign-on', 'the text of a folded phase is cut', '.band[aria-expanded="false"]'],
] as const)
  test(`axe finds nothing where ${what}: what is seen is in the name`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const stage = await new Stage(page).open(lab);
    await stage.sendAll();
    await expect(page.locator(where).first()).toBeAttached();
    const { violations } = await new AxeBuilder({ page }).include('.diagram').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`)).toEqual([]);
  });

test('the lifelines of a long run reach below its last arrow', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  await stage.sendAll();
  await expect(page.getByRole('link', { name: /^Message 10/ }).last()).toBeAttached();
  // Both at one moment: what came last may still be on its way into view.
  const below = await page.evaluate(() => {
    const [arrow, lifeline] = [[...document.querySelectorAll('a.arrow')].at(-1), document.querySelector('line.actor-line')];
    return (lifeline?.getBoundingClientRect().bottom ?? 0) - (arrow?.getBoundingClientRect().top ?? Infinity);
  });
  expect(below).toBeGreaterThan(0);
});

test('a drawing is laid out for the texts that nobody measured before, and once as a whole', async ({ page }) => {
  await page.addInitScript(() => {
    const measured: string[] = [];
    const real = SVGGraphicsElement.prototype.getBBox;
    SVGGraphicsElement.prototype.getBBox = function (options) {
      measured.push(this instanceof SVGSVGElement ? 'whole' : `${this.tagName} ${this.getAttribute('style') ?? ''} ${this.textContent}`);
      return real.call(this, options);
    };
    Object.assign(globalThis, { measured });
  });
  const stage = await new Stage(page).open('code-flow');
  await stage.sendNext();
  await expect(page.locator('a.arrow').first()).toBeVisible();
  const before = await page.evaluate(() => (globalThis as unknown as { measured: string[] }).measured.splice(0));
  await stage.sendNext();
  await expect(page.locator('a.arrow[data-message="2"]')).toBeVisible();
  const after = await page.evaluate(() => (globalThis as unknown as { measured: string[] }).measured);
  expect(before.length).toBeGreaterThan(10);
  expect(after.filter((what) => what === 'whole')).toHaveLength(1);
  const texts = after.filter((what) => what !== 'whole');
  expect(texts.filter((what) => !what.startsWith('text ') || before.includes(what))).toEqual([]);
  expect(new Set(texts).size).toBe(texts.length);
  // Each label in the two typefaces that Mermaid tries, and a band.
  expect(texts.length).toBeLessThan(12);
});

test('what the reader presses is heard between the drawing of a diagram and its show', async ({ page }) => {
  await page.addInitScript(() => {
    const shown: number[] = [];
    const real = scheduler.yield.bind(scheduler);
    scheduler.yield = () => {
      shown.push(document.querySelectorAll('a.arrow[data-message]').length);
      return real();
    };
    Object.assign(globalThis, { shown });
  });
  const stage = await new Stage(page).open('code-flow');
  for (const message of ['1', '2']) {
    await stage.sendNext();
    await expect(page.locator(`a.arrow[data-message="${message}"]`)).toBeVisible();
  }
  expect(await page.evaluate(() => (globalThis as unknown as { shown: number[] }).shown)).toEqual(expect.arrayContaining([0, 1]));
});

test('who scrolls down moves the heads of the lifelines, and nothing else is laid out anew', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1280, height: 600 });
  const stage = await new Stage(page).open('code-flow');
  await stage.sendAll();
  await expect(page.getByRole('link', { name: /^Message 10/ }).last()).toBeAttached();
  const moved = await page.evaluate(async () => {
    const host = document.querySelector('.diagram');
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    if (!host) return [];
    host.scrollTo(0, host.scrollHeight);
    for (let passed = 0; passed < 3; passed += 1) await frame();
    const seen = new Set<string | null>();
    const watcher = new MutationObserver((records) => {
      for (const { target } of records) seen.add((target as Element).getAttribute('class'));
    });
    watcher.observe(host, { subtree: true, attributes: true });
    host.scrollTo(0, host.scrollTop - 30);
    for (let passed = 0; passed < 3; passed += 1) await frame();
    return [...seen];
  });
  expect(moved).toEqual(['party-heads']);
});

test('what was folded is folded after a reload', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  for (let sent = 0; sent < 3; sent += 1) await stage.sendNext();
  const band = page.getByRole('button', { name: /^Phase: The app asks where to send alice/ });
  await band.click();
  await expect(band).toHaveAttribute('aria-expanded', 'false');
  // The tab keeps a run a moment after its last step.
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('tokenscope:stage:code-flow') ?? '')).toContain('code-flow');
  await page.reload();
  await expect(band).toHaveAttribute('aria-expanded', 'false');
});

test('on paper every check has its title', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  await stage.sendNext();
  await page.emulateMedia({ media: 'print' });
  await expect(stage.check('http.message-size').getByText('Message within the size limit')).toBeVisible();
});

test('on paper a lab that nobody played shows the run that would be, and none of its empty parts', async ({ page }) => {
  await new Stage(page).open('code-flow');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('The whole run, as it goes when nothing is changed.')).toBeVisible();
  for (const region of ['Stage', 'Inspector']) await expect(page.locator(`section[aria-label="${region}"]`)).toBeHidden();
  await expect(page.locator('section[aria-label="Story"]')).toBeVisible();
});
