import { gzipSync } from 'node:zlib';

/**
 * Watches which scripts a page loads; `bytes()` is what they weigh compressed.
 * @param {import('@playwright/test').Page} page
 */
export function weighScripts(page) {
  /** @type {Map<string, Promise<number>>} */
  const weights = new Map();
  page.on('response', (response) => {
    const url = response.url();
    if (!/\.m?js$/.test(new URL(url).pathname) || url.endsWith('mockServiceWorker.js')) return;
    weights.set(
      url,
      response.body().then(
        (body) => gzipSync(body).length,
        () => 0,
      ),
    );
  });
  return {
    bytes: async () => (await Promise.all(weights.values())).reduce((sum, weight) => sum + weight, 0),
    files: () => weights.size,
  };
}
