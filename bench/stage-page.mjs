// The stage as it is measured: built, opened and played.
import { rmSync } from 'node:fs';
import { join } from 'node:path';

const out = join(import.meta.dirname, '../artefacts/bench-stage');

/** The real stage and the labs of bench/stage, built the way the site is. @returns {Promise<string>} the folder they are in */
export async function buildStage() {
  process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
  process.env['NODE_ENV'] = 'production';
  const [{ build }, { default: svelte }, { msw }, { mermaidSequenceOnly }, { cookieJarOnly }, { plainIcons }, { bundledText }] =
    await Promise.all([
      import('astro'),
      import('@astrojs/svelte'),
      import('msw/vite'),
      import('../src/site/build/mermaid-sequence-only.ts'),
      import('../src/site/build/cookie-jar-only.ts'),
      import('../src/site/build/svelte/plain-icons.ts'),
      import('../src/site/build/bundled-text.ts'),
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
      plugins: [msw({ mode: 'worker-only' }), mermaidSequenceOnly(), cookieJarOnly(), plainIcons(), bundledText()],
      worker: { format: 'es', plugins: () => [bundledText()] },
      logLevel: 'error',
      resolve: { alias: { tldts: join(import.meta.dirname, '../src/bindings/no-public-suffix.ts') } },
    },
  });
  rmSync(join(stage, '.astro'), { recursive: true, force: true });
  return out;
}

/** Has a page note how long its messages were under way. @param {import('@playwright/test').Page} page */
export async function timeCarrier(page) {
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
}

/**
 * In the page: does something and measures until the stage shows its result, laid out; then until
 * the diagram follows. `idle` is the reference: two frames in which nothing happens.
 * @param {import('@playwright/test').Page} page @param {string} action @param {number} rounds
 * @param {boolean} [drawn] whether there is a diagram to wait for
 * @returns {Promise<{ shown: number[], diagram: number[], idle: number[], network: number[] }>}
 */
export function times(page, action, rounds, drawn = true) {
  return page.evaluate(
    async ({ action: name, rounds: count, drawn: follows }) => {
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
        if (follows)
          await until(() => document.querySelector('.drawing svg') !== drawing && document.querySelector('.drawing a.arrow') !== null);
        result.diagram.push(performance.now() - shown);
        result.network.push(carried.reduce((sum, time) => sum + time, 0));
      }
      return result;
    },
    { action, rounds, drawn },
  );
}
