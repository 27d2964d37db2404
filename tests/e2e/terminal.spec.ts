import type { Locator, Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { Stage } from './stage.ts';
import { expect, test } from './watched.ts';

/** The terminal of a lab, as somebody uses it who types and reads. */
class Terminal {
  readonly page: Page;
  readonly input: Locator;
  /** The lines on the screen as a screen reader has them. */
  readonly list: Locator;

  constructor(page: Page) {
    this.page = page;
    this.input = page.getByRole('textbox', { name: 'Terminal input' });
    this.list = page.getByRole('tabpanel', { name: 'Terminal' }).getByRole('list');
  }

  async open(): Promise<this> {
    await this.page.getByRole('tab', { name: 'Terminal' }).click();
    await expect(this.input).toBeFocused();
    await expect(this.list).toContainText('Type help');
    return this;
  }

  /** How many lines have been run. */
  async ran(): Promise<number> {
    return Number(await this.page.locator('[data-ran]').getAttribute('data-ran'));
  }

  /** Types a line and waits until it has been run. */
  async run(line: string): Promise<void> {
    const before = await this.ran();
    await this.page.keyboard.type(line);
    await this.page.keyboard.press('Enter');
    await this.after(before);
  }

  async after(before: number): Promise<void> {
    await expect.poll(() => this.ran(), { timeout: 30_000 }).toBeGreaterThan(before);
  }

  /** Waits for a text on the screen. The screen breaks long lines, so blanks count for nothing. */
  async shows(text: string | RegExp): Promise<void> {
    await expect.poll(() => this.read()).toMatch(typeof text === 'string' ? new RegExp(RegExp.escape(text)) : text);
  }

  /** What stands on the screen, a line each. */
  async read(): Promise<string> {
    return (await this.list.getByRole('listitem').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
  }
}

async function stageWithTerminal(page: Page): Promise<{ stage: Stage; terminal: Terminal }> {
  const stage = await new Stage(page).open('validate');
  return { stage, terminal: await new Terminal(page).open() };
}

test('nothing of the terminal is fetched before its tab is opened', async ({ page, watched }) => {
  const stage = await new Stage(page).open('validate');
  await stage.sendNext();
  await page.waitForLoadState('networkidle');
  const large = (url: string): boolean => /StageTerminal|shell-worker/.test(url);
  expect(watched.asked.filter(large)).toEqual([]);
  await new Terminal(page).open();
  await expect.poll(() => watched.asked.filter(large).length).toBe(2);
});

test('a code flow by curl is drawn as it goes, and its token opens the API through jq', async ({ page }) => {
  const { stage, terminal } = await stageWithTerminal(page);
  await terminal.run('source code-flow.sh > invoices.json');
  await terminal.run('clear; jq -r ".invoices[0].id // .[0].id" invoices.json; jwt decode "$ACCESS_TOKEN" | jq -r .claims.sub');
  await terminal.shows(/^alice\s*$/m);
  await expect(stage.verdict).toContainText('Gateway accepted');
  await stage.asAList();
  await expect(page.locator('li[data-message]').filter({ hasText: 'POST /consent' }).first()).toContainText('You');
});

test('a token for another audience is refused, in the terminal, the diagram and the inspector, and Back undoes it', async ({ page }) => {
  const { stage, terminal } = await stageWithTerminal(page);
  await stage.sendNext();
  await terminal.input.focus();
  await terminal.run('tokens');
  await terminal.run('BAD=$(jwt edit "$ACCESS_TOKEN" aud=https://other.example --sign issuer)');
  await terminal.run('clear; curl -s -H "Authorization: Bearer $BAD" https://api.lab.test/invoices | jq .status');
  await terminal.shows(/^401\s*$/m);
  await terminal.shows('Gateway refused message 2: the check "');
  await terminal.shows('came https://other.example');
  await expect(stage.verdict).toContainText('Gateway refused');
  await stage.show('Checks');
  await expect(stage.check('jwt.audience').first()).toHaveAttribute('data-outcome', 'failed');
  await stage.asAList();
  await expect(page.locator('li[data-message="2"]').first()).toContainText('You');
  await stage.back.first().click();
  await expect(page.locator('li[data-message="2"]')).toHaveCount(0);
});

test('a refused message of one’s own is changed where it was written, and sent again', async ({ page }) => {
  const { stage, terminal } = await stageWithTerminal(page);
  await stage.sendNext();
  await terminal.input.focus();
  await terminal.run('tokens');
  await terminal.run('curl -s https://api.lab.test/invoices');
  await expect(stage.verdict).toContainText('Gateway refused');
  await page.getByRole('button', { name: 'Close the drawer' }).click();
  await expect(terminal.input).toBeHidden();
  await stage.inspector.getByRole('button', { name: 'Change and send again' }).click();
  await expect(page.locator('li[data-message="2"], a.arrow[data-of="2"]')).toHaveCount(0);
  await expect(terminal.input).toBeFocused();
  await terminal.shows(/curl -i -X 'GET' 'https:\/\/api\.lab\.test\/invoices'/);
  const before = await terminal.ran();
  await page.keyboard.type(' -H "Authorization: Bearer $ACCESS_TOKEN"');
  await page.keyboard.press('Enter');
  await terminal.after(before);
  await expect(stage.verdict).toContainText('Gateway accepted');
});

test('a play that runs to its end runs on while the terminal sends', async ({ page }) => {
  const { stage, terminal } = await stageWithTerminal(page);
  const before = await terminal.ran();
  await page.keyboard.type('for i in 1 2 3 4 5 6 7 8; do curl -s -o /dev/null https://as.lab.test/jwks; done');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Run to end' }).click();
  await terminal.after(before);
  await expect(stage.draft).toContainText('The play has ended', { timeout: 30_000 });
});

test('an endless loop is stopped by Ctrl-C while the page answers, and variables and files are as before', async ({ page }) => {
  const { stage, terminal } = await stageWithTerminal(page);
  await terminal.run('X=kept; echo kept > file');
  const before = await terminal.ran();
  await page.keyboard.type('while true; do :; done');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Stop' })).toBeEnabled();
  await stage.sendNext();
  await terminal.input.focus();
  await page.keyboard.press('Control+c');
  await terminal.after(before);
  await terminal.shows('the shell was started anew');
  await terminal.run('clear; echo "<$X>"; cat file');
  await terminal.shows(/<kept>\s*\nkept/);
});

test('Tab does not trap: Esc then Tab leaves, an empty prompt leaves, and Shift+Tab goes back', async ({ page }) => {
  const { terminal } = await stageWithTerminal(page);
  await page.keyboard.press('Tab');
  await expect(terminal.input).not.toBeFocused();
  await terminal.input.focus();
  await page.keyboard.type('curl --dat');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(terminal.input).not.toBeFocused();
  await terminal.input.focus();
  await page.keyboard.press('Shift+Tab');
  await expect(terminal.input).not.toBeFocused();
});

test('Tab completes commands, files and options', async ({ page }) => {
  const { terminal } = await stageWithTerminal(page);
  await terminal.run('true');
  await page.keyboard.type('cat READ');
  await page.keyboard.press('Tab');
  await expect(terminal.input).toBeFocused();
  await terminal.shows('$ cat README');
  await page.keyboard.press('Control+c');
  await page.keyboard.type('curl --fail');
  await page.keyboard.press('Tab');
  await terminal.shows('--fail-with-body');
});

test('several pasted lines are asked about first, by keyboard and by mouse', async ({ page }) => {
  const { terminal } = await stageWithTerminal(page);
  const paste = (text: string): Promise<void> =>
    terminal.input.evaluate((field, content) => {
      const data = new DataTransfer();
      data.setData('text/plain', content);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, text);
  await paste('echo one\necho two\necho three\necho four\n');
  const question = page.getByRole('alertdialog', { name: 'Paste' });
  await expect(question).toContainText('Paste 4 lines? They run one by one.');
  await expect(page.getByRole('button', { name: 'Run 4 lines' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(terminal.input).toBeFocused();
  expect(await terminal.ran()).toBe(0);
  await paste('echo one\necho two');
  await page.getByRole('button', { name: 'Run 2 lines' }).click();
  await terminal.after(1);
  await terminal.shows(/^one\s*$/m);
  await terminal.shows(/^two\s*$/m);
  await paste('echo single');
  await terminal.shows('$ echo single');
  await expect(question).toHaveCount(0);
});

test('what was typed last is in the list for screen readers, which a switch turns off', async ({ page }) => {
  const { terminal } = await stageWithTerminal(page);
  await terminal.run('echo for a reader');
  await expect(terminal.list.getByRole('listitem').filter({ hasText: /^for a reader/ })).toHaveCount(1);
  const reader = page.getByRole('switch', { name: 'Screen reader' });
  await expect(reader).toBeChecked();
  await reader.uncheck();
  await expect(terminal.list).toHaveCount(0);
  await reader.check();
  await expect(terminal.list).toHaveCount(1);
});

test('files, variables and history survive a reload', async ({ page }) => {
  const { terminal } = await stageWithTerminal(page);
  await terminal.run('X=5; echo hello > note');
  await page.reload();
  await new Stage(page).ready();
  await terminal.open();
  await terminal.run('echo "<$X>"; cat note');
  await terminal.shows(/<5>\s*\nhello/);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await terminal.shows('$ X=5; echo hello > note');
});

test('a command in the words of a lab runs in its terminal, and one of a lesson opens the lab @path', async ({ page }) => {
  await new Stage(page).open('validate');
  await page.getByRole('button', { name: /^Run in the terminal: tokens/ }).click();
  const terminal = new Terminal(page);
  await terminal.shows('No token has gone over the network yet');
  await expect(terminal.input).toBeFocused();
  await page.goto('learn/tokens/validating-a-jwt/');
  await page.getByRole('button', { name: /^Open the lab and run: curl/ }).click();
  await expect(page).toHaveURL(/labs\/validate\/$/);
  await terminal.shows('The request brings no credential');
});

test('what a service sends cannot steer the screen', async ({ page }) => {
  const { terminal } = await stageWithTerminal(page);
  await terminal.run(`printf '\\033]0;owned\\007\\033[2J\\033[31mred'`);
  await terminal.shows('^[]0;owned^G^[[2J^[[31mred');
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in the terminal, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const { terminal } = await stageWithTerminal(page);
    await terminal.run('curl -i https://api.lab.test/invoices');
    const { violations } = await new AxeBuilder({ page }).include('[aria-label="Drawer"]').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)).toEqual([]);
  });
