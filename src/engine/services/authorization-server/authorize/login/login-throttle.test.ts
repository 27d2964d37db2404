import { expect, test } from 'vitest';
import { rehearse } from '../../../../../../tests/rehearsal.ts';
import { header } from '../../../../http/message.ts';
import type { Company } from '../../token/request.fixture.ts';

const ALICE = { username: 'alice', password: 'wonderland' };

async function guess(cast: Company, username: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await cast.browser.navigate(cast.app.authorizationRequest());
    await cast.browser.submit({ username, password: 'guess' });
  }
}

async function tryLogin(cast: Company, fields: Readonly<Record<string, string>> = ALICE): ReturnType<Company['browser']['submit']> {
  await cast.browser.navigate(cast.app.authorizationRequest());
  return cast.browser.submit(fields);
}

test('five wrong passwords close an account for five minutes, to the right password as well', async () => {
  const cast = rehearse();
  await guess(cast, 'alice', 5);
  const refused = await tryLogin(cast);
  expect([refused.status, header(refused.response, 'retry-after')]).toEqual([429, '300']);
  cast.world.clock.advance(299);
  expect((await tryLogin(cast)).status).toBe(429);
  cast.world.clock.advance(1);
  expect((await tryLogin(cast)).html).toContain('Allow access');
});

test('other accounts stay open', async () => {
  const cast = rehearse();
  await guess(cast, 'alice', 6);
  expect((await tryLogin(cast, { username: 'bob', password: 'builder' })).html).toContain('Allow access');
});

test('a name that no user has is answered in the same way', async () => {
  const answers = await Promise.all(
    ['alice', 'nobody'].map(async (username) => {
      const cast = rehearse();
      await guess(cast, username, 5);
      const { status, html } = await tryLogin(cast, { username, password: 'guess' });
      return { status, html };
    }),
  );
  expect(answers[0]).toEqual(answers[1]);
});

test('names without end do not open a closed account', async () => {
  const cast = rehearse();
  await guess(cast, 'alice', 5);
  await guess(cast, 'somebody', 1);
  for (let name = 0; name < 600; name += 1) await cast.browser.submit({ username: `name-${name}`, password: 'guess' });
  expect((await tryLogin(cast)).status).toBe(429);
});
