import { expect, test } from './watched.ts';
import { Stage } from './stage.ts';

test('a stolen code works with the PKCE check off, fails with it on, and both runs stand side by side', async ({ page }) => {
  const stage = await new Stage(page).open('stolen-code');
  await stage.touch();
  await page.getByRole('combobox', { name: 'Stage' }).selectOption({ label: '2. A challenge nobody compares' });
  await stage.settled();
  await stage.sendAll();
  const won = await stage.draft.textContent();
  await expect(page.locator('[data-check="token.pkce-verifier"][data-outcome="failed"]')).toHaveCount(0);

  await page.getByRole('region', { name: 'Story' }).getByRole('checkbox').first().click();
  await stage.settled();
  await stage.sendAll();
  await expect(stage.draft).not.toHaveText(won ?? '');
  await stage.show('Checks');
  await expect(stage.check('token.pkce-verifier').and(page.locator('[data-outcome="failed"]')).first()).toBeVisible();

  await page.getByRole('button', { name: /^Compare/ }).click();
  const compared = page.getByRole('dialog', { name: 'Two runs, side by side' });
  await expect(compared.getByRole('row', { name: 'First difference' })).toContainText('refused');
  await page.screenshot({ path: 'artefacts/stolen-code-compare.png' });
  await page.keyboard.press('Escape');
  await expect(compared).toHaveCount(0);
});

test('a world with a check off wears a band that says so', async ({ page }) => {
  const stage = await new Stage(page).open('validate');
  await stage.touch();
  await page.getByRole('button', { name: 'Switches' }).click();
  await page.getByRole('switch', { name: /Audience/ }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByText(/1 defense is off/)).toBeVisible();
  await stage.ready();
});
