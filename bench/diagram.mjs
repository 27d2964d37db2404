// Whether a step costs more, the longer a run is: from 10 to 400 messages, with the diagram and as a list.
import { chromium } from '@playwright/test';
import { launchOptions } from '../scripts/browser.mjs';
import { serveDist } from '../scripts/serve-dist.mjs';
import { quantile, report } from './measure.mjs';
import { buildStage, timeCarrier, times } from './stage-page.mjs';

/** Run lengths that are looked at, in messages; each press sends two, one inside of the other. */
const LENGTHS = [10, 25, 100, 400];
const A_PRESS = 2;
/** How many presses up to that length are taken together: as many as a phase is long. */
const WINDOW = 10;

/** The presses that brought a run to a length. @param {readonly number[]} all @param {number} length */
function until(all, length) {
  // The first press opened the page's diagram and is not among those that were timed.
  const end = length / A_PRESS - 1;
  return quantile(all.slice(Math.max(0, end - WINDOW), end), 0.5);
}

/** @param {string} what @param {readonly number[]} all */
function growth(what, all) {
  const reference = until(all, 25);
  for (const length of LENGTHS)
    report({
      what: `${what}, ${length} messages, median`,
      value: until(all, length),
      unit: 'ms',
      reference: { what: 'at 25 messages', value: reference },
      ...(length > 25 ? { aim: 'ratio ≤ 1' } : {}),
    });
}

/** Prints one line for each length. */
export async function benchDiagram() {
  const site = await serveDist({ dir: await buildStage() });
  const browser = await chromium.launch(launchOptions());
  for (const view of /** @type {const} */ (['diagram', 'list'])) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    await timeCarrier(page);
    await page.goto(new URL('long/', site.url).href);
    await page.locator('[data-ready="true"]').waitFor();
    if (view === 'list') await page.getByRole('button', { name: 'As a list' }).click();
    await page
      .getByRole('button', { name: /^Send\b/ })
      .first()
      .click();
    await page
      .locator(view === 'list' ? 'li[data-message="1"]' : 'a.arrow')
      .first()
      .waitFor();
    const { shown, diagram, network } = await times(page, 'Send', Math.max(...LENGTHS) / A_PRESS - 1, view === 'diagram');
    growth(
      view === 'list' ? 'Send as a list' : 'Send until the verdict',
      shown.map((time, index) => time - (network[index] ?? 0)),
    );
    if (view === 'diagram') growth('  its diagram after that', diagram);
    await page.close();
  }
  await browser.close();
  site.close();
}
