import { createBrowser } from '#engine/actors/browser/browser.ts';
import type { Cast } from '#engine/actors/cast.ts';
import { createTelevision } from '#engine/actors/client/television.ts';
import type { Television } from '#engine/actors/client/television.ts';
import { jsonObject } from '#engine/actors/client/token-outcome.ts';
import type { TokenOutcome } from '#engine/actors/client/token-outcome.ts';
import { defineLab } from '#engine/player/play.ts';
import { holdsInvoices, messagesOf, refusedFor } from '#engine/trace/outcomes.ts';
import type { Trace } from '#engine/trace/trace.ts';

const PAGE = 'https://as.lab.test/device';

/** A device goes on asking while its user has not answered; here it gives up after a few times. */
async function pollUntilAnswered(device: Television): Promise<TokenOutcome> {
  let outcome = await device.poll();
  for (let more = 0; more < 2 && (outcome.refused === 'authorization_pending' || outcome.refused === 'slow_down'); more += 1)
    outcome = await device.poll();
  return outcome;
}

/** Tries codes at the page where users type them, until it is told to wait. */
async function guess({ send, world }: Cast): Promise<void> {
  const browser = createBrowser({ party: 'attacker', send, now: world.clock.now });
  let page = await browser.navigate(PAGE);
  for (const last of 'BCDFGH') {
    if (page.status !== 200) return;
    page = await browser.submit({ user_code: `BBBB-BBB${last}` }, { button: 'Continue' });
  }
}

function toldOf(trace: Trace, error: string): boolean {
  return messagesOf(trace).some(
    ({ from, response }) => from === 'television' && response?.status === 400 && jsonObject(response)['error'] === error,
  );
}

function readsInvoices(trace: Trace, step: string): boolean {
  return messagesOf(trace, step).some(({ response }) => response !== undefined && holdsInvoices(response));
}

export default defineLab({
  id: 'device',
  title: 'A television gets a token',
  summary: 'A television shows a code, and alice allows it with the browser on her phone. Then a code comes to her by mail.',
  teaches: ['device.client-match', 'device.state', 'device.interval', 'device.confirm', 'device.user-code-throttle', 'token.grant-allowed'],
  switches: ['device.confirm', 'device.state', 'device.interval', 'device.client-match', 'device.user-code-throttle'],
  parties: ['browser', 'television', 'attacker', 'as', 'gateway', 'invoices'],
  ends: 'code-refused',
  endings: {
    'code-refused': 'The television reads the invoices. The attacker gets no tokens.',
    'code-allowed': 'The attacker gets tokens with the code that came by mail. No password was stolen.',
    'not-connected': 'The television does not get to the invoices, and neither does the attacker.',
  },
  steps: [
    {
      id: 'start',
      title: 'The television asks for codes',
      text: 'It has no keyboard and no browser, and no redirect could come back to it. In the answer, find the code it keeps and the code it shows.',
    },
    {
      id: 'first-polls',
      title: 'The television asks whether anybody has answered',
      text: 'It asks at once, at once again, and then after the pause it was told to make. Compare the three errors, and the times of the messages.',
      predict: {
        question: 'The television asks twice within one second. What is it told the second time?',
        choices: [
          {
            text: 'authorization_pending, as the first time',
            right: false,
            because: 'It may ask every 5 seconds. If devices asked as often as they like, nobody else would get an answer.',
          },
          {
            text: 'slow_down: from now on it has to wait longer',
            right: true,
            because: 'Each slow_down adds 5 seconds to the interval, for good.',
          },
          {
            text: 'access_denied: it has lost its chance',
            right: false,
            because: 'That is what it is told when its user says no. Impatience only makes it slower.',
          },
        ],
      },
    },
    {
      id: 'type-code',
      title: 'Alice opens the page on her phone and types the code',
      text: 'The television shows the address and the code. Nothing but the code connects the two devices.',
    },
    { id: 'log-in', title: 'Alice logs in', text: 'The password goes into her own browser. The television never sees it.' },
    {
      id: 'approve',
      title: 'Alice says which device may have access',
      text: 'The page says which app asks, for what, and how long ago. Look at it under Browser before you send her answer.',
    },
    {
      id: 'collect',
      title: 'The television asks again',
      text: 'It has been asking all the time. It gets its tokens with the code that it kept, if alice allowed them.',
    },
    { id: 'watch', title: 'The television reads the invoices', text: 'Its access token says sub alice, as if she had logged in here.' },
    {
      id: 'collect-again',
      title: 'The television asks once more',
      text: 'A device code gives tokens once. Whoever finds it later in a log has nothing.',
    },
    {
      id: 'bait',
      title: 'The attacker asks for codes as well',
      text: 'The app on the television has no secret, so anyone can say they are one. The attacker puts the address with the code into a mail.',
    },
    {
      id: 'lured',
      title: 'Alice follows the link in the mail',
      text: 'It leads to the real authorization server. Address and certificate are right. The code is filled in already.',
      predict: {
        question: 'The page is genuine, and alice is logged in. What can show her that something is wrong?',
        choices: [
          {
            text: 'The address of the page',
            right: false,
            because: 'It is the right address. The attacker needs no copy of the page: the real one does the work.',
          },
          {
            text: 'The page asks for her password',
            right: false,
            because: 'It does not, or only as usual. No password is stolen here.',
          },
          {
            text: 'The page says which device asks, and she holds no such device',
            right: true,
            because: 'That question is the only defense on this page. It works if she is asked, and if she reads.',
          },
        ],
      },
    },
    {
      id: 'decide',
      title: 'Alice is asked about the device in the mail',
      text: 'She holds no such device and presses Deny. Let her be less careful: write allow into the field decision.',
    },
    { id: 'attacker-polls', title: 'The attacker asks for the tokens', text: 'With the device code that belongs to the code in the mail.' },
    {
      id: 'attacker-reads',
      title: 'The attacker reads the invoices',
      text: 'Only where the code in the mail was allowed. Alice has given no password away and seen only genuine pages.',
    },
    {
      id: 'guess',
      title: 'The attacker guesses codes',
      text: 'A hit would connect the device of somebody else to an account of the attacker. A code is short, so the number of tries has to be small.',
    },
  ],
  goals: [
    { id: 'slowed', text: 'See the television told to slow down.', reached: (trace) => toldOf(trace, 'slow_down') },
    {
      id: 'connected',
      text: 'Read the invoices on the television.',
      reached: (trace) => readsInvoices(trace, 'watch'),
    },
    {
      id: 'expired',
      text: 'Move the clock on until the television is told that its code has expired.',
      reached: (trace) => toldOf(trace, 'expired_token'),
    },
    {
      id: 'refused',
      text: 'See the attacker refused, because alice said no.',
      reached: (trace) =>
        messagesOf(trace, 'attacker-polls').some(
          ({ response }) => response?.status === 400 && jsonObject(response)['error'] === 'access_denied',
        ),
    },
    {
      id: 'phished',
      text: 'Let the attacker read invoices with the code in the mail.',
      reached: (trace) => readsInvoices(trace, 'attacker-reads'),
    },
    {
      id: 'guesses-end',
      text: 'See the page take no more guesses.',
      reached: (trace) => messagesOf(trace, 'guess').some((message) => refusedFor(message, 429, 'device.user-code-throttle')),
    },
  ],
  async play(cast) {
    const { browser, gateway, step, world } = cast;
    const television = createTelevision(cast);
    const impostor = createTelevision(cast, 'attacker');

    await step('start', () => television.start());
    const { screen } = television;
    if (screen) {
      await step('first-polls', async () => {
        await television.pollNow();
        await television.pollNow();
        await television.poll();
      });
      await step('type-code', async () => {
        await browser.navigate(screen.verificationUri);
        await browser.submit({ user_code: screen.userCode }, { button: 'Continue' });
      });
      await step('log-in', () => browser.submit({ username: 'alice', password: 'wonderland' }, { button: 'Log in' }));
      await step('approve', () => browser.submit({}, { button: 'Allow' }));
      const { tokens } = await step('collect', () => pollUntilAnswered(television));
      if (tokens) {
        await step('watch', () => television.get(`${gateway}/invoices`));
        await step('collect-again', () => television.poll());
      }
    }

    await step('bait', () => impostor.start());
    const mailed = impostor.screen?.verificationUriComplete;
    if (mailed !== undefined) {
      await step('lured', async () => {
        await browser.navigate(mailed);
        await browser.submit({}, { button: 'Continue' });
        await browser.submit({ username: 'alice', password: 'wonderland' }, { button: 'Log in' });
      });
      await step('decide', () => browser.submit({}, { button: 'Deny' }));
      const { tokens } = await step('attacker-polls', () => pollUntilAnswered(impostor));
      if (tokens) await step('attacker-reads', () => impostor.get(`${gateway}/invoices`));
    }
    await step('guess', () => guess(cast));

    if (impostor.tokens.accessToken !== undefined) return 'code-allowed';
    return readsInvoices(world.trace(), 'watch') ? 'code-refused' : 'not-connected';
  },
});
