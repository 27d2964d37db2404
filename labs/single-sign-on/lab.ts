import type { Cast } from '#engine/actors/cast.ts';
import { logoutRequest } from '#engine/actors/client/logout-request.ts';
import { header } from '#engine/http/message.ts';
import { defineLab } from '#engine/player/play.ts';
import { failedChecks, holdsInvoices, messagesOf, passedAt } from '#engine/trace/outcomes.ts';
import type { Trace } from '#engine/trace/trace.ts';

const EXPENSES = 'https://expenses.lab.test';
const ALICE = { username: 'alice', password: 'wonderland' };

/** What a page of the Expenses app gets when its script calls its own back end. */
async function expensesFetch({ browser }: Cast, path: string): Promise<boolean> {
  const answer = await browser.fetch({ url: `${EXPENSES}${path}`, headers: [['X-Requested-By', 'expenses']] });
  return 'response' in answer && answer.response.status === 200;
}

/** Whether an answer asks for a password. */
function asksForPassword(message: { readonly response?: { readonly body: string } | undefined }): boolean {
  return message.response?.body.includes('type="password"') ?? false;
}

function readsInvoices(trace: Trace, step: string): boolean {
  return messagesOf(trace, step).some(({ response }) => response !== undefined && holdsInvoices(response));
}

/** Whether a code came back to an app in this step. */
function codeCame(trace: Trace, step: string, to: string): boolean {
  return messagesOf(trace, step).some((message) => message.to === to && /[?&]code=/.test(message.request.url));
}

export default defineLab({
  id: 'single-sign-on',
  title: 'One login, two apps',
  summary: 'Alice logs in once and uses a second app without a password. Then one app wants to be sure, and she logs out.',
  teaches: [
    'authorize.prompt-none',
    'authorize.max-age',
    'consent.shown',
    'rp.id-token-auth',
    'logout.confirmed',
    'logout.redirect-exact',
    'logout.clients-told',
    'rp.logout-token',
    'revocation.cascade',
    'rp.flow-session',
  ],
  switches: [
    'authorize.prompt-none',
    'authorize.max-age',
    'consent.shown',
    'rp.id-token-auth',
    'logout.confirmed',
    'logout.redirect-exact',
    'logout.clients-told',
    'revocation.cascade',
    'rp.flow-session',
  ],
  parties: ['browser', 'app', 'expenses', 'as', 'gateway', 'invoices'],
  ends: 'all-over',
  endings: {
    'name-left': 'After the logout nobody reads invoices any more. The Expenses app still greets alice by her name.',
    'reads-on': 'After the logout an app goes on reading the invoices of alice.',
    'still-logged-in': 'The authorization server still knows alice, so an app can log her in without a word.',
    'all-over': 'After the logout nobody reads invoices, and no app greets alice any more.',
    'no-login': 'The Ledger app gets no tokens, so there is no login to share.',
  },
  steps: [
    {
      id: 'ledger',
      title: 'Alice logs in at the Ledger app',
      text: 'The app sends her browser on with a cookie, so that only this browser can bring the answer. The authorization server asks for her password and gives the browser a cookie of its own: it is the session that all apps will share.',
    },
    {
      id: 'ledger-tokens',
      title: 'The Ledger app redeems the code',
      text: 'The ID token says who logged in, when, and in which session: sub, auth_time and sid.',
    },
    {
      id: 'expenses',
      title: 'Alice opens the Expenses app',
      text: 'Another app, another client, another address. It sends her browser to the same authorization server.',
      predict: {
        question: 'Alice has just logged in at the Ledger app. What does the authorization server ask her now?',
        choices: [
          {
            text: 'Her password, for it is another app',
            right: false,
            because: 'The password is for the authorization server, not for an app. Its cookie says that she has given it already.',
          },
          {
            text: 'Nothing: she has allowed all this before',
            right: false,
            because: 'She has allowed it to the Ledger app. What one app may do says nothing about another.',
          },
          {
            text: 'Only whether this app may read her invoices',
            right: true,
            because: 'Who she is is known from the session. What this app may do is a question of its own.',
          },
        ],
      },
    },
    {
      id: 'expenses-reads',
      title: 'The Expenses app shows the invoices',
      text: 'Its page has a cookie and no token. The back end adds the token, so look at the message it sends on.',
    },
    {
      id: 'silent',
      title: 'The Ledger app asks without a page',
      text: 'prompt=none: answer at once, or not at all. No page may be shown, so session and consent have to be there already.',
    },
    {
      id: 'silent-tokens',
      title: 'The Ledger app redeems that code',
      text: 'Compare auth_time with iat in the new ID token. The token is new, the login is not.',
    },
    {
      id: 'fresh',
      title: 'Ten minutes later, the Ledger app wants a fresh login',
      text: 'It is about to do something that matters. max_age=60: the login may be a minute old. Take max_age out of the address on its way, and see who notices.',
      predict: {
        question: 'Somebody takes max_age out of the address. Alice is not asked for her password. Who finds out?',
        choices: [
          {
            text: 'The authorization server',
            right: false,
            because: 'It cannot miss what it never got. A request without max_age is a good request.',
          },
          {
            text: 'The app, as it compares auth_time with what it asked for',
            right: true,
            because: 'The ID token is signed and says when alice logged in. The app knows what it asked for.',
          },
          {
            text: 'Nobody, and that is why max_age is only a wish',
            right: false,
            because: 'It would be a wish if the app did not look. Those who ask for it have to check what they get.',
          },
        ],
      },
    },
    { id: 'fresh-tokens', title: 'The Ledger app redeems the code', text: 'It compares auth_time with what it asked for.' },
    {
      id: 'both',
      title: 'Both apps read the invoices',
      text: 'Each with an access token of its own. The one of the Expenses app was about to end, or had ended: its back end renews it first.',
    },
    {
      id: 'log-out',
      title: 'Alice logs out at the Ledger app',
      text: 'Her browser goes to the authorization server with her ID token as a hint. Look at whom the server tells, and what each app answers. Without the hint she would be asked first.',
    },
    {
      id: 'silent-again',
      title: 'The Ledger app asks again without a page',
      text: 'The same question as before, with prompt=none. Compare the two answers.',
      predict: {
        question: 'Alice has logged out. What comes back for prompt=none?',
        choices: [
          {
            text: 'The error login_required',
            right: true,
            because: 'The session is over, and no page may be shown that would start another.',
          },
          {
            text: 'A login page',
            right: false,
            because: 'prompt=none means that no page is shown, whatever happens. The app may have asked in a frame that nobody sees.',
          },
          {
            text: 'A code, for she has consented',
            right: false,
            because: 'Her consent still stands. But nobody is logged in who could have given it.',
          },
        ],
      },
    },
    { id: 'ledger-after', title: 'The Ledger app tries the invoices', text: 'It was told about the logout. See what it has left to send.' },
    {
      id: 'expenses-after',
      title: 'Alice opens the Expenses app again',
      text: 'Its cookie would live for 8 hours, and her browser still sends it. The logout token named the session it stands for.',
    },
  ],
  goals: [
    {
      id: 'no-second-login',
      text: 'Log in to the second app without a password.',
      reached: (trace) =>
        messagesOf(trace, 'ledger').some(asksForPassword) &&
        codeCame(trace, 'expenses', 'expenses') &&
        !messagesOf(trace, 'expenses').some(asksForPassword),
    },
    {
      id: 'login-required',
      text: 'See a silent request answered with a code, and after the logout with an error.',
      reached: (trace) =>
        codeCame(trace, 'silent', 'app') &&
        messagesOf(trace, 'silent-again').some((message) => message.to === 'app' && message.request.url.includes('error=login_required')),
    },
    {
      id: 'old-login-noticed',
      text: 'Have the app refuse a login that is older than it asked for.',
      reached: (trace) =>
        messagesOf(trace, 'fresh-tokens').some((message) =>
          message.checks.some(({ check, party, outcome }) => check === 'rp.id-token-auth' && party === 'app' && outcome === 'failed'),
        ),
    },
    {
      id: 'asked-first',
      text: 'Have alice asked before she is logged out.',
      reached: (trace) => messagesOf(trace, 'log-out').some((message) => failedChecks(message).includes('logout.confirmed')),
    },
    {
      id: 'nowhere-else',
      text: 'Have the server refuse to send alice to another site after the logout.',
      reached: (trace) =>
        messagesOf(trace, 'log-out').some(
          (message) =>
            failedChecks(message).includes('logout.redirect-exact') &&
            header(message.response ?? { headers: [] }, 'location') === undefined,
        ),
    },
    {
      id: 'still-greeted',
      text: 'Under Switches, tell no app of the logout, and see the Expenses app still greet alice.',
      reached: (trace, outcome) => outcome === 'name-left' && trace.off.includes('logout.clients-told'),
    },
    {
      id: 'reads-on',
      text: 'Under Switches, tell no app of the logout and let access tokens outlive it, and see the Expenses app read on.',
      reached: (trace) =>
        trace.off.includes('revocation.cascade') &&
        trace.off.includes('logout.clients-told') &&
        readsInvoices(trace, 'expenses-after') &&
        messagesOf(trace, 'log-out').some((message) => passedAt(message, 'as', 'logout.confirmed')),
    },
  ],
  async play(cast) {
    const { app, browser, gateway, step, world } = cast;
    await step('ledger', async () => {
      await browser.navigate(app.login());
      await browser.submit(ALICE, { button: 'Log in' });
      await browser.submit({}, { button: 'Allow' });
    });
    const first = await step('ledger-tokens', () => app.redeem());
    if (!first.tokens) return 'no-login';

    await step('expenses', async () => {
      await browser.navigate(`${EXPENSES}/login`);
      await browser.submit(ALICE, { button: 'Log in' });
      await browser.submit({}, { button: 'Allow' });
    });
    await step('expenses-reads', () => expensesFetch(cast, '/api/invoices'));

    await step('silent', () => browser.navigate(app.login({ prompt: 'none' })));
    await step('silent-tokens', () => app.redeem());
    world.clock.advance(600);
    await step('fresh', async () => {
      await browser.navigate(app.login({ maxAge: 60 }));
      await browser.submit(ALICE, { button: 'Log in' });
      await browser.submit({}, { button: 'Allow' });
    });
    await step('fresh-tokens', () => app.redeem());
    await step('both', async () => {
      await app.get(`${gateway}/invoices`);
      await browser.navigate(`${EXPENSES}/`);
      await expensesFetch(cast, '/api/invoices');
    });

    await step('log-out', async () => {
      await browser.navigate(logoutRequest(app, 'https://as.lab.test/logout', { postLogoutRedirectUri: 'https://app.lab.test/' }));
      await browser.submit({}, { button: 'Log out' });
    });
    await step('silent-again', () => browser.navigate(app.login({ prompt: 'none' })));
    const known = app.received?.code !== undefined;
    await step('ledger-after', () => app.get(`${gateway}/invoices`));
    const greeted = await step('expenses-after', async () => {
      await browser.navigate(`${EXPENSES}/`);
      const session = await expensesFetch(cast, '/session');
      await expensesFetch(cast, '/api/invoices');
      return session;
    });

    const trace = world.trace();
    if (known) return 'still-logged-in';
    if (readsInvoices(trace, 'ledger-after') || readsInvoices(trace, 'expenses-after')) return 'reads-on';
    return greeted ? 'name-left' : 'all-over';
  },
});
