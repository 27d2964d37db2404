import { defineLab } from '#engine/player/play.ts';
import type { Cast } from '#engine/actors/cast.ts';
import { answered, failedChecks, holdsInvoices, messagesOf } from '#engine/trace/outcomes.ts';
import type { Trace } from '#engine/trace/trace.ts';

/** Asks UserInfo with any token. OpenID Connect Core §5.3.1 */
async function userInfoWith({ send }: Cast, token: string): Promise<void> {
  await send('app', {
    method: 'GET',
    url: 'https://as.lab.test/userinfo',
    headers: [
      ['Authorization', `Bearer ${token}`],
      ['Accept', 'application/json'],
    ],
    body: '',
  });
}

function refused(trace: Trace, step: string): boolean {
  return messagesOf(trace, step).some((message) => (message.response?.status ?? 0) >= 400 && failedChecks(message).length > 0);
}

/** Steps in which a token is used for something it was not made for. */
const MISUSES = ['id-token-to-api', 'refresh-token-to-api', 'access-token-to-issuer', 'id-token-to-userinfo'] as const;

export default defineLab({
  id: 'wrong-token',
  title: 'Three tokens, three purposes',
  summary:
    'One answer holds an access token, an ID token and a refresh token. Each is sent to where another belongs, and then to where it belongs.',
  teaches: [
    'jwt.type',
    'jwt.audience',
    'jwt.required-claims',
    'gateway.token-live',
    'token.refresh-lifetime',
    'userinfo.scope',
    'rp.id-token-audience',
    'rp.id-token-nonce',
    'rp.userinfo-subject',
  ],
  switches: ['jwt.type', 'jwt.audience', 'jwt.required-claims', 'gateway.scope', 'api.scope', 'userinfo.scope'],
  parties: ['browser', 'app', 'as', 'gateway', 'invoices'],
  ends: 'each-in-its-place',
  endings: {
    'each-in-its-place': 'Each token works where it belongs, and is refused where it does not.',
    'not-tried': 'Each token works where it belongs. Not every wrong place was tried this time.',
    'one-taken': 'A token was taken by somebody it was not made for.',
    'not-in-its-place': 'A token does not work where it belongs.',
    'no-tokens': 'The app gets no tokens, so there is nothing to mix up.',
  },
  steps: [
    {
      id: 'log-in',
      title: 'Alice logs in',
      text: 'The app asks with openid in its scope: it wants to know who she is, and to read her invoices.',
    },
    {
      id: 'redeem',
      title: 'The app gets three tokens',
      text: 'Open the answer. The access token is for the API, the ID token for the app itself, the refresh token for the authorization server. Compare typ and aud of the two that can be read.',
    },
    {
      id: 'id-token-to-api',
      title: 'The app sends the ID token to the API',
      text: 'It is signed by the right issuer, in date, and names alice. Count the checks that it fails all the same.',
      predict: {
        question: 'The ID token is genuine and says that alice has logged in. May an API take it as a permission?',
        choices: [
          {
            text: 'Yes: it says who the user is',
            right: false,
            because: 'To the app, it does. Any app where alice has ever logged in could send its ID token to this API.',
          },
          {
            text: 'No: it tells the app who logged in, and permits nothing',
            right: true,
            because: 'Its aud is the app, its typ is not that of an access token, and it holds no scope.',
          },
          {
            text: 'Yes, if its signature is right',
            right: false,
            because: 'The signature says who made it. It does not say what it was made for.',
          },
        ],
      },
    },
    {
      id: 'refresh-token-to-api',
      title: 'The app sends the refresh token to the API',
      text: 'It is a text without parts, as some access tokens are, so the gateway asks what it stands for. Read the answer that it gets.',
    },
    {
      id: 'access-token-to-issuer',
      title: 'The app asks for new tokens with the access token',
      text: 'Where a refresh token is expected. If this worked, five minutes would last for ever.',
    },
    {
      id: 'id-token-to-userinfo',
      title: 'The app asks who logged in, with the ID token',
      text: 'UserInfo is an API like any other, although it speaks about the same person.',
    },
    {
      id: 'userinfo',
      title: 'The app asks who logged in, with the access token',
      text: 'It holds the scope openid. The app compares sub with the one in the ID token.',
    },
    { id: 'api', title: 'The app reads the invoices with the access token', text: 'Each check that failed before passes now.' },
    {
      id: 'renew',
      title: 'The app asks for new tokens with the refresh token',
      text: 'And here is the only place where the third one belongs.',
    },
  ],
  goals: [
    {
      id: 'id-token-refused',
      text: 'See the ID token refused by the API for its type and its audience.',
      reached: (trace) =>
        messagesOf(trace, 'id-token-to-api').some(
          (message) =>
            answered(message, 401) && ['jwt.type', 'jwt.audience'].every((check) => failedChecks(message).some((one) => one === check)),
        ),
    },
    {
      id: 'all-refused',
      text: 'See every token refused where it does not belong.',
      reached: (trace) => MISUSES.every((step) => refused(trace, step)),
    },
    {
      id: 'id-token-taken',
      text: 'Under Switches, find all the checks that stand between an ID token and the invoices.',
      reached: (trace) =>
        trace.off.length > 0 &&
        messagesOf(trace, 'id-token-to-api').some(({ to, response }) => to === 'gateway' && response?.status === 200),
    },
  ],
  async play(cast) {
    const { app, browser, gateway, step, world } = cast;
    await step('log-in', async () => {
      await browser.navigate(app.authorizationRequest());
      await browser.submit({ username: 'alice', password: 'wonderland' }, { button: 'Log in' });
      await browser.submit({}, { button: 'Allow' });
    });
    const { tokens } = await step('redeem', () => app.redeem());
    if (!tokens) return 'no-tokens';
    const { accessToken, idToken = '', refreshToken = '' } = tokens;
    const invoices = `${gateway}/invoices`;
    await step('id-token-to-api', () => app.get(invoices, idToken));
    await step('refresh-token-to-api', () => app.get(invoices, refreshToken));
    const renewedByAccess = await step('access-token-to-issuer', () => app.refresh({ refreshToken: accessToken }));
    await step('id-token-to-userinfo', () => userInfoWith(cast, idToken));

    const { claims } = await step('userinfo', () => app.userInfo());
    const read = await step('api', () => app.get(invoices));
    const { tokens: newer } = await step('renew', () => app.refresh());

    const taken = MISUSES.some((id) =>
      messagesOf(world.trace(), id).some((message) => message.to !== 'attacker' && answered(message, 200)),
    );
    if (taken || renewedByAccess.tokens) return 'one-taken';
    if (!claims || !holdsInvoices(read) || !newer) return 'not-in-its-place';
    return MISUSES.every((id) => refused(world.trace(), id)) ? 'each-in-its-place' : 'not-tried';
  },
});
