import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';

const ROOT = join(import.meta.dirname, '../..');

let landscape: ChildProcess;
const address = { page: '', gateway: '' };

test.beforeAll(async () => {
  landscape = spawn(process.execPath, [join(ROOT, 'scripts/serve.mjs'), '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: landscape.stdout ?? process.stdin })) {
    address.gateway = /^ *Gateway +(http:\S+)/.exec(line)?.[1] ?? address.gateway;
    address.page = /(http:\S+\/live\/)/.exec(line)?.[1] ?? address.page;
    if (address.page !== '') return;
  }
  throw new Error('The landscape did not start.');
});

test.afterAll(() => {
  landscape.kill();
});

test('what a client of your own sends is drawn and judged as it happens', async ({ page }) => {
  await page.goto(address.page);
  const status = page.getByRole('status');
  await expect(status).toContainText('Nothing has been sent yet');
  await fetch(`${address.gateway}/invoices`);
  await expect(status).toContainText('1 message, 1 refused. Gateway refused');
  await expect(page.getByRole('link', { name: /^Message 1: / }).first()).toBeVisible();
  const check = page.getByRole('region', { name: 'Inspector' }).locator('[data-check="gateway.credential"]');
  await expect(check).toHaveAttribute('data-outcome', 'failed');
  await page.getByRole('button', { name: 'As a list' }).click();
  await expect(page.getByRole('list', { name: 'Messages' }).getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(status).toContainText('Nothing has been sent yet');
});

test('without a landscape the page says how to start one', async ({ page }) => {
  await page.goto('live/');
  await expect(page.getByRole('status')).toHaveText('No landscape serves this page.');
  await expect(page.getByRole('main')).toContainText('npm run serve');
});
