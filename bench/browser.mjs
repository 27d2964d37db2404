// How long a reader waits at the stage, on a lab of thirty messages, at full speed and on a processor four times as slow.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { launchOptions } from '../scripts/browser.mjs';
import { serveDist } from '../scripts/serve-dist.mjs';
import { quantile, report } from './measure.mjs';

const out = join(import.meta.dirname, '../artefacts/bench-stage');

/** The real stage and the lab of bench/stage, built the way the site is. */
async function buildStage() {
  process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
  process.env['NODE_ENV'] = 'production';
  const [{ build }, { default: svelte }, { msw }, { mermaidSequenceOnly }] = await Promise.all([
    import('astro'),
    import('@astrojs/svelte'),
    import('msw/vite'),
    import('../src/site/build/mermaid-sequence-only.ts'),
  ]);
  rmSync(out, { recursive: true, force: true });
  const stage = join(import.meta.dirname, 'stage');
  await build({
    configFile: false,
    logLevel: 'error',
    root: stage,
    srcDir: stage,
    publicDir: join(import.meta.dirname, '../public'),
    outDir: out,
    integrations: [svelte()],
    vite: {
      plugins: [msw({ mode: 'worker-only' }), mermaidSequenceOnly()],
      logLevel: 'error',
      resolve: { alias: { tldts: join(import.meta.dirname, '../src/bindings/no-public-suffix.ts') } },
    },
  });
}

/**
 * In the page: does something and measures until the stage shows its result, laid out; then until
 * the diagram follows. `idle` is the reference: two frames in which nothing happens.
 * @param {import('@playwright/test').Page} page @param {string} action @param {number} rounds
 * @returns {Promise<{ shown: number[], diagram: number[], idle: number[], network: number[] }>}
 */
function times(page, action, rounds) {
  return page.evaluate(
    async ({ action: name, rounds: count }) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const slider = /** @type {HTMLInputElement} */ (document.querySelector('input[type="range"]'));
      const stage = /** @type {HTMLElement} */ (document.querySelector('.stage'));
      const button = (/** @type {string} */ text) =>
        [...document.querySelectorAll('button')].find((one) => one.checkVisibility() && one.textContent.trim().startsWith(text));
      /** @param {() => boolean} reached */
      const until = (reached) =>
        new Promise((resolve) => {
          const watcher = new MutationObserver(look);
          function look() {
            if (!reached()) return;
            watcher.disconnect();
            resolve(undefined);
          }
          watcher.observe(stage, { subtree: true, childList: true, attributes: true, characterData: true });
          look();
        });
      const carried = /** @type {number[]} */ (Reflect.get(window, 'carried'));
      /** @type {{ shown: number[], diagram: number[], idle: number[], network: number[] }} */
      const result = { shown: [], diagram: [], idle: [], network: [] };
      for (let round = 0; round < count; round += 1) {
        const rest = performance.now();
        await frame();
        await frame();
        result.idle.push(performance.now() - rest);
        const before = slider.getAttribute('aria-valuetext');
        const target = name === 'scrub' ? (round % 2 === 0 ? 4 : 12) : undefined;
        const drawing = document.querySelector('.drawing svg');
        carried.length = 0;
        const begin = performance.now();
        if (target !== undefined) {
          slider.value = String(target);
          slider.dispatchEvent(new Event('input', { bubbles: true }));
        } else button(name)?.click();
        await until(
          () =>
            slider.getAttribute('aria-valuetext') !== before &&
            stage.dataset['ready'] === 'true' &&
            !stage.textContent.includes('under way'),
        );
        void document.body.offsetHeight;
        const shown = performance.now();
        result.shown.push(shown - begin);
        await until(() => document.querySelector('.drawing svg') !== drawing && document.querySelector('.drawing a.arrow') !== null);
        result.diagram.push(performance.now() - shown);
        result.network.push(carried.reduce((sum, time) => sum + time, 0));
      }
      return result;
    },
    { action, rounds },
  );
}

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
  await buildStage();
  rmSync(join(import.meta.dirname, 'stage/.astro'), { recursive: true, force: true });
  const site = await serveDist({ dir: out });
  const browser = await chromium.launch(launchOptions());
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  // Resource timing says nothing of what a service worker answered, so the round trips are timed here.
  await page.addInitScript(() => {
    /** @type {number[]} */
    const carried = [];
    Reflect.set(window, 'carried', carried);
    const real = window.fetch;
    window.fetch = async (...call) => {
      const begin = performance.now();
      try {
        return await real(...call);
      } finally {
        carried.push(performance.now() - begin);
      }
    };
  });
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
