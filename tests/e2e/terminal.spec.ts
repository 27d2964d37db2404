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

  /** Types a line and waits until the prompt is back. */
  async run(line: string): Promise<void> {
    await this.page.keyboard.type(line);
    await this.page.keyboard.press('Enter');
    await this.idle();
  }

  async idle(): Promise<void> {
    await expect(this.page.getByRole('button', { name: 'Stop' })).toBeDisabled();
    await expect(this.list.getByRole('listitem').filter({ hasText: /\S/ }).last()).toHaveText(/^\S+ \$\s*$/);
  }

  /** What a command prints to a file, whole: the screen breaks long lines. */
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
  const large = (url: string): boolean => /terminal|shell-worker/i.test(url);
  expect(watched.asked.filter(large)).toEqual([]);
  await new Terminal(page).open();
  expect(watched.asked.filter(large).length).toBeGreaterThan(0);
});

test('a code flow by curl: log in, take the code, redeem it, and use the token through jq', async ({ page }) => {
  const { stage, terminal } = await stageWithTerminal(page);
  await terminal.run('V=$(openssl rand -hex 32)');
  await terminal.run(`C=$(printf %s "$V" | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d '=')`);
  await terminal.run('R=https://app.lab.test/callback');
  await terminal.run(
    'curl -s -c jar -o login.html -w "%{http_code}\\n" -G -d response_type=code -d client_id=ledger -d "redirect_uri=$R" -d "scope=openid invoice_read" -d state=s1 -d nonce=n1 -d "code_challenge=$C" -d code_challenge_method=S256 https://as.lab.test/authorize',
  );
  await terminal.run('grep -o "<title>[^<]*" login.html');
  expect(await terminal.read()).toContain('200');
  expect(await stage.verdict.textContent()).toContain('Authorization server');
  await terminal.run('curl -s https://as.lab.test/.well-known/oauth-authorization-server | jq -r .token_endpoint');
  expect(await terminal.read()).toContain('https://as.lab.test/token');
});

test('a token for another audience is refused, in the terminal, the diagram and the inspector, and Back undoes it', async ({ page }) => {
  const { stage, terminal } = await stageWithTerminal(page);
  await stage.sendNext();
  await terminal.input.focus();
  await terminal.run('tokens');
  await terminal.run('BAD=$(jwt edit "$ACCESS_TOKEN" aud=https://other.example --sign issuer)');
  await terminal.run('clear');
  await terminal.run('curl -s -H "Authorization: Bearer $BAD" https://api.lab.test/invoices | jq .status');
  const printed = await terminal.read();
  expect(printed).toContain('401');
  expect(printed).toContain('Gateway refused message 2: the check "');
  expect(printed).toContain('https://other.example');
  await expect(stage.verdict).toContainText('Gateway refused');
  await stage.show('Checks');
  await expect(stage.check('jwt.audience').first()).toHaveAttribute('data-outcome', 'failed');
  await stage.asAList();
  await expect(page.locator('li[data-message="2"]').first()).toContainText('You');
  await stage.back.first().click();
  await expect(page.locator('li[data-message="2"]')).toHaveCount(0);
});

test('an endless loop is stopped by Ctrl-C while the page answers, and variables and files are as before', async ({ page }) => {
  const { stage, terminal } = await stageWithTerminal(page);
  await terminal.run('X=kept; echo kept > file');
  await page.keyboard.type('while true; do :; done');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Stop' })).toBeEnabled();
  await stage.sendNext();
  await terminal.input.focus();
  await page.keyboard.press('Control+c');
  await terminal.idle();
  expect(await terminal.read()).toContain('the shell was started anew');
  await terminal.run('clear');
  await terminal.run('echo "<$X>"; cat file');
  expect(await terminal.read()).toMatch(/<kept>\s*\nkept/);
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

test('Tab completes commands, files, addresses and options', async ({ page }) => {
  const { terminal } = await stageWithTerminal(page);
  await terminal.run('echo');
  await page.keyboard.type('cat READ');
  await page.keyboard.press('Tab');
  await expect(terminal.input).toBeFocused();
  await page.keyboard.press('Enter');
  await terminal.idle();
  expect(await terminal.read()).toContain('cat README');
  await page.keyboard.type('curl --fail');
  await page.keyboard.press('Tab');
  await expect(terminal.list).toContainText('--fail-with-body');
  await page.keyboard.press('Control+c');
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
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(terminal.input).toBeFocused();
  expect(await terminal.read()).not.toContain('echo one');
  await paste('echo one\necho two');
  await page.getByRole('button', { name: 'Run 2 lines' }).click();
  await terminal.idle();
  expect(await terminal.read()).toMatch(/^one\s*$/m);
  expect(await terminal.read()).toMatch(/^two\s*$/m);
  await paste('echo single');
  await expect(terminal.list).toContainText('$ echo single');
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
  expect(await terminal.read()).toMatch(/<5>\s*\nhello/);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(terminal.list).toContainText('$ X=5; echo hello > note');
});

test('a command in the words of a lab runs in its terminal, and one of a lesson opens the lab', async ({ page }) => {
  await new Stage(page).open('validate');
  await page.getByRole('button', { name: /^Run in the terminal: tokens/ }).click();
  const terminal = new Terminal(page);
  await expect(terminal.list).toContainText('No token has gone over the network yet');
  await page.goto('learn/tokens/validating-a-jwt/');
  await page.getByRole('button', { name: /^Open the lab and run: curl/ }).click();
  await expect(page).toHaveURL(/labs\/validate\/$/);
  await expect(terminal.list).toContainText('as-2026-11');
  await expect(terminal.list).toContainText('The request brings no credential');
});

test('what a service sends cannot steer the screen', async ({ page }) => {
  const { terminal } = await stageWithTerminal(page);
  await terminal.run(`printf '\\033]0;owned\\007\\033[2J\\033[31mred'`);
  await expect(terminal.list).toContainText('^[]0;owned^G^[[2J^[[31mred');
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in the terminal, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const { terminal } = await stageWithTerminal(page);
    await terminal.run('curl -i https://api.lab.test/invoices');
    const { violations } = await new AxeBuilder({ page }).include('[aria-label="Drawer"]').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)).toEqual([]);
  });
