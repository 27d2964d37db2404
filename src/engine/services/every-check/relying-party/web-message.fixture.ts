import { logIn } from '../../../../../tests/rehearsal.ts';
import { createSinglePageApp } from '../../../actors/client/dpop-client.ts';
import { messageIn, receiveMessage } from '../../../actors/browser/web-message.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

/** The answer to a login begun in the page, as its issuer's window or somebody else's posts it. */
async function posted(cast: Company, from?: string): Promise<string> {
  const app = createSinglePageApp(cast);
  const url = new URL(await app.authorizationRequest());
  url.searchParams.set('response_mode', 'web_message');
  await logIn(cast, Promise.resolve(url.href));
  const message = cast.browser.page && messageIn(cast.browser.page);
  if (!message) return 'no message';
  const { exchanges } = cast.world.trace();
  return receiveMessage(from === undefined ? message : { ...message, from }, {
    origin: 'https://spa.lab.test',
    issuer: 'https://as.lab.test',
    memory: cast.world.logins.spa,
    judge: cast.world.judge(exchanges.length, 'spa'),
  });
}

/** The cases of messages between windows. */
export const webMessageCases = {
  'rp.message-origin': [
    {
      party: 'spa',
      refusal: 'ignored',
      goesOn: 'received',
      play: (cast, wrong) => posted(cast, wrong ? 'https://evil.lab.test' : undefined),
    },
  ],
} as const satisfies Record<string, readonly CheckCase[]>;
