// Makes the picture of the README: a real refusal, on the built site. Run `npm run build` first.
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';
import { serveDist } from './serve-dist.mjs';

const root = join(import.meta.dirname, '..');
const site = await serveDist();
const browser = await chromium.launch(launchOptions());
const page = await browser.newPage({ viewport: { width: 1440, height: 860 }, colorScheme: 'light', reducedMotion: 'reduce' });

await page.goto(site.url);
const send = page.getByRole('button', { name: /^Send\b/ }).first();
const verdict = page.getByRole('status', { name: 'Verdict' });
const position = page.getByRole('slider');
for (const message of [1, 2, 3]) {
  await send.click();
  await position.and(page.locator(`[aria-valuetext^="message ${String(message)} "]`)).waitFor();
}
await verdict.filter({ hasText: 'refused' }).waitFor();
await page
  .getByRole('link', { name: /^Message 3: / })
  .first()
  .waitFor();
await page.mouse.move(0, 0);
await page.screenshot({ path: join(root, 'docs/refused.png') });
console.log('docs/refused.png is new: message 3 of the home page, refused.');

await browser.close();
site.close();
