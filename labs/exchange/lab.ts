import type { Cast } from '#engine/actors/cast.ts';
import { readTokenResponse } from '#engine/actors/client/token-outcome.ts';
import { formatClientBasic } from '#engine/http/basic.ts';
import { FORM_TYPE, encodeForm } from '#engine/http/form.ts';
import type { HttpResponse } from '#engine/http/message.ts';
import { defineLab } from '#engine/player/play.ts';
import { parseScope } from '#engine/protocol/authorization/scope.ts';
import { decodeCompact } from '#engine/protocol/token/jws.ts';
import { answered, failedChecks, messagesOf, refusedFor } from '#engine/trace/outcomes.ts';
import type { Exchange, Trace } from '#engine/trace/trace.ts';
import { CLIENTS } from '#engine/world/clients.ts';
import { PAYMENTS } from '#engine/world/parties.ts';

/** A service trades in the token that it was sent for one that fits its next call. RFC 8693 §2.1 */
async function exchange(
  { send }: Cast,
  service: 'gateway' | 'invoices',
  subjectToken: string,
  { audience, scope }: { readonly audience: string; readonly scope: string },
): Promise<string | undefined> {
  const { id, secret } = CLIENTS[service];
  const { response } = await send(service, {
    method: 'POST',
    url: 'https://as.lab.test/token',
    headers: [['Authorization', formatClientBasic({ user: id, password: secret })], FORM_TYPE, ['Accept', 'application/json']],
    body: encodeForm([
      ['grant_type', 'urn:ietf:params:oauth:grant-type:token-exchange'],
      ['subject_token', subjectToken],
      ['subject_token_type', 'urn:ietf:params:oauth:token-type:access_token'],
      ['audience', audience],
      ['scope', scope],
    ]),
  });
  return readTokenResponse(response).tokens?.accessToken;
}

/** A service calls the next one with the token it got for that. */
async function callNext(
  { send }: Cast,
  service: 'gateway' | 'invoices',
  request: { readonly method: 'GET' | 'POST'; readonly url: string; readonly body?: string; readonly key?: string },
  token: string,
): Promise<HttpResponse> {
  const { method, url, body = '', key } = request;
  const headers = [
    ['Authorization', `Bearer ${token}`] as const,
    ['Accept', 'application/json'] as const,
    ...(body === '' ? [] : [['Content-Type', 'application/json'] as const]),
    ...(key === undefined ? [] : [['Idempotency-Key', key] as const]),
  ];
  return (await send(service, { method, url, headers, body })).response;
}

function issuedIn({ response }: Exchange): { readonly scope: readonly string[]; readonly act: unknown } | undefined {
  const { tokens } = readTokenResponse(response ?? { status: 0, headers: [], body: '' });
  if (!tokens) return undefined;
  const { scope, act } = decodeCompact(tokens.accessToken)?.claims ?? {};
  return { scope: parseScope(typeof scope === 'string' ? scope : ''), act };
}

function accepted(trace: Trace): boolean {
  return messagesOf(trace, 'pay').some((message) => message.to === 'payments' && answered(message, 201));
}

/** Whether a token says that the invoices API acts, and that the gateway did before. */
function namesBoth(act: unknown): boolean {
  return JSON.stringify(act) === JSON.stringify({ sub: CLIENTS.invoices.id, act: { sub: CLIENTS.gateway.id } });
}

export default defineLab({
  id: 'exchange',
  title: 'A token for each hop',
  summary:
    'A payment passes three services. Each trades the token it got for one that fits its next call, and none gets more than came in.',
  teaches: [
    'exchange.subject-token',
    'exchange.token-type',
    'exchange.actor',
    'exchange.scope-narrower',
    'exchange.target',
    'exchange.actor-chain',
    'jwt.audience',
    'api.trust-zone',
    'api.actor',
    'api.original-subject',
    'api.function',
    'api.request-once',
  ],
  switches: [
    'exchange.subject-token',
    'exchange.token-type',
    'exchange.actor',
    'exchange.scope-narrower',
    'exchange.target',
    'exchange.actor-chain',
    'jwt.audience',
    'api.actor',
    'api.policy',
  ],
  parties: ['attacker', 'app', 'as', 'gateway', 'invoices', 'payments'],
  ends: 'accepted-narrowly',
  endings: {
    'accepted-narrowly': 'The payment is accepted in the name of alice. Nobody on the way got a token for more than that.',
    'accepted-widely': 'The payment is accepted. Somebody on the way got a token for more than was granted.',
    'leak-used': 'The token that leaked at the last service opens something else.',
    'not-accepted': 'The payment is not accepted. One hop got no token for the next, or was refused with it.',
  },
  steps: [
    {
      id: 'call',
      title: 'The app reads the invoices of alice',
      text: 'Its token is for the gateway, and opens all that alice allowed: reading invoices, and paying. Look at the message inside in which the gateway trades it in before it passes the call on.',
    },
    {
      id: 'first-exchange',
      title: 'Alice pays, so the gateway trades the token in again',
      text: 'This time it asks for a token that may pay as well. Open the new one: aud is another, sub is still alice, and act says who acts for her.',
    },
    {
      id: 'invoice',
      title: 'The gateway asks for the invoice',
      text: 'The token of the app does not come this far. What comes here is meant for here.',
    },
    {
      id: 'second-exchange',
      title: 'The invoices API trades its token in',
      text: 'It has to pay, and to do nothing else, so it asks for payment_write alone. Try invoice_write as well, then another audience, such as https://evil.lab.test.',
      predict: {
        question: 'The invoices API asks for a scope that was not in the token it got. What does the authorization server do?',
        choices: [
          {
            text: 'It agrees: this service is registered for that scope',
            right: false,
            because: 'It is. But it acts for alice here, and it cannot be given more of hers than it was sent.',
          },
          {
            text: 'It refuses: an exchange only narrows',
            right: true,
            because: 'Or the service with the smallest token could get the largest one, by asking.',
          },
          {
            text: 'It asks alice',
            right: false,
            because: 'She is not here. No browser takes part in an exchange.',
          },
        ],
      },
    },
    {
      id: 'pay',
      title: 'The invoices API asks for the payment',
      text: 'Read act from the inside out: first the gateway acted for alice, then the invoices API. The payments API decides by all three.',
    },
    {
      id: 'leak',
      title: 'The attacker finds the last token in a log',
      text: 'It is genuine and in date. The attacker tries it at the gateway.',
      predict: {
        question: 'The token from the last hop has leaked. What can be read with it at the gateway?',
        choices: [
          {
            text: 'All that alice allowed the app',
            right: false,
            because: 'That would hold if every hop had passed the first token on. This one was made for the last call alone.',
          },
          {
            text: 'Nothing: it is meant for the payments API',
            right: true,
            because: 'aud names the payments API. The gateway does not take what is meant for somebody else.',
          },
          {
            text: 'Nothing: it was used before',
            right: false,
            because: 'Nobody counts how often an access token is used. Its aud is what is in the way.',
          },
        ],
      },
    },
  ],
  goals: [
    {
      id: 'chain-named',
      text: 'Have the payment accepted with a token that names alice and both services that act for her.',
      reached: (trace) => accepted(trace) && messagesOf(trace, 'second-exchange').some((message) => namesBoth(issuedIn(message)?.act)),
    },
    {
      id: 'leak-refused',
      text: 'See the leaked token refused because it is meant for another API.',
      reached: (trace) => messagesOf(trace, 'leak').some((message) => refusedFor(message, 401, 'jwt.audience')),
    },
    {
      id: 'wider-refused',
      text: 'Have an exchange refused because it asks for more scope than came in.',
      reached: (trace) =>
        [...messagesOf(trace, 'first-exchange'), ...messagesOf(trace, 'second-exchange')].some(
          (message) => answered(message, 400) && failedChecks(message).join() === 'exchange.scope-narrower',
        ),
    },
    {
      id: 'target-refused',
      text: 'Have an exchange refused because the service has no business with that API.',
      reached: (trace) =>
        [...messagesOf(trace, 'first-exchange'), ...messagesOf(trace, 'second-exchange')].some(
          (message) => answered(message, 400) && failedChecks(message).join() === 'exchange.target',
        ),
    },
    {
      id: 'accepted-without-trace',
      text: 'Under Switches, have the payment accepted with a token that does not say who acted.',
      reached: (trace) =>
        accepted(trace) &&
        messagesOf(trace, 'second-exchange').some((message) => issuedIn(message) !== undefined && issuedIn(message)?.act === undefined),
    },
  ],
  async play(cast) {
    const { app, attacker, gateway, invoices, mintAccessToken, step, world } = cast;
    const token = await mintAccessToken({ sub: 'alice', scope: 'invoice_read payment_write' });
    await step('call', () => app.get(`${gateway}/exchanged/invoices`, token));

    const forInvoices = await step('first-exchange', () =>
      exchange(cast, 'gateway', token, { audience: 'invoices-api', scope: 'invoice_read payment_write' }),
    );
    if (forInvoices === undefined) return 'not-accepted';
    await step('invoice', () => callNext(cast, 'gateway', { method: 'GET', url: `${invoices}/invoices/inv-1001` }, forInvoices));
    const forPayments = await step('second-exchange', () =>
      exchange(cast, 'invoices', forInvoices, { audience: 'payments-api', scope: 'payment_write' }),
    );
    if (forPayments === undefined) return 'not-accepted';
    const payment = { method: 'POST', url: `${PAYMENTS}/payments`, body: '{"creditor":"C-204","amount":1280}', key: 'inv-1001' } as const;
    await step('pay', () => callNext(cast, 'invoices', payment, forPayments));
    await step('leak', () => attacker.get(`${gateway}/invoices`, forPayments));

    const trace = world.trace();
    if (messagesOf(trace, 'leak').some((message) => message.to === 'gateway' && answered(message, 200))) return 'leak-used';
    if (!accepted(trace)) return 'not-accepted';
    const wide = [...messagesOf(trace, 'first-exchange'), ...messagesOf(trace, 'second-exchange')].some(
      (message) => issuedIn(message)?.scope.includes('invoice_write') ?? false,
    );
    return wide ? 'accepted-widely' : 'accepted-narrowly';
  },
});
