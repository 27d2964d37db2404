import { expect, test } from './watched.ts';
import { Stage } from './stage.ts';

test('a token meant for someone else is refused by its audience, and Back takes the edit away', async ({ page }) => {
  const stage = await new Stage(page).open('validate');
  await stage.sendUntilDraftIs('GET', 'https://api.lab.test/');
  await stage.openToken();
  await stage.fill('aud', 'https://elsewhere.lab.test');
  await stage.chooseSignature(/sign as the issuer would/i);
  await stage.sendNext();
  await expect(stage.verdict).toContainText('refused');
  await stage.show('Checks');
  await expect(stage.check('jwt.audience').first()).toHaveAttribute('data-outcome', 'failed');
  await expect(stage.check('jwt.signature').first()).toHaveAttribute('data-outcome', 'passed');
  await page.screenshot({ path: 'artefacts/validate-audience.png', fullPage: true });

  await stage.inspector.getByRole('button', { name: 'Change and send again' }).click();
  await stage.settled();
  await page.getByRole('button', { name: /^Undo/ }).first().click();
  await stage.settled();
  await stage.sendNext();
  await expect(stage.verdict).toContainText('accepted');
});

test('a claim changed while the old signature stays is refused by the signature', async ({ page }) => {
  const stage = await new Stage(page).open('validate');
  await stage.sendUntilDraftIs('GET', 'https://api.lab.test/');
  await stage.openToken();
  await stage.fill('sub', 'carol');
  await stage.chooseSignature(/keep the old one/i);
  await stage.sendNext();
  await stage.show('Checks');
  await expect(stage.check('jwt.signature').first()).toHaveAttribute('data-outcome', 'failed');
});

test('the label of an edited message stands on its own ground in the diagram', async ({ page }) => {
  const stage = await new Stage(page).open('what-a-token-opens');
  await stage.touch();
  await stage.fill('scope', 'invoice_write');
  await stage.sendNext();
  const arrow = page.locator('a.arrow[data-part="request"]').first();
  await expect(arrow.locator('rect').first()).toBeAttached();
  const boxes = (part: string): Promise<{ left: number; right: number; top: number; bottom: number }[]> =>
    arrow.locator(part).evaluateAll((all) =>
      all.map((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return { left, right, top, bottom };
      }),
    );
  const [labels, grounds] = [await boxes('text'), await boxes('rect')];
  expect(labels).toHaveLength(2);
  for (const { left, right, top, bottom } of labels)
    expect(
      grounds.some((one) => one.left <= left && one.right >= right && one.top <= top + 1 && one.bottom >= bottom - 1),
      JSON.stringify([left, right, top, bottom, grounds]),
    ).toBe(true);
});

test('broken JSON in the claim editor is named and changes nothing', async ({ page }) => {
  const stage = await new Stage(page).open('validate');
  await stage.sendUntilDraftIs('GET', 'https://api.lab.test/');
  await stage.openToken();
  await stage.writeClaims('{ "aud": ');
  await expect(page.getByText(/not JSON/i).first()).toBeVisible();
  await stage.sendNext();
  await expect(stage.verdict).toContainText('accepted');
});

test('a pasted token of 1 MB is refused in plain words, stays where it was pasted, and the draft goes out as it was', async ({ page }) => {
  const stage = await new Stage(page).open('validate');
  await stage.sendUntilDraftIs('GET', 'https://api.lab.test/');
  await stage.openToken();
  await stage.fill('Authorization, whole value', `Bearer ${'A'.repeat(1024 * 1024)}`);
  await expect(stage.draft.getByRole('alert')).toContainText('characters long');
  await stage.sendNext();
  await expect(stage.verdict).toContainText('accepted');
});

test('a token that is no JWT at all is refused by its form', async ({ page }) => {
  const stage = await new Stage(page).open('validate');
  await stage.sendUntilDraftIs('GET', 'https://api.lab.test/');
  await stage.openToken();
  await stage.fill('Authorization, whole value', `Bearer ${'A'.repeat(15_000)}`);
  await stage.sendNext();
  await expect(stage.verdict).toContainText('refused');
  await stage.show('Checks');
  await expect(stage.check('jwt.compact-form').first()).toHaveAttribute('data-outcome', 'failed');
});

test('markup and diagram syntax in a message are shown as text', async ({ page }) => {
  const stage = await new Stage(page).open('validate');
  await stage.sendUntilDraftIs('GET', 'https://api.lab.test/');
  const hostile = '"><img src=x onerror=alert(1)><script>alert(2)</script>;%%{init}%% #35; end';
  await stage.fill('URL', `https://api.lab.test/${hostile}`);
  await stage.sendNext();
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  await stage.asAList();
  await expect(page.locator('li[data-message]').last()).toContainText('img');
});

test('a raw text that is no message is held back in one sentence until it is mended or discarded', async ({ page }) => {
  const stage = await new Stage(page).open('validate');
  await stage.sendUntilDraftIs('GET', 'https://api.lab.test/');
  const before = await stage.position();
  await stage.draft.getByRole('button', { name: 'Raw' }).click();
  const raw = stage.draft.getByRole('textbox', { name: /^The whole message/ });
  const text = await raw.inputValue();
  await raw.fill('GET\nthis is no header');
  await stage.send.first().click();
  await expect(stage.draft.getByRole('alert')).toContainText('Nothing was sent');
  await expect(stage.send.first()).toBeFocused();
  await page.getByRole('button', { name: 'Run to end' }).click();
  expect(await stage.position()).toBe(before);
  await stage.draft.getByRole('button', { name: 'Discard what you typed' }).click();
  await expect(raw).toHaveValue(text);
  await expect(raw).toBeFocused();

  await raw.fill(`GET /invoices HTTP/1.1\nHost: evil.lab.test\n`);
  await stage.draft.getByRole('button', { name: 'Raw' }).click();
  await expect(stage.draft.getByLabel(/^URL/)).toHaveValue('https://evil.lab.test/invoices');
  await stage.sendNext();
});
