import { expect, test } from './watched.ts';
import { Stage } from './stage.ts';

/** The lab in which somebody is on the path, with the next message the one in which the app redeems its code. */
async function beforeRedeem(stage: Stage): Promise<void> {
  await stage.open('code-flow');
  await stage.sendUntilDraftIs('POST', 'https://as.lab.test/token');
}

test('nobody is stopped at an answer who did not ask for it', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  await stage.sendAll();
  await expect(stage.draft).toContainText('The app reads the invoices');
});

test('a forged ID token on its way is refused by the app, comes again with a reload, and goes with Undo', async ({ page }) => {
  const stage = new Stage(page);
  await beforeRedeem(stage);
  const before = await stage.position();
  await stage.draft.getByRole('switch', { name: /Hold answers/ }).check();
  await stage.send.first().click();
  await expect(stage.draft.getByRole('heading', { name: 'Answer on its way' })).toBeVisible();
  await stage.draft.locator('.jwt', { hasText: 'id_token' }).getByRole('button', { name: 'Edit the token' }).click();
  const subject = stage.draft.getByLabel(/^sub\b/).first();
  await subject.fill('mallory');
  await subject.press('Tab');
  await stage.draft.getByRole('radio', { name: /sign with the attacker's key/ }).check();
  await page.screenshot({ path: 'artefacts/answer-on-its-way.png' });
  await stage.send.first().click();
  await stage.at(before + 1);
  await stage.show('Checks');
  await expect(
    stage.inspector
      .locator('[data-check^="rp.id-token"][data-outcome="failed"], [data-check="jwt.signature"][data-outcome="failed"]')
      .first(),
  ).toBeVisible();
  await stage.show('Message');
  await expect(stage.inspector).toContainText('Attacker changed it on its way: sub, signature');
  await expect(page.locator('a.arrow[data-part="answer"]').last()).toHaveAttribute('aria-label', /changed on its way/);

  await page.reload();
  // The app gave up there: once the run is back, there is nothing more to send.
  await expect.poll(() => stage.position()).toBe(before + 1);
  await stage.show('Message');
  await expect(stage.inspector).toContainText('Attacker changed it on its way');

  await stage.inspector.getByRole('button', { name: 'Change the answer' }).click();
  await expect(stage.draft.getByRole('heading', { name: 'Answer on its way' })).toBeVisible();
  await stage.draft.getByRole('button', { name: 'Undo edits' }).click();
  await expect(stage.draft.getByRole('button', { name: 'Undo edits' })).toHaveCount(0);
  await stage.send.first().click();
  await stage.at(before + 1);
  // After a reload answers are held as before.
  await stage.draft.getByRole('switch', { name: /Hold answers/ }).uncheck();
  await stage.sendAll();
  await expect(stage.draft).toContainText('The app reads the invoices');
});

test('an answer is changed with the keyboard alone', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  await stage.sendNext();
  await stage.inspector.getByRole('button', { name: 'Change the answer' }).focus();
  await page.keyboard.press('Enter');
  const status = stage.draft.getByLabel('status');
  await expect(status).toBeVisible();
  await status.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('500');
  await page.keyboard.press('Tab');
  await expect(stage.draft.getByLabel('status (edited)')).toHaveValue('500');
  await stage.send.first().press('Enter');
  await expect(stage.draft).toContainText('The app does not trust the metadata');
});

test('going back to an answer can be taken back', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  for (let sent = 0; sent < 3; sent += 1) await stage.sendNext();
  await stage.select(1);
  await stage.show('Checks');
  await stage.inspector.getByRole('button', { name: 'Change the answer' }).click();
  await expect(stage.draft.getByRole('heading', { name: 'Answer on its way' })).toBeVisible();
  await page.getByRole('button', { name: 'Back to your run' }).click();
  await stage.at(3);
});

test('Back gives up the answer on its way, and the message waits again', async ({ page }) => {
  const stage = new Stage(page);
  await beforeRedeem(stage);
  const before = await stage.position();
  await stage.draft.getByRole('switch', { name: /Hold answers/ }).check();
  await page.getByRole('button', { name: 'Run to end' }).click();
  await expect(stage.draft.getByRole('heading', { name: 'Answer on its way' })).toBeVisible();
  await stage.back.first().click();
  await stage.at(before);
  await expect(stage.draft.getByLabel(/^URL/)).toHaveValue('https://as.lab.test/token');
});

test('answers are held after a reload as before it', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  await stage.touch();
  const hold = stage.draft.getByRole('switch', { name: /Hold answers/ });
  await hold.check();
  await page.reload();
  await stage.touch();
  await expect(hold).toBeChecked();
  await stage.send.first().click();
  await expect(stage.draft.getByRole('heading', { name: 'Answer on its way' })).toBeVisible();
});

test('a message from the terminal lets a held answer arrive, which is said and can be taken back', async ({ page }) => {
  const stage = new Stage(page);
  await beforeRedeem(stage);
  const before = await stage.position();
  await stage.draft.getByRole('switch', { name: /Hold answers/ }).check();
  await stage.send.first().click();
  const held = stage.draft.getByRole('heading', { name: 'Answer on its way' });
  await expect(held).toBeVisible();
  await page.getByRole('tab', { name: 'Terminal' }).click();
  await expect(page.locator('.xterm')).toContainText('Type help');
  await page.keyboard.type('curl https://as.lab.test/jwks\n');
  await stage.at(before + 2);
  const said = page.getByRole('status').filter({ hasText: 'The answer that was held has arrived' });
  await said.getByRole('button', { name: 'Hold it again' }).click();
  await expect(held).toBeVisible();
  await page.getByRole('button', { name: 'Back to your run' }).click();
  await stage.at(before + 2);
});
