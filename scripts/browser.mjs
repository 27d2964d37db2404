// Finds a browser for the tests, and gets one where none is there.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

const asRoot = process.getuid?.() === 0;

/** The browser that Playwright brought, else the system's; undefined where neither is there. */
function installed() {
  const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];
  return [process.env['CHROMIUM_PATH'], chromium.executablePath(), ...system].find((path) => path && existsSync(path));
}

/**
 * How Playwright starts the browser of this machine. Chromium refuses its sandbox to root;
 * QUIC is off because a packet filter may swallow it in silence.
 * @returns {{ executablePath?: string, args: string[] }}
 */
export function launchOptions() {
  const path = installed();
  return {
    ...(path === undefined || path === chromium.executablePath() ? {} : { executablePath: path }),
    args: [...(asRoot ? ['--no-sandbox'] : []), '--disable-quic'],
  };
}

/**
 * Makes sure that a browser is there: Playwright's own where its download works, else Debian's
 * through apt as root. Resolves with a sentence that says what to do where neither can be had.
 * @returns {string | undefined}
 */
export function ensureBrowser() {
  if (installed()) return undefined;
  console.log('No browser is here. Downloading the one of Playwright (about 150 MB, once).');
  const playwright = join(import.meta.dirname, '../node_modules/@playwright/test/cli.js');
  spawnSync(process.execPath, [playwright, 'install', 'chromium'], {
    stdio: 'ignore',
    timeout: 300_000,
    env: { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' },
  });
  if (installed()) return undefined;
  if (asRoot && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0) {
    console.log('That download does not work here. Installing chromium through apt-get.');
    const options = {
      stdio: /** @type {const} */ ('ignore'),
      timeout: 600_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    };
    spawnSync('apt-get', ['update'], options);
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options);
    if (installed()) return undefined;
  }
  return 'No browser could be had. Install one with "npx playwright install chromium", or install Chromium and set CHROMIUM_PATH to it; then run this again.';
}

if (process.argv[1] === import.meta.filename) {
  const problem = ensureBrowser();
  if (problem !== undefined) {
    console.error(problem);
    process.exit(1);
  }
}
