import type { Cast } from '#engine/actors/cast.ts';
import { readTokenResponse } from '#engine/actors/client/token-outcome.ts';
import type { TokenOutcome } from '#engine/actors/client/token-outcome.ts';
import { revokeToken } from '#engine/actors/client/revoke-token.ts';
import { FORM_TYPE, encodeForm } from '#engine/http/form.ts';
import { defineLab } from '#engine/player/play.ts';
import { parseScope } from '#engine/protocol/authorization/scope.ts';
import { REFRESH_CHECKS } from '#engine/services/authorization-server/token/refresh-token.ts';
import { answered, failedChecks, holdsInvoices, messagesOf, refusedFor } from '#engine/trace/outcomes.ts';
import type { Trace } from '#engine/trace/trace.ts';

const ASKED = 'openid profile invoice_read';

/** Seconds from one renewal of the web app to the next: never idle for 30 days, and past 90 with the fourth. */
const FOUR_WEEKS = 28 * 86_400;

/** Alice logs in where she is asked to, and allows what she is asked. */
async function logIn({ browser, phone }: Cast): Promise<void> {
  await browser.navigate(phone.authorizationRequest({ scope: ASKED }));
  await browser.submit({ username: 'alice', password: 'wonderland' }, { button: 'Log in' });
  await browser.submit({}, { button: 'Allow' });
}

/** The attacker has a copy of the refresh token. A public client has no secret that would be missing. */
async function renewWithCopy({ attacker, phone }: Cast, refreshToken: string): Promise<TokenOutcome> {
  const { response } = await attacker.send({
    method: 'POST',
    url: 'https://as.lab.test/token',
    headers: [FORM_TYPE, ['Accept', 'application/json']],
    body: encodeForm([
      ['grant_type', 'refresh_token'],
      ['refresh_token', refreshToken],
      ['client_id', phone.clientId],
    ]),
  });
  return readTokenResponse(response);
}

function refused(trace: Trace, step: string, check: (typeof REFRESH_CHECKS)[number]): boolean {
  return messagesOf(trace, step).some((message) => answered(message, 400) && failedChecks(message).includes(check));
}

/** Whether a refresh token that was issued was refused because it lay idle, or had grown too old. */
function agedOut(trace: Trace, step: string): boolean {
  return messagesOf(trace, step).some(
    (message) =>
      answered(message, 400) &&
      // A token that is missing or unknown fails the same check, for another reason.
      message.checks.some((made) => made.check === 'token.refresh-lifetime' && made.outcome === 'failed' && made.refusal === undefined),
  );
}

function renewed(trace: Trace, step: string): boolean {
  return messagesOf(trace, step).some((message) => readTokenResponse(message.response ?? NOTHING).tokens !== undefined);
}

const NOTHING = { status: 0, headers: [], body: '' };

export default defineLab({
  id: 'refresh',
  title: 'Refresh tokens, and how they end',
  summary: 'An app renews its access token without alice. Then a copy of its refresh token turns up, one is given back, and one grows old.',
  teaches: [...REFRESH_CHECKS, 'jwt.expiry', 'jwt.not-revoked', 'revocation.client', 'revocation.cascade', 'revocation.notice'],
  switches: [
    'jwt.expiry',
    'jwt.not-revoked',
    'token.refresh-once',
    'token.refresh-client',
    'token.refresh-lifetime',
    'token.scope-narrower',
    'revocation.cascade',
    'revocation.client',
  ],
  parties: ['browser', 'phone', 'attacker', 'app', 'as', 'gateway', 'invoices'],
  ends: 'three-ends',
  endings: {
    'three-ends': 'Three refresh tokens have ended: one because its copy was used, one because it was given back, one because of its age.',
    'copy-renewed': 'The attacker gets tokens with the copy, and no password was needed.',
    'ended-otherwise': 'The refresh tokens took another course this time. Each refusal says why.',
    'no-login': 'The app on the phone gets no tokens, so there is nothing to renew.',
  },
  steps: [
    {
      id: 'log-in',
      title: 'Alice logs in on her phone',
      text: 'The app sends her to the authorization server. She logs in and allows the app to read her invoices.',
    },
    {
      id: 'redeem',
      title: 'The app redeems the code',
      text: 'Two tokens matter in the answer. The access token is for the API and lives for 5 minutes. The refresh token is for the authorization server alone.',
    },
    { id: 'call', title: 'The app reads the invoices', text: 'It sends the access token. It never sends the refresh token to an API.' },
    {
      id: 'later',
      title: 'Six minutes later, the app reads them again',
      text: 'The clock has moved on by 6 minutes. The app sends the same access token. Compare its exp with the time.',
      predict: {
        question: 'The access token is six minutes old. What does the gateway answer?',
        choices: [
          {
            text: '200: the signature is still right',
            right: false,
            because: 'A signature does not age. That is why the token says until when it may be used, and why somebody has to look.',
          },
          {
            text: '401: its time is up, and the app has to get a new one',
            right: true,
            because: 'The time in exp has passed, and so has the leeway of 30 seconds. The challenge says invalid_token.',
          },
          {
            text: '200, with a new access token in the answer',
            right: false,
            because: 'APIs issue no tokens. Only the authorization server does, and only when it is asked.',
          },
        ],
      },
    },
    {
      id: 'renew',
      title: 'The app asks for new tokens',
      text: 'Alice takes no part in it. Where the server agrees, a new refresh token comes along with the access token: that is rotation. Try a smaller scope here, then a larger one such as invoice_write.',
    },
    {
      id: 'call-again',
      title: 'The app reads the invoices with what it holds now',
      text: 'Compare the exp of this token with the one before.',
    },
    {
      id: 'copy-used',
      title: 'The attacker uses a copy of the first refresh token',
      text: 'It was in a backup of the phone. There is no secret to know: the app is a public client, and its client_id is no secret.',
      predict: {
        question: 'The app has renewed its tokens since. What happens when the attacker comes with the first refresh token?',
        choices: [
          {
            text: 'The attacker gets tokens, for the copy is genuine',
            right: false,
            because: 'It is genuine, and it was used once already. Each refresh token counts once.',
          },
          {
            text: 'The attacker is refused, and the app goes on as before',
            right: false,
            because: 'The server cannot tell who of the two is the thief. It only knows that two parties hold what one should hold.',
          },
          {
            text: 'The attacker is refused, and the tokens of the app end as well',
            right: true,
            because: 'A second use means that somebody has a copy. All that came of this login ends, whoever holds it.',
          },
        ],
      },
    },
    {
      id: 'cut-off',
      title: 'The app calls again',
      text: 'By its exp, its access token may still be used. See whether the gateway was told anything about it in the messages before.',
    },
    {
      id: 'own-token',
      title: 'The app tries its own refresh token',
      text: 'It asks once more, with the newest one it holds. Read which check decides.',
    },
    {
      id: 'log-in-again',
      title: 'Alice logs in again',
      text: 'Only she can begin anew. Her browser has a session at the authorization server, so she is asked for her password only where that is over.',
    },
    { id: 'redeem-again', title: 'The app redeems the new code', text: 'New tokens, which have nothing to do with the ones before.' },
    {
      id: 'give-back',
      title: 'Alice signs out, and the app gives its refresh token back',
      text: 'An app that needs a token no more says so, instead of leaving it to age. Look at whom the authorization server tells.',
    },
    {
      id: 'given-back',
      title: 'The app tries what it gave back',
      text: 'The revocation endpoint says 200 even to a token that nobody knows. Only here you see what it did.',
    },
    {
      id: 'months',
      title: 'The web app renews every four weeks',
      text: 'This is another app, with a refresh token of an earlier login and a secret of its own. It is never idle for 30 days. Watch what the last answer is refused for.',
      predict: {
        question: 'A refresh token that is used every four weeks is never idle for 30 days. For how long does it go on?',
        choices: [
          {
            text: 'For ever, as long as it is used',
            right: false,
            because: 'Then one login would last for ever. There is a second limit, counted from the login itself.',
          },
          {
            text: 'Until 90 days after the login, however often it is used',
            right: true,
            because: 'Each refresh token is new, but the login they come from is not. Its age decides.',
          },
          {
            text: 'Until the next access token expires',
            right: false,
            because: 'Access tokens expire every five minutes here. Renewing them is what a refresh token is for.',
          },
        ],
      },
    },
  ],
  goals: [
    {
      id: 'renewed',
      text: 'See an access token refused because its time is up, and a renewed one accepted.',
      reached: (trace) =>
        messagesOf(trace, 'later').some((message) => refusedFor(message, 401, 'jwt.expiry')) &&
        renewed(trace, 'renew') &&
        messagesOf(trace, 'call-again').some(({ response = NOTHING }) => holdsInvoices(response)),
    },
    {
      id: 'family-ended',
      text: 'See the copy refused, and the app’s own tokens end with it.',
      reached: (trace) =>
        refused(trace, 'copy-used', 'token.refresh-once') &&
        messagesOf(trace, 'cut-off').some((message) => refusedFor(message, 401, 'jwt.not-revoked')) &&
        refused(trace, 'own-token', 'token.refresh-once'),
    },
    {
      id: 'narrower',
      text: 'Renew with less scope than alice allowed.',
      reached: (trace) =>
        messagesOf(trace, 'renew').some((message) => {
          const { tokens } = readTokenResponse(message.response ?? NOTHING);
          return tokens?.scope !== undefined && parseScope(tokens.scope).length < parseScope(ASKED).length;
        }),
    },
    {
      id: 'wider-refused',
      text: 'Ask for more scope than alice allowed, and be refused for that alone.',
      reached: (trace) =>
        messagesOf(trace, 'renew').some((message) => answered(message, 400) && failedChecks(message).join() === 'token.scope-narrower'),
    },
    {
      id: 'idle',
      text: 'Move the clock by 30 days before the app asks for new tokens, and have its refresh token refused for its age.',
      reached: (trace) => agedOut(trace, 'renew'),
    },
    {
      id: 'thief-renews',
      text: 'Under Switches, let refresh tokens be used again, and see attacker and app renew side by side.',
      reached: (trace) => trace.off.includes('token.refresh-once') && renewed(trace, 'copy-used') && renewed(trace, 'own-token'),
    },
  ],
  async play(cast) {
    const { phone, app, gateway, step, world } = cast;
    await step('log-in', () => logIn(cast));
    if (phone.received?.code === undefined) return 'no-login';
    const { tokens } = await step('redeem', () => phone.redeem());
    if (!tokens) return 'no-login';
    const copy = tokens.refreshToken ?? '';
    await step('call', () => phone.get(`${gateway}/invoices`));
    world.clock.advance(360);
    await step('later', () => phone.get(`${gateway}/invoices`));
    await step('renew', () => phone.refresh({ scope: ASKED }));
    await step('call-again', () => phone.get(`${gateway}/invoices`));

    const stolen = await step('copy-used', () => renewWithCopy(cast, copy));
    await step('cut-off', () => phone.get(`${gateway}/invoices`));
    const own = await step('own-token', () => phone.refresh());
    if (!own.tokens) await step('log-in-again', () => logIn(cast));
    const again = own.tokens ? own : await step('redeem-again', () => phone.redeem());
    const { refreshToken } = again.tokens ?? {};
    if (refreshToken !== undefined) {
      await step('give-back', () => revokeToken(cast, { party: 'phone', clientId: phone.clientId }, refreshToken));
      await step('given-back', () => phone.refresh());
    }

    for (let renewals = 0; renewals < 4; renewals += 1) {
      world.clock.advance(FOUR_WEEKS);
      const { tokens: newer } = await step('months', () => app.refresh());
      if (!newer) break;
    }

    const trace = world.trace();
    if (stolen.tokens) return 'copy-renewed';
    const ends = [
      refused(trace, 'copy-used', 'token.refresh-once') && refused(trace, 'own-token', 'token.refresh-once'),
      refused(trace, 'given-back', 'token.refresh-once'),
      agedOut(trace, 'months'),
    ];
    return ends.every((ended) => ended) ? 'three-ends' : 'ended-otherwise';
  },
});
