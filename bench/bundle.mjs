// What a reader downloads as script, by what they do. Needs a built site.
import { chromium, expect } from '@playwright/test';
import { launchOptions } from '../scripts/browser.mjs';
import { serveDist } from '../scripts/serve-dist.mjs';
import { report } from './measure.mjs';
import { weighScripts } from './page-scripts.mjs';

/** Prints one line for each kind of page, with its budget. */
export async function benchBundle() {
  const site = await serveDist();
  const browser = await chromium.launch(launchOptions());
  /** @param {string} what @param {string} path @param {(page: import('@playwright/test').Page) => Promise<void>} act @param {string} aim @param {{ width: number, height: number }} viewport */
  const weigh = async (what, path, act, aim, viewport = { width: 1440, height: 900 }) => {
    const page = await browser.newPage({ viewport });
    const scripts = weighScripts(page);
    await page.goto(new URL(path, site.url).href);
    await page.waitForLoadState('networkidle');
    await act(page);
    await page.waitForLoadState('networkidle');
    report({ what: `${what}, ${String(scripts.files())} files, gz`, value: (await scripts.bytes()) / 1000, unit: 'kB', aim });
    await page.close();
  };
  const lesson = 'learn/flows/authorization-code-with-pkce/';
  const nothing = async () => {};
  await weigh('Course map (a page without a lab)', 'learn/', nothing, '≤ 5 kB');
  await weigh('A lesson whose labs are not in view', lesson, nothing, '≤ 5 kB', { width: 1440, height: 300 });
  await weigh('A lab before it is touched', 'labs/code-flow/', nothing, '≤ 60 kB');
  // Where no worker can be had MSW is not fetched, and as a list neither is Mermaid.
  const stepped = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await stepped.newPage();
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined }));
  const scripts = weighScripts(page);
  await page.goto(new URL('labs/code-flow/', site.url).href);
  await page.getByRole('button', { name: 'As a list' }).click();
  // To the very end, so that what comes late and is needed on the way is weighed as well.
  for (let message = 1; !(await page.locator('[data-ending]').isVisible()); message += 1) {
    await page
      .getByRole('button', { name: /^Send\b/ })
      .first()
      .click();
    await expect(page.locator('input[type="range"]')).toHaveValue(String(message));
  }
  await page.waitForLoadState('networkidle');
  report({
    what: `Able to step the flow to its end, direct, ${String(scripts.files())} files, gz`,
    value: (await scripts.bytes()) / 1000,
    unit: 'kB',
    aim: '≤ 110 kB',
  });
  await stepped.close();
  await weigh(
    'With the diagram drawn, carried by the worker',
    'labs/code-flow/',
    async (opened) => {
      await opened
        .getByRole('button', { name: /^Send\b/ })
        .first()
        .click();
      await opened
        .getByRole('link', { name: /^Message 1: / })
        .first()
        .waitFor();
    },
    '≤ 300 kB',
  );
  await browser.close();
  site.close();
}
