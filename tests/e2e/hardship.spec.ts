import { expect, test, watch } from './watched.ts';
import { Stage } from './stage.ts';

const HOSTILE_LINKS: readonly (readonly [what: string, fragment: string, message: RegExp])[] = [
  ['cut in half', '#v1.q1ZKyU9OzVGyUkrMS8nPTVWyqlYqLkksKlayqo6N1VEqy', /damaged or was cut off/],
  ['from the future', '#v99.q1ZKyU9OzVGyUkrMS8nPTVWyqlYqLkksKlayqo6N1VEqyw', /newer Tokenscope/],
  ['of 9 KB', `#v1.${'A'.repeat(9 * 1024)}`, /longer than any link/],
  ['that is not base64url', '#v1.<img src=x onerror=alert(1)>', /damaged or was cut off/],
];

for (const [what, fragment, message] of HOSTILE_LINKS) {
  test(`a share link ${what} gets a plain message, and the lab can be played`, async ({ page }) => {
    const stage = await new Stage(page).open('validate', fragment);
    await expect(page.getByText(message).first()).toBeVisible();
    await stage.sendNext();
    await expect(stage.verdict).not.toBeEmpty();
  });
}

test('a shared link opens the same state in another tab', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const stage = await new Stage(page).open('code-flow');
  for (let sent = 0; sent < 3; sent += 1) await stage.sendNext();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const link = await page.getByRole('textbox', { name: /link/i }).inputValue();
  expect(link.length).toBeLessThan(8 * 1024);
  const other = await context.newPage();
  await other.goto(link);
  const opened = await new Stage(other).ready();
  await opened.at(3);
});

test('storage that is forbidden loses nothing but the memory of progress', async ({ page }) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('Storage is forbidden.', 'SecurityError');
        },
      });
    }
  });
  await page.goto('./');
  const home = await new Stage(page).ready();
  await home.sendAll();
  await expect(home.verdict).toContainText('refused');
  await page.goto('./learn/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('storage that is full loses nothing but the memory of progress', async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('The quota is used up.', 'QuotaExceededError');
    };
  });
  const stage = await new Stage(page).open('who-and-what');
  await stage.sendAll();
  await expect(stage.verdict).not.toBeEmpty();
});

test('a service worker that dies in mid-flow is done without', async ({ page, context }) => {
  const stage = await new Stage(page).open('code-flow');
  for (let sent = 0; sent < 3; sent += 1) await stage.sendNext();
  await page.evaluate(async () => {
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  });
  const devtools = await context.newCDPSession(page);
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.stopAllWorkers');
  await stage.sendAll();
  await expect(stage.verdict).toContainText('accepted');
});

test('200 times Send and Start again leave the page as quick as before', async ({ page }) => {
  await page.goto('./');
  const stage = await new Stage(page).ready();
  // Drawing 200 diagrams would be most of the time; the last one is drawn.
  await stage.asAList();
  const again = page.getByRole('button', { name: 'Start again' });
  for (let round = 0; round < 50; round += 1) {
    // Impatient: the next press does not wait for the last answer.
    for (let press = 0; press < 4; press += 1) await stage.send.first().click();
    await stage.at(4);
    await again.click();
    await stage.at(0);
  }
  await page.getByRole('button', { name: 'As a list' }).click();
  await stage.sendNext();
  await expect(page.getByRole('link', { name: /^Message 1: / }).first()).toBeAttached();
  await expect(stage.verdict).toContainText('accepted');
});

test('two tabs play apart', async ({ page, context, baseURL }) => {
  const stage = await new Stage(page).open('code-flow');
  const other = await context.newPage();
  const seen = await watch(other, new URL(baseURL ?? '').origin);
  const second = await new Stage(other).open('code-flow');
  for (let sent = 0; sent < 4; sent += 1) {
    await stage.sendNext();
    if (sent % 2 === 0) await second.sendNext();
  }
  expect(await stage.position()).toBe(4);
  expect(await second.position()).toBe(2);
  await other.close();
  await stage.sendAll();
  await expect(stage.verdict).toContainText('accepted');
  expect(seen.errors).toEqual([]);
});
