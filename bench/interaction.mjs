// From a press to the next paint (the browser's own event timing) while a flow plays, on a processor four times as slow. Needs a built site.
import { chromium, expect } from '@playwright/test';
import { launchOptions } from '../scripts/browser.mjs';
import { serveDist } from '../scripts/serve-dist.mjs';
import { quantile, report } from './measure.mjs';

/** A lab that is played with its diagram drawn, and what a reader presses meanwhile. */
const LAB = 'labs/code-flow/';
const MEANWHILE = ['Message', 'Tokens', 'Who holds what', 'Checks'];

/**
 * Plays the lab and presses tabs on the way: the longest of each press, in milliseconds.
 * @param {import('@playwright/test').Browser} browser @param {string} url @param {number} slower how many times
 */
async function play(browser, url, slower) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(() => {
    /** @type {Map<number, number>} */
    const presses = new Map();
    Object.assign(globalThis, { presses });
    new PerformanceObserver((list) => {
      for (const entry of /** @type {PerformanceEventTiming[]} */ (list.getEntries()))
        if (entry.interactionId) presses.set(entry.interactionId, Math.max(presses.get(entry.interactionId) ?? 0, entry.duration));
    }).observe(/** @type {PerformanceObserverInit} */ ({ type: 'event', buffered: true, durationThreshold: 16 }));
  });
  await page.goto(url);
  await page.waitForLoadState('networkidle');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower });
  const send = page.getByRole('button', { name: /^Send\b/ }).first();
  let pressed = 0;
  for (let message = 1; message <= 4; message += 1) {
    await send.click();
    await expect(page.locator('input[type="range"]')).toHaveValue(String(message));
    pressed += 1;
  }
  await page.getByRole('button', { name: 'Run to end' }).click();
  pressed += 1;
  for (let round = 0; !(await page.locator('[data-ending]').isVisible()); round += 1) {
    await page.getByRole('tab', { name: MEANWHILE[round % MEANWHILE.length] ?? 'Checks' }).click();
    pressed += 1;
  }
  await page.waitForTimeout(500);
  const durations = await page.evaluate(() => [
    .../** @type {{ presses: Map<number, number> }} */ (/** @type {unknown} */ (globalThis)).presses.values(),
  ]);
  await page.close();
  // What took less than the browser reports took less than 16 ms.
  return [...durations, ...Array(Math.max(0, pressed - durations.length)).fill(16)];
}

/** Prints the slow tail of one play, beside the same at full speed. */
export async function benchInteraction() {
  const site = await serveDist();
  const browser = await chromium.launch(launchOptions());
  const url = new URL(LAB, site.url).href;
  await play(browser, url, 1);
  const [fast, slow] = [await play(browser, url, 1), await play(browser, url, 4)];
  for (const [what, share] of /** @type {const} */ ([
    ['p95', 0.95],
    ['worst', 1],
  ]))
    report({
      what: `From a press to the next paint while a flow plays, 4 × slowed, ${what}`,
      value: quantile(slow, share),
      unit: 'ms',
      reference: { what: 'at full speed', value: quantile(fast, share) },
      aim: '< 100 ms',
    });
  await browser.close();
  site.close();
}
