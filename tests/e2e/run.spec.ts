import { readFile } from 'node:fs/promises';
import { expect, test } from './watched.ts';
import { Stage } from './stage.ts';

/** A refused message: the token of the first call is for somebody else. */
async function refused(stage: Stage): Promise<void> {
  await stage.open('validate');
  await stage.sendUntilDraftIs('GET', 'https://api.lab.test/');
  await stage.openToken();
  await stage.fill('aud', 'https://elsewhere.lab.test');
  await stage.chooseSignature(/sign as the issuer would/i);
  await stage.sendNext();
}

test('everything the reader changed is listed, compared, dropped and brought back', async ({ page }) => {
  const stage = new Stage(page);
  await refused(stage);
  const button = page.getByRole('button', { name: /^Edits/ });
  await expect(button).toContainText('1');
  await button.click();
  const panel = page.getByRole('group', { name: 'Your edits' });
  const row = panel.locator('[data-change="edit-0"]');
  await expect(row).toContainText('Message 2, Ledger app to Gateway');
  await expect(row).toContainText('https://api.lab.test');
  await expect(row).toContainText('https://elsewhere.lab.test');
  await expect(row).toContainText('sign as the issuer would');
  // It is read in lines as wide as the panel.
  const [line, room] = [await row.getByText(/^Message 2, Ledger app/).boundingBox(), await panel.boundingBox()];
  expect(line?.width).toBeGreaterThan((room?.width ?? 0) / 2);

  await row.getByRole('button', { name: /^Compare without it/ }).click();
  const compared = page.getByRole('dialog', { name: 'Two runs, side by side' });
  await expect(compared).toContainText(
    'The same until message 2. There aud is “https://elsewhere.lab.test” instead of “https://api.lab.test”.',
  );
  await expect(compared).toContainText('As you have it: Gateway refused');
  await page.keyboard.press('Escape');
  await expect(compared).toHaveCount(0);
  await expect(row.getByRole('button', { name: /^Compare without it/ })).toBeFocused();

  await row.getByRole('button', { name: /^Drop/ }).click();
  await expect(panel).toContainText('You have changed nothing yet');
  await expect(button).not.toContainText('1');
  await expect(stage.verdict).toContainText('accepted');
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
  await page.getByRole('status').filter({ hasText: 'You dropped a change.' }).getByRole('button', { name: 'Undo' }).click();
  await expect(stage.verdict).toContainText('refused');
  await expect(button).toContainText('1');
});

test('an edited message can be read as it was written', async ({ page }) => {
  const stage = new Stage(page);
  await refused(stage);
  await stage.show('Message');
  const request = stage.inspector.getByText(/^Bearer/).first();
  const sent = await request.textContent();
  await stage.inspector.getByRole('button', { name: 'As it was written' }).click();
  await expect(request).not.toHaveText(sent ?? '');
  await stage.inspector.getByRole('button', { name: 'As it was written' }).click();
  await expect(request).toHaveText(sent ?? '');
});

test('a refused edited message is compared with what was written, where it was refused', async ({ page }) => {
  const stage = new Stage(page);
  await refused(stage);
  await stage.show('Checks');
  await stage.inspector.getByRole('button', { name: 'Compare with the message as written' }).click();
  const compared = page.getByRole('dialog', { name: 'Two runs, side by side' });
  await expect(compared.getByRole('row', { name: 'First difference' })).toContainText('refused');
  await expect(compared).toContainText('Message as you changed it: Gateway refused');
});

test('a check is compared off and on from the switches, by keyboard', async ({ page }) => {
  const stage = new Stage(page);
  await refused(stage);
  await page.getByRole('button', { name: /^Switches/ }).press('Enter');
  await page
    .getByRole('button', { name: /^Compare off and on: Token is for this API|^Compare off and on:.*audience/i })
    .first()
    .press('Enter');
  const compared = page.getByRole('dialog', { name: 'Two runs, side by side' });
  await expect(compared).toContainText(/is off \(Check off\) or fails \(Check on\)/);
});

test('whatever takes the place of a run can be taken back', async ({ page }) => {
  const stage = new Stage(page);
  await refused(stage);
  const at = await stage.position();

  await page.getByRole('button', { name: 'Start again' }).click();
  await stage.at(0);
  await page.getByRole('button', { name: 'Back to your run' }).click();
  await stage.at(at);
  await expect(stage.verdict).toContainText('refused');
  await expect(stage.send.first()).toBeFocused();

  await page.getByRole('button', { name: /^Switches/ }).click();
  await page.getByRole('switch').first().click();
  await page.keyboard.press('Escape');
  await expect(page.getByText('1 defense is off')).toBeVisible();
  await page.getByRole('status').filter({ hasText: 'You turned a defense off.' }).getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('1 defense is off')).toHaveCount(0);

  await page.getByRole('button', { name: 'Start again' }).click();
  await stage.at(0);
  await page.keyboard.press('u');
  await stage.at(at);
  await page.keyboard.press('r');
  await stage.at(0);
  await stage.sendNext();
  await page.reload();
  await stage.ready();
  await page.getByRole('button', { name: /^Edits/ }).click();
  await page.getByRole('button', { name: /^Bring it back, before: You started again/ }).click();
  await stage.at(at);
  await expect(stage.verdict).toContainText('refused');
});

test('neither what is said nor a count in the bar moves what one is about to press', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  await stage.sendNext();
  const places = (): Promise<number[]> =>
    page
      .locator('.canvas, [data-part="draft"], input[type="range"], button:has(svg):visible')
      .evaluateAll((parts) => parts.map((part) => Math.round(part.getBoundingClientRect().left + part.getBoundingClientRect().top)));
  const before = await places();
  await page.getByRole('button', { name: /^Clock/ }).click();
  await page.getByRole('button', { name: '+1 h' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('status').filter({ hasText: 'You moved the clock.' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Edits/ })).toContainText('1');
  expect(await places()).toEqual(before);
});

for (const width of [1440, 390])
  test(`a switch moves nothing that one is about to press, at ${String(width)} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    const stage = await new Stage(page).open('validate');
    await stage.sendNext();
    await expect(page.getByText('Every defense is on')).toBeVisible();
    await expect(page.locator('a.arrow').first()).toBeVisible();
    const places = (): Promise<number[]> =>
      page
        .locator('.canvas, input[type="range"], .bar button:visible')
        .evaluateAll((parts) =>
          parts.flatMap((part) => [part.getBoundingClientRect().left, part.getBoundingClientRect().top].map(Math.round)),
        );
    const before = await places();
    await page.getByRole('button', { name: 'Switches' }).click();
    await page.getByRole('switch', { name: /Audience/ }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByText('1 defense is off')).toBeVisible();
    await stage.settled();
    expect(await places()).toEqual(before);
  });

for (const width of [1440, 390])
  test(`no button of the bar moves while the lab comes, at ${String(width)} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.addInitScript(() => {
      const seen = new Set<string>();
      const look = (): void => {
        const buttons = document.querySelectorAll('[aria-label="Controls"] button:enabled');
        for (const button of buttons) {
          const { left, top } = button.getBoundingClientRect();
          if (top + left > 0) seen.add(`${button.getAttribute('title') ?? button.textContent.trim()} ${left.toFixed(0)} ${top.toFixed(0)}`);
        }
        Object.assign(window, { places: [...seen] });
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    const stage = await new Stage(page).open('code-flow');
    await page.getByRole('button', { name: 'Browser' }).hover();
    await stage.settled();
    await expect(page.getByRole('button', { name: 'Switches' })).toBeEnabled();
    const places = await page.evaluate<string[]>('window.places');
    const names = places.map((place) => place.replace(/ -?\d+ -?\d+$/, ''));
    expect(names).toContain('Browser');
    expect([...new Set(names)], places.join(', ')).toEqual(names);
  });

test('a run is saved as a file and opened from it, chosen or dropped; a hostile file changes nothing', async ({ page }) => {
  const stage = new Stage(page);
  await refused(stage);
  const at = await stage.position();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as a file' }).click()]);
  expect(download.suggestedFilename()).toBe('tokenscope-validate.json');
  const saved = await readFile(await download.path());
  await page.getByRole('button', { name: 'Close' }).click();

  await page.getByRole('button', { name: 'Start again' }).click();
  await stage.at(0);
  await stage.sendNext();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByLabel('File to open').setInputFiles({ name: 'run.json', mimeType: 'application/json', buffer: saved });
  await stage.at(at);
  await expect(stage.verdict).toContainText('refused');
  await page.getByRole('button', { name: 'Back to your run' }).click();
  await stage.at(1);

  for (const [text, words] of [
    ['<script>alert(1)</script>', 'no run that was saved here'],
    [saved.toString().replace('"validate"', '"code-flow"'), 'for another lab, code-flow'],
    [saved.toString().replace('"version": 2', '"version": 9'), 'newer Tokenscope'],
    ['x'.repeat(5 * 1024 * 1024), 'larger than any run'],
  ] as const) {
    const data = await page.evaluateHandle((content) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], 'run.json', { type: 'application/json' }));
      return transfer;
    }, text);
    await page.locator('.stage').dispatchEvent('drop', { dataTransfer: data });
    await expect(page.getByRole('alert')).toContainText(words);
    await expect(page.getByRole('alert')).toContainText('Your run is kept.');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await stage.at(1);
  }
});

test('a run too large for a link is kept through a reload and becomes a file', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  await stage.sendNext();
  const noise = Array.from({ length: 15_000 }, (_, index) => String.fromCharCode(33 + ((index * 7919 + (index >> 3) * 104_729) % 90))).join(
    '',
  );
  await stage.fill('state', noise);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await expect(dialog.getByRole('alert').or(dialog.getByLabel('Link'))).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.reload();
  await stage.ready();
  await stage.at(1);
  await expect(stage.draft.getByLabel('state (edited)')).toHaveValue(noise);
});

test('a reload at once after a message loses nothing', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  await stage.sendNext();
  await page.evaluate(() => {
    document.querySelector<HTMLElement>('button.send')?.click();
    const watch = new MutationObserver(() => {
      if (document.querySelector<HTMLInputElement>('input[type="range"]')?.value === '2') location.reload();
    });
    watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  await page.waitForEvent('load');
  await stage.ready();
  await stage.at(2);
});

test('what was gone back over is there again after a reload', async ({ page }) => {
  const stage = await new Stage(page).open('code-flow');
  for (let sent = 0; sent < 4; sent += 1) await stage.sendNext();
  const scrubber = page.locator('input[type="range"]');
  for (const position of [1, 0]) {
    await scrubber.fill(String(position));
    await stage.at(position);
    await page.reload();
    await stage.ready();
    await stage.at(position);
    await expect(scrubber).toHaveAttribute('max', '4');
  }
  await scrubber.fill('4');
  await stage.at(4);
});

test('the run of a closed tab is offered in a new one, and is not forced on anybody', async ({ page, context }) => {
  const stage = new Stage(page);
  await refused(stage);
  const at = await stage.position();
  await expect.poll(() => page.evaluate(() => localStorage.getItem('tokenscope:visit:validate'))).toContain(`"position":${at}`);
  await page.close();
  const later = await context.newPage();
  const again = await new Stage(later).open('validate');
  await expect(later.getByRole('status').filter({ hasText: 'that run is kept' })).toBeVisible();
  expect(await again.position()).toBe(0);
  const kept = (): Promise<string | null> => later.evaluate(() => localStorage.getItem('tokenscope:visit:validate'));
  const before = await kept();
  await later.getByRole('button', { name: 'Go on with it' }).click();
  await again.at(at);
  await expect(again.verdict).toContainText('refused');
  // A tab that closes with something to keep keeps it then, which the next tab would be offered after it has dismissed this.
  await expect.poll(kept).not.toBe(before);
  await later.close();

  const other = await context.newPage();
  await new Stage(other).open('validate');
  await other.getByRole('button', { name: 'Dismiss' }).click();
  await other.reload();
  await expect(other.getByRole('button', { name: /^Send/ }).first()).toBeEnabled();
  await expect(other.getByText('that run is kept')).toHaveCount(0);
});

test('a link of the version before opens', async ({ page }) => {
  const state = { lab: 'validate', stage: 0, edits: [], off: [], clock: [], position: 2 };
  await page.goto('');
  const fragment = await page.evaluate(async (data) => {
    const stream = new Blob([JSON.stringify(data)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    return `v1.${btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '')}`;
  }, state);
  const stage = await new Stage(page).open('validate', `#${fragment}`);
  await stage.at(2);
  await expect(page.getByRole('alert')).toHaveCount(0);
});
