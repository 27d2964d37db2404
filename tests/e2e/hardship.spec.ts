import { builtScriptWith } from './built-pages.ts';
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
  // Two hundred of anything takes its time on a busy machine.
  test.setTimeout(240_000);
  await page.goto('./');
  const stage = await new Stage(page).ready();
  // Drawing 200 diagrams would be most of the time; the last one is drawn.
  await stage.asAList();
  const again = page.getByRole('button', { name: 'Start again' });
  for (let round = 0; round < 50; round += 1) {
    // Impatient: the next press does not wait for the last answer.
    await stage.send.first().focus();
    for (let press = 0; press < 4; press += 1) await page.keyboard.press('Enter');
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

test('a bad link typed over a run keeps the run, a good one can be taken back', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  for (let sent = 0; sent < 3; sent += 1) await stage.sendNext();
  for (const fragment of ['#v1.abc', '#v1=', '#V1.x', '#%20v1.abc']) {
    await page.evaluate((hash) => (location.hash = hash), fragment);
    await expect(page.getByRole('alert')).toContainText('damaged or was cut off. Your run is kept.');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await stage.at(3);
  }
  await page.evaluate(() => (location.hash = '#v99999999999999999999.x'));
  await expect(page.getByRole('alert')).toContainText('newer Tokenscope');
  await expect(page).toHaveURL(/code-flow\/$/);

  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const link = await page.getByRole('textbox', { name: /link/i }).inputValue();
  await page.getByRole('button', { name: 'Close' }).click();
  await stage.sendNext();
  await page.evaluate((hash) => (location.hash = hash), new URL(link).hash);
  await stage.at(3);
  await page.getByRole('button', { name: 'Back to your run' }).click();
  await stage.at(4);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a place of the page in the address is no link', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  await stage.sendNext();
  await page.evaluate(() => (location.hash = '#things'));
  await stage.at(1);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the field that is clicked before the lab is here has the focus once it is', async ({ page }) => {
  await page.goto('labs/validate/');
  const stage = await new Stage(page).ready();
  // By keyboard or thumb, the focus is the first touch.
  await page.locator('[data-part="draft"]').getByLabel(/^URL/).focus();
  await stage.settled();
  await expect(stage.draft.getByLabel(/^URL/)).toBeFocused();
  await expect(stage.draft.getByLabel(/^URL/)).toBeEditable();
});

test('a lab in which a message was sent keeps working without a network', async ({ page, context }) => {
  const compare = builtScriptWith('Two runs, side by side');
  const stage = await new Stage(page).open('validate');
  await stage.sendUntilDraftIs('GET', 'https://api.lab.test/');
  // What may be opened next is fetched while nothing happens.
  await page.waitForResponse((response) => response.url().endsWith(compare), { timeout: 30_000 });
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  await stage.openToken();
  await expect(stage.draft.getByRole('group', { name: 'Token', exact: true })).toBeVisible();
  for (const tab of ['Message', 'Tokens', 'Who holds what'] as const) {
    await stage.show(tab);
    await expect(stage.inspector).not.toContainText('could not be fetched');
  }
  await stage.asAList();
  await expect(page.locator('li[data-message]').first()).toBeVisible();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
});

test.describe('with no service worker between the page and its scripts', () => {
  test.use({ serviceWorkers: 'block' });

  test('a part that could not be fetched can be asked for again', async ({ page }) => {
    let broken = true;
    await page.route(`**/_astro/${builtScriptWith('Has been with')}`, (route) => (broken ? route.abort() : route.continue()));
    const stage = await new Stage(page).open('validate');
    await stage.sendNext();
    await stage.show('Tokens');
    await expect(stage.inspector).toContainText('could not be fetched. Try again when you are online.');
    broken = false;
    await stage.inspector.getByRole('button', { name: 'Try again' }).click();
    await expect(stage.inspector).not.toContainText('could not be fetched');
  });
});

for (const width of [1440, 1024, 768, 390]) {
  test(`at ${width} px one visible button is named Send, and the newest messages of the whole flow are in view`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: width === 1024 ? 768 : 900 });
    const stage = await new Stage(page).open('code-flow');
    await expect(page.getByRole('button', { name: 'Send', exact: true }).and(page.locator(':visible'))).toHaveCount(1);
    await page.getByRole('button', { name: 'Run to end' }).click();
    await expect(stage.draft).toContainText('The play has ended');
    if (width < 768) return;
    for (const part of await page.locator('a.arrow[data-of="10"], a.arrow[data-of="11"]').all()) {
      await expect
        .poll(() =>
          part.evaluate((arrow) => {
            const [place, room] = [arrow.getBoundingClientRect(), arrow.closest('.diagram')?.getBoundingClientRect()];
            return room !== undefined && place.left >= room.left && place.right <= room.right;
          }),
        )
        .toBe(true);
    }
  });
}

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('a lab shows its story, its first message and no button that does nothing', async ({ page }) => {
    for (const path of ['labs/code-flow/', 'labs/stolen-code/', './']) {
      await page.goto(path);
      await expect(page.locator('noscript p').filter({ hasText: 'needs JavaScript' }).first()).toBeVisible();
      await expect(page.getByRole('heading', { name: 'Next message' }).first()).toBeVisible();
      await expect(page.locator('.stage button:visible')).toHaveCount(0);
      await expect(page.getByRole('region', { name: /: the whole run$/ }).first()).toContainText('Path leads somewhere');
    }
  });
});
