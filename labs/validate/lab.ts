import type { CheckId } from '#engine/checks/catalogue.ts';
import { defineLab } from '#engine/player/play.ts';
import { ACCESS_TOKEN_CHECKS } from '#engine/protocol/token/access-token.ts';
import { bearerFromRequest } from '#engine/protocol/message/bearer.ts';
import { decodeCompact } from '#engine/protocol/token/jws.ts';
import { answered, failedChecks, messagesOf, passedAt, refusedFor } from '#engine/trace/outcomes.ts';
import type { Exchange } from '#engine/trace/trace.ts';

const TIME: readonly CheckId[] = ['jwt.expiry', 'jwt.not-before', 'jwt.issued-at'];

/** The checks that failed, without the one that only sums up the others at the API. */
function faults(message: Exchange): CheckId[] {
  return failedChecks(message).filter((check) => check !== 'api.own-validation');
}

/** Whether the token of a message was over when it arrived. */
function pastExpiry({ request, at }: Exchange): boolean {
  const exp = decodeCompact(bearerFromRequest(request)[0]?.token ?? '')?.claims['exp'];
  return typeof exp === 'number' && at >= exp * 1000;
}

export default defineLab({
  id: 'validate',
  title: 'Validating a JWT',
  summary:
    'The app calls the gateway with a genuine token. Change any claim, choose who signs, move the clock, and read which check refuses.',
  teaches: [...ACCESS_TOKEN_CHECKS, 'gateway.strip-headers', 'api.own-validation', 'api.object', 'api.tenant'],
  switches: [
    'jwt.algorithm',
    'jwt.algorithm-key',
    'jwt.signature',
    'jwt.type',
    'jwt.issuer',
    'jwt.audience',
    'jwt.expiry',
    'jwt.required-claims',
    'gateway.strip-headers',
    'api.own-validation',
    'api.object',
    'api.tenant',
  ],
  parties: ['app', 'as', 'gateway', 'invoices'],
  ends: 'every-call-answered',
  endings: {
    'every-call-answered': 'Every call is answered: the token passes each check, at the gateway and at the API.',
    'a-call-refused': 'At least one call is refused. The failed check says why.',
    'no-token': 'The authorization server gives the app no token, so there is nothing to validate.',
  },
  steps: [
    {
      id: 'get-token',
      title: 'The app gets a token',
      text: 'The authorization server signs an access token for alice. It lives for 5 minutes.',
    },
    {
      id: 'call',
      title: 'The app calls the gateway',
      text: 'Open the token in this message. Change one claim, such as aud, and choose what happens to the signature.',
      predict: {
        question: 'You let the issuer sign a token whose aud names the payments API. Who refuses it?',
        choices: [
          {
            text: 'The gateway: the token is meant for someone else',
            right: true,
            because: 'The gateway brings the audience it expects, and compares. The signature was right, and still not enough.',
          },
          {
            text: 'The invoices API: it never saw alice log in',
            right: false,
            because: 'No API sees a login. And this request does not come as far as the API.',
          },
          {
            text: 'Nobody: the signature is right',
            right: false,
            because: 'The signature says who issued a token. It does not say for whom.',
          },
        ],
      },
    },
    {
      id: 'one-invoice',
      title: 'The app opens one invoice',
      text: 'The same token, for a single invoice. Try sub, department or tenant here, signed as the issuer would: now the API decides, not the gateway.',
    },
    {
      id: 'later',
      title: 'The app calls again, later',
      text: 'Leave the token alone and move the clock on by 5 minutes. Its time is up, and it is still accepted: clocks may differ by 30 seconds. Move on another minute, and see which check notices.',
    },
    {
      id: 'straight',
      title: 'A call that goes around the gateway',
      text: 'This request goes straight to the API. It asks every question again, because it takes nobody’s word for the answers.',
    },
  ],
  goals: [
    {
      id: 'audience-refused',
      text: 'Have a token refused because it is meant for someone else.',
      reached: (trace) => messagesOf(trace).some((message) => refusedFor(message, 401, 'jwt.audience')),
    },
    {
      id: 'time-only',
      text: 'Get a 401 where time is the only check that failed.',
      reached: (trace) =>
        messagesOf(trace).some(
          (message) => answered(message, 401) && faults(message).length > 0 && faults(message).every((check) => TIME.includes(check)),
        ),
    },
    {
      id: 'leeway-used',
      text: 'Have a token accepted that is past its exp, because clocks may differ a little.',
      reached: (trace) =>
        messagesOf(trace).some((message) => answered(message, 200) && pastExpiry(message) && passedAt(message, 'gateway', 'jwt.expiry')),
    },
    {
      id: 'signature-only',
      text: 'Change a claim so that the signature is the only check that fails.',
      reached: (trace) => messagesOf(trace).some((message) => answered(message, 401) && faults(message).join() === 'jwt.signature'),
    },
    {
      id: 'api-decides',
      text: 'Get past the gateway and be refused by the API alone.',
      reached: (trace) =>
        trace.exchanges.some(
          (exchange) =>
            exchange.from === 'gateway' &&
            exchange.to === 'invoices' &&
            (exchange.response?.status ?? 0) >= 400 &&
            failedChecks(exchange).length > 0,
        ),
    },
  ],
  async play({ app, gateway, invoices, step }) {
    const { tokens } = await step('get-token', () => app.refresh());
    if (!tokens) return 'no-token';
    const answers = [
      await step('call', () => app.get(`${gateway}/invoices`)),
      await step('one-invoice', () => app.get(`${gateway}/invoices/inv-1001`)),
      await step('later', () => app.get(`${gateway}/invoices`)),
      await step('straight', () => app.get(`${invoices}/invoices`)),
    ];
    return answers.every(({ status }) => status === 200) ? 'every-call-answered' : 'a-call-refused';
  },
});
