// How long a reader waits at the stage, on a lab of thirty messages, at full speed and on a processor four times as slow.
import { chromium } from '@playwright/test';
import { launchOptions } from '../scripts/browser.mjs';
import { serveDist } from '../scripts/serve-dist.mjs';
import { quantile, report } from './measure.mjs';
import { buildStage, timeCarrier, times } from './stage-page.mjs';

/** @param {string} what @param {string} aim @param {number} slowdown @param {import('@playwright/test').Page} page */
async function replays(what, aim, slowdown, page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  for (const action of ['Back', 'scrub']) {
    const { shown, diagram, idle } = await times(page, action, action === 'Back' ? 10 : 20);
    report({
      what: `${action}, 30 messages, ${what}, p95`,
      value: quantile(shown, 0.95),
      unit: 'ms',
      reference: { what: 'two idle frames', value: quantile(idle, 0.5) },
      aim,
    });
    report({ what: `  its diagram after that, median`, value: quantile(diagram, 0.5), unit: 'ms' });
  }
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
}

/** Prints one line for each measurement. */
export async function benchBrowser() {
  const site = await serveDist({ dir: await buildStage() });
  const browser = await chromium.launch(launchOptions());
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  await timeCarrier(page);
  await page.goto(site.url);
  const send = page.getByRole('button', { name: /^Send\b/ }).first();
  await page.locator('[data-ready="true"]').waitFor();
  await send.click();
  await page
    .getByRole('link', { name: /^Message 1: / })
    .first()
    .waitFor();
  const sent = await times(page, 'Send', 14);
  const beyond = sent.shown.map((shown, index) => shown - (sent.network[index] ?? 0));
  report({
    what: 'Send until the verdict, beyond the carrier, median',
    value: quantile(beyond, 0.5),
    unit: 'ms',
    reference: { what: 'carrier', value: quantile(sent.network, 0.5) },
    aim: '≤ 16 ms',
  });
  report({ what: '  its diagram after that, median', value: quantile(sent.diagram, 0.5), unit: 'ms', aim: '≤ 60 ms' });
  await replays('full speed', '≤ 16 ms', 1, page);
  await send.waitFor();
  await page.getByRole('slider').press('End');
  await replays('four times slower', '≤ 100 ms', 4, page);
  await browser.close();
  site.close();
}
