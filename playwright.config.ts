import { defineConfig, devices } from '@playwright/test';
import { launchOptions } from './scripts/browser.mjs';

// Two checkouts may be tested at once on one machine: each can be given a port of its own.
const PORT = Number(process.env['E2E_PORT'] ?? 46173);
const AT_THE_ROOT = `http://localhost:${PORT}/`;
const UNDER_A_PATH = `http://localhost:${PORT + 1}/a/b/`;

/** The built site, never the development server: only there a wrong base path can be seen. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['dot'], ['json', { outputFile: 'artefacts/reports/browser.json' }]],
  use: {
    launchOptions: launchOptions(),
    screenshot: 'only-on-failure',
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
  },
  projects: [
    { name: 'root', use: { baseURL: AT_THE_ROOT } },
    { name: 'path', grep: /@path/, use: { baseURL: UNDER_A_PATH } },
  ],
  webServer: [
    { command: `node scripts/serve-dist.mjs --port ${PORT}`, url: AT_THE_ROOT, reuseExistingServer: false },
    { command: `node scripts/serve-dist.mjs --port ${PORT + 1} --base /a/b/`, url: UNDER_A_PATH, reuseExistingServer: false },
  ],
});
