import type { Cast } from '#engine/actors/cast.ts';
import { createDashboard } from '#engine/actors/client/dashboard.ts';
import { formatClientBasic } from '#engine/http/basic.ts';
import { FORM_TYPE, encodeForm, field, parseForm } from '#engine/http/form.ts';
import type { Header, HttpResponse } from '#engine/http/message.ts';
import { defineLab } from '#engine/player/play.ts';
import { answered, failedChecks, holdsInvoices, messagesOf, refusedFor } from '#engine/trace/outcomes.ts';
import type { Trace } from '#engine/trace/trace.ts';
import { CLIENTS } from '#engine/world/clients.ts';
import { PAYMENTS } from '#engine/world/parties.ts';

type Asker = 'attacker' | 'invoices';

/** Somebody asks the authorization server what a token stands for. RFC 7662 §2.1 */
async function introspect({ send }: Cast, from: Asker, token: string, credential: readonly Header[] = []): Promise<HttpResponse> {
  const { response } = await send(from, {
    method: 'POST',
    url: 'https://as.lab.test/introspect',
    headers: [...credential, FORM_TYPE, ['Accept', 'application/json']],
    body: encodeForm([['token', token]]),
  });
  return response;
}

/** The dashboard gives its access token back. RFC 7009 §2.1 */
async function revoke({ send }: Cast, token: string): Promise<HttpResponse> {
  const { id, secret } = CLIENTS.dashboard;
  const { response } = await send('app', {
    method: 'POST',
    url: 'https://as.lab.test/revoke',
    headers: [['Authorization', formatClientBasic({ user: id, password: secret })], FORM_TYPE, ['Accept', 'application/json']],
    body: encodeForm([['token', token]]),
  });
  return response;
}

function reads(trace: Trace, step: string): boolean {
  return messagesOf(trace, step).some(({ to, response }) => to === 'gateway' && response !== undefined && holdsInvoices(response));
}

/** Whether the gateway asked the authorization server in this step. */
function asked(trace: Trace, step: string): boolean {
  return trace.exchanges.some((exchange) => exchange.step === step && exchange.from === 'gateway' && exchange.to === 'as');
}

/** Whether the gateway refused a call in this step because the token is not active any more. */
function ended(trace: Trace, step: string): boolean {
  return messagesOf(trace, step).some((message) => answered(message, 401) && failedChecks(message).includes('gateway.token-live'));
}

export default defineLab({
  id: 'introspection',
  title: 'A token that says nothing',
  summary: 'This access token is only a reference. The gateway has to ask what it stands for, and remembers the answer for a while.',
  teaches: [
    'gateway.token-live',
    'gateway.cache-bounded',
    'gateway.introspection-signed',
    'gateway.fail-closed',
    'introspection.caller',
    'introspection.audience',
    'revocation.client',
    'token.unguessable',
  ],
  switches: [
    'gateway.token-live',
    'gateway.cache-bounded',
    'gateway.introspection-signed',
    'gateway.fail-closed',
    'introspection.caller',
    'introspection.audience',
    'token.unguessable',
  ],
  parties: ['browser', 'attacker', 'app', 'as', 'gateway', 'invoices'],
  ends: 'ended-late',
  endings: {
    'ended-late': 'The token was revoked, opened the invoices once more, and opens them no more.',
    'ended-at-once': 'The token was revoked, and opened nothing from then on.',
    'lives-on': 'The token was revoked, and still opens the invoices.',
    'not-revoked': 'The token was not revoked, so it goes on until its time is up.',
    'not-seen': 'The calls went another way this time, so they do not show when the token ended.',
    'no-token': 'The dashboard gets no token that opens the invoices.',
  },
  steps: [
    {
      id: 'log-in',
      title: 'Alice logs in at the dashboard',
      text: 'A client like any other, but for one thing in its registration: its access tokens are opaque.',
    },
    {
      id: 'redeem',
      title: 'The dashboard redeems the code',
      text: 'Look at access_token. There are no three parts and nothing to decode. Only the authorization server knows what it stands for.',
    },
    {
      id: 'call',
      title: 'The dashboard reads the invoices',
      text: 'Look at the messages inside. The gateway asks the authorization server, gets a signed answer, and sends the API a JWT that it has made from it.',
      predict: {
        question: 'The dashboard sends a reference. What does the invoices API get from the gateway?',
        choices: [
          {
            text: 'The same reference, and asks the authorization server itself',
            right: false,
            because: 'It could. Then every API asks about every call. Here the gateway has asked already.',
          },
          {
            text: 'A JWT for inside, which says who alice is',
            right: true,
            because: 'Outside the token says nothing, inside it says what the API needs. Who finds the one outside learns nothing from it.',
          },
          {
            text: 'No token, as the gateway has checked everything',
            right: false,
            because: 'Then the API would have to believe whoever comes. It checks what it gets, as always.',
          },
        ],
      },
    },
    {
      id: 'call-again',
      title: 'The dashboard reads them again',
      text: 'Count the messages inside this time. Which of the checks says why there are fewer?',
    },
    {
      id: 'revoke',
      title: 'The dashboard gives its token back',
      text: 'The authorization server knows at once. Nobody tells the gateway.',
    },
    {
      id: 'too-soon',
      title: 'The dashboard tries it at once',
      text: 'Nobody should be surprised by the answer. Somebody has decided on it, with a number.',
      predict: {
        question: 'The token has been revoked a moment ago. What does the gateway answer?',
        choices: [
          {
            text: '401: it asks, and the token is not active',
            right: false,
            because: 'It would, if it asked. It remembers the last answer, and that is still fresh enough.',
          },
          {
            text: '200: it still remembers the answer from before',
            right: true,
            because: 'Asking for every call would be slow. The price is a window in which a revoked token works.',
          },
          {
            text: '401: the authorization server has told the gateway',
            right: false,
            because: 'It tells those who read JWTs by themselves. Who asks about references is expected to ask again.',
          },
        ],
      },
    },
    {
      id: 'later',
      title: 'Half a minute later, the dashboard tries again',
      text: 'What the gateway remembers is too old now. It has to ask.',
    },
    {
      id: 'stranger',
      title: 'The attacker asks what a token stands for',
      text: 'Whoever may ask could try tokens until one is active. Look at what the attacker is missing.',
    },
    {
      id: 'other-api',
      title: 'The invoices API asks about a token for another API',
      text: 'It may ask, and the token is good. It was never meant for it. Read the answer, and think about what a longer one would have told.',
    },
  ],
  goals: [
    {
      id: 'asked-once',
      text: 'See two calls answered after one question.',
      reached: (trace) => reads(trace, 'call') && asked(trace, 'call') && reads(trace, 'call-again') && !asked(trace, 'call-again'),
    },
    {
      id: 'window',
      text: 'Read the invoices with a token that was revoked.',
      reached: (trace) =>
        messagesOf(trace, 'revoke').some((message) => message.to === 'as' && answered(message, 200)) && reads(trace, 'too-soon'),
    },
    {
      id: 'window-closed',
      text: 'See the revoked token refused once the gateway asks again.',
      reached: (trace) => ended(trace, 'later'),
    },
    {
      id: 'shorter-window',
      text: 'Move the clock so that the revoked token is refused at the first try.',
      reached: (trace) => ended(trace, 'too-soon'),
    },
    {
      id: 'not-told',
      text: 'See the attacker refused who asks about a token.',
      reached: (trace) => messagesOf(trace, 'stranger').some((message) => refusedFor(message, 401, 'introspection.caller')),
    },
    {
      id: 'told-nothing',
      text: 'See an API told no more than that a token is not for it.',
      reached: (trace) =>
        messagesOf(trace, 'other-api').some(
          (message) =>
            answered(message, 200) &&
            message.response?.body === '{"active":false}' &&
            failedChecks(message).includes('introspection.audience'),
        ),
    },
  ],
  async play(cast) {
    const { browser, gateway, mintAccessToken, step, world } = cast;
    const dashboard = createDashboard(cast);
    await step('log-in', async () => {
      await browser.navigate(dashboard.authorizationRequest());
      await browser.submit({ username: 'alice', password: 'wonderland' }, { button: 'Log in' });
      await browser.submit({}, { button: 'Allow' });
    });
    const { tokens } = await step('redeem', () => dashboard.redeem());
    if (!tokens) return 'no-token';
    const call = () => dashboard.get(`${gateway}/invoices`);
    await step('call', call);
    await step('call-again', call);
    await step('revoke', () => revoke(cast, tokens.accessToken));
    await step('too-soon', call);
    world.clock.advance(30);
    await step('later', call);

    await step('stranger', () => introspect(cast, 'attacker', tokens.accessToken));
    const forPayments = await mintAccessToken({ sub: 'alice', scope: 'payment_read', audience: PAYMENTS });
    const { id, secret } = CLIENTS.invoices;
    await step('other-api', () =>
      introspect(cast, 'invoices', forPayments, [['Authorization', formatClientBasic({ user: id, password: secret })]]),
    );

    const trace = world.trace();
    if (!reads(trace, 'call') && !reads(trace, 'call-again')) return 'no-token';
    const [message] = messagesOf(trace, 'revoke');
    const given = message?.to === 'as' && answered(message, 200) && field(parseForm(message.request.body), 'token') === tokens.accessToken;
    if (reads(trace, 'later')) return given ? 'lives-on' : 'not-revoked';
    if (!given || !ended(trace, 'later')) return 'not-seen';
    return reads(trace, 'too-soon') ? 'ended-late' : ended(trace, 'too-soon') ? 'ended-at-once' : 'not-seen';
  },
});
