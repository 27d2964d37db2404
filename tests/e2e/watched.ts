import { test as base, expect } from '@playwright/test';
import type { Page } from '@playwright/test';

/** What a page did that it must never do. */
export interface Watch {
  /** Requests to anywhere but the site's own origin and the hosts of the lab. */
  readonly strangers: string[];
  /** Requests to a host of the lab that were let out to the real network. */
  readonly escaped: string[];
  readonly violations: string[];
  readonly errors: string[];
  readonly dialogs: string[];
  /** Requests to a host of the lab that the network panel shows as failed or canceled. */
  readonly failed: string[];
  /** Every address that was asked for. */
  readonly asked: string[];
}

/** Starts to watch a page, before it is opened. */
export async function watch(page: Page, origin: string): Promise<Watch> {
  const seen: Watch = { strangers: [], escaped: [], violations: [], errors: [], dialogs: [], failed: [], asked: [] };
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    seen.asked.push(request.url());
    // Neither leaves the page. A redirect to an app's own scheme or to an app on this machine is listed by the
    // browser, and goes nowhere.
    if (['data:', 'blob:', 'test.lab.ledger:'].includes(url.protocol)) return;
    if (url.href.startsWith('http://127.0.0.1:8400/callback?') && request.redirectedFrom() !== null) return;
    if (url.origin !== origin && !url.hostname.endsWith('.lab.test')) seen.strangers.push(request.url());
  });
  page.on('requestfailed', (request) => {
    // A redirect is not followed by the browser: the page's own browser does that, as a message of its own.
    if (request.redirectedFrom() === null && request.url().includes('.lab.test'))
      seen.failed.push(`${request.method()} ${request.url()}: ${request.failure()?.errorText ?? ''}`);
    if (/NAME_NOT_RESOLVED|CONNECTION/.test(request.failure()?.errorText ?? '')) seen.escaped.push(request.url());
  });
  page.on('console', (message) => {
    if (message.text().startsWith('CSP: ')) seen.violations.push(message.text());
    // The browser itself writes a line for each answer of 400 and above, and those are what a lab is about.
    else if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) seen.errors.push(message.text());
  });
  page.on('pageerror', (error) => {
    // Chromium reports a cross-document view transition that it gave up; nothing is lost by it.
    if (!/Transition was (aborted|skipped)/i.test(error.message)) seen.errors.push(error.message);
  });
  page.on('dialog', (dialog) => {
    seen.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  return seen;
}

/** A test whose page is watched from the first request to the last. */
export const test = base.extend<{ watched: Watch }>({
  watched: [
    async ({ page, baseURL }, use) => {
      const seen = await watch(page, new URL(baseURL ?? '').origin);
      await use(seen);
      const { asked: _asked, failed: _failed, ...forbidden } = seen;
      expect(forbidden).toEqual({ strangers: [], escaped: [], violations: [], errors: [], dialogs: [] });
    },
    { auto: true },
  ],
});

export { expect };
