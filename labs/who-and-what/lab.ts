import { defineLab } from '#engine/player/play.ts';
import { answered, failedChecks, messagesOf, passedAt, refusedFor, holdsInvoices } from '#engine/trace/outcomes.ts';

export default defineLab({
  id: 'who-and-what',
  title: 'Who asks, and what they may do',
  summary: 'The same API, asked four times: by nobody, by somebody who cannot prove it, for too much, and rightly.',
  teaches: [
    'http.method',
    'http.no-store',
    'gateway.path-normal',
    'gateway.route-known',
    'gateway.credential',
    'bearer.one-place',
    'bearer.not-in-query',
    'jwt.compact-form',
    'jwt.header-json',
    'jwt.signature',
    'gateway.scope',
  ],
  switches: ['gateway.scope', 'api.scope', 'jwt.signature', 'bearer.not-in-query', 'bearer.one-place', 'gateway.path-normal'],
  parties: ['app', 'gateway', 'invoices'],
  ends: 'known-and-allowed',
  endings: {
    'known-and-allowed': 'The last request says who asks and asks for what they may do. The API answers it.',
    'not-answered': 'The last request is refused as well.',
  },
  steps: [
    {
      id: 'nobody',
      title: 'A request from nobody',
      text: 'The app asks for the invoices and sends no credential. Look at what the answer asks for, and at the checks that are not reached.',
      predict: {
        question: 'No credential comes along. What does the gateway answer?',
        choices: [
          {
            text: '403: nobody may not read invoices',
            right: false,
            because: 'To say no to somebody, the gateway would have to know who it is. It does not.',
          },
          {
            text: '401, and it says which credential it wants',
            right: true,
            because: 'A 401 always carries a challenge. Here it names Bearer and gives no error, because nothing was wrong yet.',
          },
          {
            text: '404: it hides that there are invoices',
            right: false,
            because: 'Some servers do that. This one says openly that a credential would help.',
          },
        ],
      },
    },
    {
      id: 'made-up',
      title: 'A credential nobody issued',
      text: 'The app sends a token it has made up. Compare the challenge with the one before.',
    },
    {
      id: 'too-much',
      title: 'The right person, the wrong request',
      text: 'Now the token is genuine, issued for alice to read. The app uses it to write an invoice. Try another scope, and choose who signs.',
      predict: {
        question: 'The token is genuine and in date, but it may only read. The app wants to write. What does the gateway answer?',
        choices: [
          {
            text: '401: the app has to log in again',
            right: false,
            because: 'The gateway knows who asks. Logging in again would give the same token with the same scope.',
          },
          {
            text: '403: it knows who asks, and says no',
            right: true,
            because: 'Every check of the token passed. The scope is the first that did not.',
          },
          {
            text: '201: the token is genuine, so the invoice is made',
            right: false,
            because: 'A genuine token opens what it was issued for. Writing was not in it.',
          },
        ],
      },
    },
    {
      id: 'right',
      title: 'The right request',
      text: 'The same token, for what it was issued for. Both questions have an answer now, in this order.',
    },
  ],
  goals: [
    {
      id: 'challenged',
      text: 'Get a 401 for a request without a credential, where no check of authorization is reached.',
      reached: (trace) =>
        messagesOf(trace).some(
          (message) =>
            refusedFor(message, 401, 'gateway.credential') &&
            message.checks.some(({ check, outcome }) => check === 'gateway.scope' && outcome === 'not-reached'),
        ),
    },
    {
      id: 'not-believed',
      text: 'Get a 401 for a token that does not pass.',
      reached: (trace) =>
        messagesOf(trace).some((message) => answered(message, 401) && failedChecks(message).some((check) => check.startsWith('jwt.'))),
    },
    {
      id: 'refused-for-scope',
      text: 'Get a 403 from a request whose token passed every check.',
      reached: (trace) =>
        messagesOf(trace).some(
          (message) =>
            answered(message, 403) && failedChecks(message).join() === 'gateway.scope' && passedAt(message, 'gateway', 'jwt.signature'),
        ),
    },
  ],
  async play({ app, gateway, mintAccessToken, step }) {
    await step('nobody', () => app.get(`${gateway}/invoices`));
    await step('made-up', () => app.get(`${gateway}/invoices`, 'let-me-in-please'));
    const token = await mintAccessToken({ sub: 'alice', scope: 'invoice_read' });
    await step('too-much', () => app.post(`${gateway}/invoices`, { customer: 'C-204', amount: 120 }, token));
    const invoices = await step('right', () => app.get(`${gateway}/invoices`, token));
    return holdsInvoices(invoices) ? 'known-and-allowed' : 'not-answered';
  },
});
