import type { Locator, Page } from '@playwright/test';
import { Stage } from './stage.ts';
import { expect, test } from './watched.ts';

/** Where an element ends, and where it begins, from the top of the window. */
async function edges(found: Locator): Promise<{ top: number; bottom: number }> {
  const box = await found.boundingBox();
  if (!box) throw new Error('It is not on the page.');
  return { top: box.y, bottom: box.y + box.height };
}

/** Plays the whole run, and waits until it is drawn. */
async function playedToEnd(page: Page, lab: string): Promise<Stage> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const stage = await new Stage(page).open(lab);
  await page.getByRole('button', { name: 'Run to end' }).click();
  await expect(page.locator('[data-ending]')).toBeAttached();
  await expect(page.locator('a.arrow').first()).toBeAttached();
  return stage;
}

/** How many pixels of the drawing lie outside of its box, from left to right. */
const beside = (page: Page): Promise<number> => page.locator('.diagram').evaluate((box) => box.scrollWidth - box.clientWidth);

test.describe('at 1440 px a run among six parties is seen from side to side', () => {
  for (const [lab, message] of [
    ['single-sign-on', 14],
    ['device', 13],
    ['stolen-code', 7],
  ] as const)
    test(lab, async ({ page }) => {
      await playedToEnd(page, lab);
      expect(await beside(page)).toBe(0);
      await page.getByRole('slider').fill(String(message));
      await expect(page.locator(`a.arrow[data-message="${message}"]`)).toBeAttached();
      await expect.poll(() => beside(page)).toBe(0);
    });
});

test('on a narrow stage neither a long verdict nor a low window covers the scrubber or the legend', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const stage = await playedToEnd(page, 'single-sign-on');
  const bar = page.locator('.thumb');
  expect((await stage.verdict.boundingBox())?.height).toBeGreaterThan(70);
  expect((await edges(page.locator('.scrub'))).bottom).toBeLessThanOrEqual((await edges(bar)).top);
  // The smallest phone, and a small screen at 200 % zoom.
  for (const size of [
    { width: 320, height: 640 },
    { width: 720, height: 450 },
  ]) {
    await page.setViewportSize(size);
    await expect.poll(async () => (await edges(bar)).top - (await edges(page.locator('.legend'))).bottom).toBeGreaterThanOrEqual(0);
  }
});

/** What is seen of the bar of controls on the smallest phone: each button with its place. */
async function controlsOfPhone(page: Page): Promise<{ name: string | null; top: number; width: number }[]> {
  await page.setViewportSize({ width: 320, height: 640 });
  await new Stage(page).open('single-sign-on');
  return page
    .getByRole('group', { name: 'Controls' })
    .getByRole('button')
    .evaluateAll((buttons) =>
      buttons
        .filter((one) => one.checkVisibility())
        .map((one) => ({ name: one.textContent, top: one.getBoundingClientRect().top, width: one.getBoundingClientRect().width })),
    );
}

test('at 320 px the bar of controls takes two rows', async ({ page }) => {
  const tops = (await controlsOfPhone(page)).map(({ top }) => Math.round(top));
  expect(new Set(tops).size).toBe(2);
});

test('at 1440 px a whole message is seen above a long draft: what was sent, its checks, and the answer', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const stage = await new Stage(page).open('code-flow');
  for (let sent = 0; sent < 4; sent += 1) await stage.sendNext();
  await expect(page.locator('a.arrow[data-of="4"]')).toHaveCount(3);
  const heads = await edges(page.locator('.party-heads'));
  await expect.poll(async () => (await edges(page.locator('a.arrow[data-message="4"]'))).top).toBeGreaterThanOrEqual(heads.bottom);
  expect((await edges(page.locator('a.arrow[data-of="4"][data-part="answer"]'))).bottom).toBeLessThan(
    (await edges(page.locator('.canvas'))).bottom,
  );
});

test('what is sent while a narrow stage shows another part is in view when its diagram is seen again', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 390, height: 844 });
  const stage = await new Stage(page).open('validate');
  const parts = page.getByRole('navigation', { name: 'Parts of the stage' });
  for (let sent = 0; sent < 2; sent += 1) await stage.sendNext();
  await expect(page.locator('a.arrow[data-message="2"]')).toBeAttached();
  await parts.getByRole('button', { name: 'Message' }).click();
  await stage.sendNext();
  await expect(page.locator('a.arrow[data-message="3"]')).toBeAttached();
  await parts.getByRole('button', { name: 'Diagram' }).click();
  await expect(page.locator('a.arrow').last()).toBeInViewport();
  await expect(page.locator('.party-heads')).toBeInViewport();
});

test('on a phone nothing in the bar of controls is narrower than a fingertip', async ({ page }) => {
  expect((await controlsOfPhone(page)).filter(({ width }) => width < 44)).toEqual([]);
});

test('at 1280 px the bar of controls takes one row, and the tabs of the inspector another', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  const stage = await new Stage(page).open('single-sign-on');
  await stage.touch();
  const bar = await edges(page.getByRole('group', { name: 'Controls' }));
  expect(bar.bottom - bar.top).toBeLessThan(64);
  const tabs = await edges(stage.inspector.getByRole('tablist'));
  expect(tabs.bottom - tabs.top).toBeLessThan(64);
});
