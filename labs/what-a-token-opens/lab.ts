import { base64url, utf8 } from '#engine/http/encoding.ts';
import { decodeCompact } from '#engine/protocol/token/jws.ts';
import { defineLab } from '#engine/player/play.ts';
import { CLIENT_CHECKS } from '#engine/services/authorization-server/client/client-authentication.ts';
import { REFRESH_CHECKS } from '#engine/services/authorization-server/token/refresh-token.ts';
import { answered, failedChecks, messagesOf, refusedFor, holdsInvoices } from '#engine/trace/outcomes.ts';

/** A token with another subject. Its signature stays, because the attacker cannot make a new one. */
function rewritten(token: string, sub: string): string {
  const decoded = decodeCompact(token);
  const [header = ''] = token.split('.');
  return decoded ? `${header}.${base64url(utf8(JSON.stringify({ ...decoded.claims, sub })))}.${decoded.signature}` : token;
}

export default defineLab({
  id: 'what-a-token-opens',
  title: 'What a token opens',
  summary: 'An app gets a token and uses it. An attacker rewrites a copy. Then the app asks for more than the token holds.',
  teaches: [
    ...CLIENT_CHECKS,
    'client.secret',
    'token.grant-allowed',
    ...REFRESH_CHECKS,
    'jwt.signature',
    'jwt.expiry',
    'gateway.scope',
    'api.scope',
    'api.object',
  ],
  switches: ['jwt.signature', 'jwt.audience', 'jwt.expiry', 'gateway.scope', 'api.scope', 'api.object', 'api.tenant', 'api.policy'],
  parties: ['attacker', 'app', 'as', 'gateway', 'invoices'],
  ends: 'read-and-no-more',
  endings: {
    'read-and-no-more': 'The app reads what alice allowed. The rewritten copy and the attempt to write are refused.',
    'copy-accepted': 'The rewritten copy is accepted. The attacker reads invoices as carol.',
    'more-accepted': 'The app writes an invoice.',
    'no-token': 'The authorization server gives the app no token, so the app stops here.',
    'no-invoices': 'The app cannot read the invoices with its own token.',
  },
  steps: [
    {
      id: 'get-token',
      title: 'The app gets a token',
      text: 'Alice has allowed the Ledger app to read invoices. The app asks for a fresh access token and says how much it needs.',
    },
    {
      id: 'use-token',
      title: 'The app uses it',
      text: 'The token goes along in a header. The gateway checks it, passes it on, and the API checks it once more.',
    },
    {
      id: 'rewrite',
      title: 'An attacker rewrites a copy',
      text: 'The attacker has a copy of the token and has put carol where alice stood. The signature is still the old one. Open the token to see it.',
      predict: {
        question: 'The rewritten copy reaches the gateway. What happens?',
        choices: [
          {
            text: 'The attacker reads the invoices of carol',
            right: false,
            because: 'The claims do say carol. But the gateway believes them only after the signature over them verifies.',
          },
          {
            text: 'The gateway refuses: the token was changed after it was signed',
            right: true,
            because: 'The signature was made over the claims that named alice. Over any others it does not verify.',
          },
          {
            text: 'The gateway refuses: carol is not a user of this app',
            right: false,
            because: 'The gateway never gets as far as asking who carol is. It does not believe the name.',
          },
        ],
      },
    },
    {
      id: 'ask-more',
      title: 'The app asks for more',
      text: 'The same genuine token, but now to write an invoice. Predict what happens, or change the scope first and choose who signs.',
      predict: {
        question: 'The token is genuine. Will it do to write an invoice?',
        choices: [
          {
            text: 'Yes: the gateway knows the app and alice',
            right: false,
            because: 'It does know them. Knowing who asks is not the same as having been told what they may do.',
          },
          {
            text: 'No: the token may read, and this route asks for another scope',
            right: true,
            because: 'The answer is 403. Nothing is wrong with the token; it was not issued for this.',
          },
          {
            text: 'No: a token can be used only once',
            right: false,
            because: 'An access token can be used until it expires. This one has been used before, and that is fine.',
          },
        ],
      },
    },
  ],
  goals: [
    {
      id: 'copy-refused',
      text: 'See the rewritten copy refused because its signature does not fit.',
      reached: (trace) => messagesOf(trace, 'rewrite').some((message) => refusedFor(message, 401, 'jwt.signature')),
    },
    {
      id: 'more-refused',
      text: 'See a genuine token refused because its scope is too small.',
      reached: (trace) =>
        messagesOf(trace, 'ask-more').some((message) => answered(message, 403) && failedChecks(message).join() === 'gateway.scope'),
    },
    {
      id: 'more-accepted',
      text: 'Make message 4 succeed: add invoice_write to the scope of the token, and have the issuer sign it.',
      reached: (trace) => messagesOf(trace, 'ask-more').some((message) => answered(message, 201)),
    },
  ],
  async play({ app, attacker, gateway, step }) {
    const { tokens } = await step('get-token', () => app.refresh({ scope: 'invoice_read' }));
    if (!tokens) return 'no-token';
    const read = await step('use-token', () => app.get(`${gateway}/invoices`));
    const copy = await step('rewrite', () => attacker.get(`${gateway}/invoices`, rewritten(tokens.accessToken, 'carol')));
    const write = await step('ask-more', () => app.post(`${gateway}/invoices`, { customer: 'C-204', amount: 120 }));
    if (holdsInvoices(copy)) return 'copy-accepted';
    if (write.status === 201) return 'more-accepted';
    return holdsInvoices(read) ? 'read-and-no-more' : 'no-invoices';
  },
});
