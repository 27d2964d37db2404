// Draws the whole run of every lab into labs/<id>/diagram.svg, for paper and for readers without scripts. Run `npm run build` first.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';
import { serveDist } from './serve-dist.mjs';

/**
 * A picture whose words say how long they are. Runs in the page, which has the typefaces.
 * @param {string} picture
 */
async function withLengths(picture) {
  const host = document.createElement('div');
  host.innerHTML = picture;
  document.body.append(host);
  await document.fonts.ready;
  for (const words of host.querySelectorAll('text.actor > tspan, .party-heads > text.text, .noteText > tspan')) {
    if (!(words instanceof SVGTextContentElement)) continue;
    words.setAttribute('textLength', words.getComputedTextLength().toFixed(1));
    words.setAttribute('lengthAdjust', 'spacingAndGlyphs');
  }
  const [svg] = host.children;
  host.remove();
  return svg ? new XMLSerializer().serializeToString(svg) : picture;
}

const labs = join(import.meta.dirname, '../labs');
const site = await serveDist();
const browser = await chromium.launch(launchOptions());
const asked = process.argv.slice(2);

for (const id of readdirSync(labs).filter((name) => asked.length === 0 || asked.includes(name))) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(new URL(`labs/${id}/`, site.url).href);
  await page.getByRole('button', { name: 'Run to end' }).click();
  await page.locator('[data-ending]').waitFor({ timeout: 120_000 });
  /** @param {string} kind */
  const take = async (kind) => {
    const file = page.waitForEvent('download');
    await page.getByRole('button', { name: kind }).click();
    return readFileSync(await (await file).path(), 'utf8');
  };
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const made = createHash('sha256')
    .update(await take('Mermaid source'))
    .digest('hex');
  // The typefaces would be most of the file. In an image the system's stand in, and take no more room than those.
  const svg = (await page.evaluate(withLengths, await take('Picture (SVG)'))).replaceAll(/@font-face \{[^}]*\}\s*/g, '');
  writeFileSync(join(labs, id, 'diagram.svg'), `<!-- ${made} -->\n${svg}\n`);
  console.log(`labs/${id}/diagram.svg, ${String(Math.round(svg.length / 1000))} kB`);
  await page.close();
}

await browser.close();
site.close();
