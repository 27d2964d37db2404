import { defineConfig, devices } from '@playwright/test';
import { launchOptions } from './scripts/browser.mjs';

const AT_THE_ROOT = 'http://localhost:4173/';
const UNDER_A_PATH = 'http://localhost:4174/a/b/';

/** The built site, never the development server: only there a wrong base path can be seen. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['line'], ['json', { outputFile: 'artefacts/reports/browser.json' }]],
  use: { launchOptions: launchOptions(), trace: 'retain-on-failure', ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } },
  projects: [
    { name: 'root', use: { baseURL: AT_THE_ROOT } },
    { name: 'path', grep: /@path/, use: { baseURL: UNDER_A_PATH } },
  ],
  webServer: [
    { command: 'node scripts/serve-dist.mjs --port 4173', url: AT_THE_ROOT, reuseExistingServer: false },
    { command: 'node scripts/serve-dist.mjs --port 4174 --base /a/b/', url: UNDER_A_PATH, reuseExistingServer: false },
  ],
});
