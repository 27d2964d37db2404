import { expect, test } from 'vitest';
import { logIn, rehearse } from '../../../../tests/rehearsal.ts';
import { createSinglePageApp } from '../client/dpop-client.ts';
import { messageIn, receiveMessage } from './web-message.ts';
import type { PostedMessage } from './web-message.ts';

async function begun(off: NonNullable<Parameters<typeof rehearse>[0]>['off'] = []): Promise<{
  readonly app: ReturnType<typeof createSinglePageApp>;
  readonly message: PostedMessage;
  readonly receive: (message: PostedMessage) => string;
}> {
  const cast = rehearse({ off });
  const app = createSinglePageApp(cast);
  const url = new URL(await app.authorizationRequest());
  url.searchParams.set('response_mode', 'web_message');
  await logIn(cast, Promise.resolve(url.href));
  const message = messageIn(cast.browser.page ?? { url: '', html: '' });
  if (!message) throw new Error('The page posts a message.');
  const receive = (one: PostedMessage): string =>
    receiveMessage(one, {
      origin: 'https://spa.lab.test',
      issuer: 'https://as.lab.test',
      memory: cast.world.logins.spa,
      judge: cast.world.judge(cast.world.trace().exchanges.length, 'spa'),
    });
  return { app, message, receive };
}

test('the answer in a message is as good as one at the redirect URI', async () => {
  const { app, message, receive } = await begun();
  expect([message.from, message.target, receive(message)]).toEqual(['https://as.lab.test', 'https://spa.lab.test', 'received']);
  expect((await app.redeem()).tokens?.accessToken).toBeDefined();
});

test('a message for another origin is not delivered; one for everybody is', async () => {
  const { message, receive } = await begun();
  expect(receive({ ...message, target: 'https://evil.lab.test' })).toBe('not delivered');
  expect(receive({ ...message, target: '*' })).toBe('received');
});

test.each(['https://evil.lab.test', 'https://as.lab.test.evil.lab.test', 'http://as.lab.test', 'null'])(
  'a message from a window of %s is ignored, and the login stays as it was',
  async (from) => {
    const { app, message, receive } = await begun();
    expect(receive({ ...message, from })).toBe('ignored');
    expect(app.received).toBeUndefined();
  },
);

test('a message of the issuer about another login is refused, and one without an answer as well', async () => {
  const { message, receive } = await begun();
  expect(receive({ ...message, data: { ...message.data, response: { code: 'x', state: 'other', iss: 'https://as.lab.test' } } })).toBe(
    'refused',
  );
  expect(receive({ ...message, data: {} })).toBe('refused');
});

test('a page that posts nothing has no message', () => {
  for (const html of ['', '<script>alert(1)</script>', '.postMessage({broken, "*")', '.postMessage({"a":1}, 3)'])
    expect(messageIn({ url: 'https://as.lab.test/', html })).toBeUndefined();
});
