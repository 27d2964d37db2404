import { expect, test } from './watched.ts';
import { Stage } from './stage.ts';

test('the home page plays four messages by Send alone, two of them refused with a reason @path', async ({ page }) => {
  await page.goto('./');
  const stage = await new Stage(page).ready();
  await stage.sendNext();
  await expect(stage.verdict).toContainText('accepted');
  await stage.sendNext();
  await expect(stage.verdict).toContainText('accepted');
  await stage.sendNext();
  await expect(stage.verdict).toContainText('refused');
  await stage.sendNext();
  await expect(stage.verdict).toContainText('refused');
  expect(await stage.over()).toBe(true);
});

test('the home page shows its lab before any scrolling', async ({ page }) => {
  await page.goto('./');
  const stage = await new Stage(page).ready();
  await expect(stage.send.first()).toBeInViewport();
});

test("the whole code flow by mouse ends with alice's invoices @path", async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  const sent = await stage.sendAll();
  expect(sent).toBeGreaterThan(6);
  await stage.asAList();
  await expect(page.locator('li[data-message]').filter({ hasText: 'GET /invoices' }).first()).toContainText('200');
  await page.screenshot({ path: 'artefacts/code-flow-1440.png', fullPage: true });
});

test('the whole code flow by keyboard alone, and focus stays on Send', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  const send = stage.send.first();
  for (let presses = 0; presses < 80 && !(await send.evaluate((button) => button === document.activeElement)); presses += 1) {
    await page.keyboard.press('Tab');
  }
  await expect(send).toBeFocused();
  for (let sent = 0; sent < 60 && !(await stage.over()); sent += 1) {
    await page.keyboard.press('Enter');
    await stage.at(sent + 1);
    expect(await page.evaluate(() => document.activeElement !== document.body), 'focus is not lost').toBe(true);
  }
  expect(await stage.over()).toBe(true);
  await expect(stage.verdict).toContainText('accepted');
});

test('arrows of the diagram are named links that the arrow keys walk', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  for (let sent = 0; sent < 3; sent += 1) await stage.sendNext();
  const arrows = page.getByRole('link', { name: /^Message \d+: / });
  await expect(arrows.nth(2)).toBeAttached();
  await arrows.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(arrows.first()).not.toBeFocused();
  await page.keyboard.press('Home');
  await expect(arrows.first()).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('button', { name: /^Phase: / }).first()).toBeFocused();
});

test('at 390 px the bar by the thumb shows the verdict and plays the flow', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const stage = await new Stage(page).open('code-flow');
  await expect(stage.send.last()).toBeInViewport();
  for (let sent = 0; sent < 3; sent += 1) await stage.sendNext();
  await stage.goBack();
  await stage.sendAll();
  await expect(stage.verdict).toBeInViewport();
  await expect(stage.verdict).toContainText('accepted');
  for (const tab of ['Story', 'Diagram', 'Message', 'Checks']) {
    await page.getByRole('navigation', { name: 'Parts of the stage' }).getByRole('button', { name: tab, exact: true }).click();
    await expect(stage.send.last()).toBeInViewport();
    await expect(page.getByRole('slider')).toBeVisible({ visible: tab === 'Diagram' || tab === 'Message' });
  }
  await page.screenshot({ path: 'artefacts/code-flow-390.png' });
});

test('at 390 px an arrow that is tapped leads to what is to be read of its message', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const stage = await new Stage(page).open('code-flow');
  for (let sent = 0; sent < 2; sent += 1) await stage.sendNext();
  await page
    .getByRole('link', { name: /^Message 1:/ })
    .first()
    .click();
  await expect(stage.inspector).toBeInViewport();
  await expect(stage.inspector.getByRole('tabpanel')).toBeFocused();
  await expect(page.getByRole('navigation', { name: 'Parts of the stage' }).getByRole('button', { name: 'Checks' })).toHaveAttribute(
    'aria-current',
    /./,
  );
});

test('in the dark scheme the flow plays on dark paper', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  const stage = await new Stage(page).open('code-flow');
  await stage.sendAll();
  const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const channels =
    paper
      .match(/\d+(\.\d+)?/g)
      ?.slice(0, 3)
      .map(Number) ?? [];
  expect(Math.max(...channels)).toBeLessThan(60);
  await page.screenshot({ path: 'artefacts/code-flow-dark.png', fullPage: true });
});

test('in forced colors a drawing stands on the ground of the system, whatever theme was chosen', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
  const stage = await new Stage(page).open('validate');
  const theme = page.getByRole('button', { name: /^Theme/ });
  for (let pressed = 0; pressed < 3 && !/light/.test(await theme.innerText()); pressed += 1) await theme.click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await stage.sendNext();
  const ground = page.locator('.party-heads .ground');
  await expect(ground).toBeAttached();
  expect(await ground.evaluate((drawn) => getComputedStyle(drawn).fill)).toBe('rgb(0, 0, 0)');
  expect(
    await page
      .locator('text.actor tspan')
      .first()
      .evaluate((name) => getComputedStyle(name).fill),
  ).toBe('rgb(233, 236, 242)');
  // Send stays the one button that is unlike the others.
  const groundOf = (name: string): Promise<string> =>
    page
      .getByRole('button', { name, exact: true })
      .first()
      .evaluate((button) => getComputedStyle(button).backgroundColor);
  expect(await groundOf('Send')).not.toBe(await groundOf('Back'));
});

test('Back undoes one message, Start again loses nothing, and the scrubber goes anywhere', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  for (let sent = 0; sent < 4; sent += 1) await stage.sendNext();
  await stage.goBack();
  await page.getByRole('button', { name: 'Start again' }).click();
  await stage.at(0);
  await stage.back.first().click();
  await stage.at(3);
  await page.getByRole('slider').press('Home');
  await page.getByRole('slider').press('ArrowRight');
  await stage.at(1);
});

test('Run to end plays by itself to the last message', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const stage = await new Stage(page).open('code-flow');
  await page.getByRole('button', { name: 'Run to end' }).click();
  await expect(stage.draft).toContainText('The play has ended');
  await expect(stage.verdict).toContainText('accepted');
});

test('messages are real requests of the browser to the hosts of the lab', async ({ page, watched }) => {
  const stage = await new Stage(page).open('code-flow');
  // On a busy machine the worker may come later than the first message would wait for it.
  await stage.touch();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, { timeout: 30_000 });
  await stage.sendAll();
  expect(watched.asked.some((url) => url.startsWith('https://as.lab.test/token'))).toBe(true);
  expect(watched.failed).toEqual([]);
  await expect(page.locator('[data-carrier="worker"]')).toBeAttached();
});

test.describe('without a service worker', () => {
  test.use({ serviceWorkers: 'block' });

  test('the same flow goes direct, no request leaves, and the page says which carrier it is @path', async ({ page, watched }) => {
    const stage = await new Stage(page).open('code-flow');
    await stage.sendAll();
    await expect(stage.verdict).toContainText('accepted');
    await expect(page.locator('[data-carrier="direct"]')).toBeAttached();
    expect(watched.asked.filter((url) => url.includes('.lab.test'))).toEqual([]);
  });
});

test('who is in a lab is shown before anybody touches it, and nothing moves when it is touched', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  const parties = page.getByRole('list', { name: 'Parties' }).getByRole('listitem');
  const names = ['Alice’s browser', 'Ledger app', 'Authorization server', 'Gateway', 'Invoices API'];
  await expect(parties).toHaveText(names);
  await expect(page.locator('[data-status="closed"]')).toBeAttached();
  const place = await parties.last().boundingBox();
  await stage.touch();
  await expect(parties).toHaveText(names);
  expect(await parties.last().boundingBox()).toEqual(place);
});
