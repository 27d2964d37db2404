import { readdirSync } from 'node:fs';
import type { Lab } from '#engine/player/play.ts';
import { expect, test } from './watched.ts';
import { Stage } from './stage.ts';

const LABS = new URL('../../labs/', import.meta.url);
const folders = readdirSync(LABS, { withFileTypes: true }).filter((entry) => entry.isDirectory());

/** The sentence with which a lab ends that nobody touches: an attack begins in its first stage, which it wins. */
async function endingOf(id: string): Promise<string> {
  const { default: lab } = (await import(new URL(`${id}/lab.ts`, LABS).href)) as { default: Lab };
  return lab.endings[lab.attack?.wins ?? lab.ends] ?? '';
}

for (const { name } of folders)
  test(`${name} is played to its end by Send alone`, async ({ page }) => {
    test.slow();
    const stage = await new Stage(page).open(name);
    await stage.sendAll();
    await expect(stage.draft).toContainText(await endingOf(name));
    await expect(page.getByRole('region', { name: 'Story' })).toContainText('How it ended');
  });

test('the step that is next is in view, and one that did not happen says so', async ({ page }) => {
  const stage = await new Stage(page).open('on-the-path');
  await stage.sendAll();
  const story = page.getByRole('region', { name: 'Story' });
  await expect(story.getByText('How it ended')).toBeInViewport();
  await expect(story.getByRole('listitem').filter({ hasText: 'The attacker redeems what was caught' })).toContainText('did not happen');
  await page.getByRole('slider').first().press('Home');
  await expect(story.getByRole('listitem').filter({ hasText: 'The app reads the metadata' })).toBeInViewport();
});
