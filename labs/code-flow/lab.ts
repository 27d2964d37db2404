import { defineLab } from '#engine/player/play.ts';
import { ID_TOKEN_CHECKS } from '#engine/protocol/token/id-token.ts';
import { AUTHORIZE_CHECKS } from '#engine/services/authorization-server/authorize/authorize.ts';
import { CODE_CHECKS } from '#engine/services/authorization-server/token/authorization-code.ts';
import { answered, failedChecks, messagesOf, refusedFor, holdsInvoices } from '#engine/trace/outcomes.ts';

export default defineLab({
  id: 'code-flow',
  title: 'Authorization code with PKCE',
  summary:
    'Alice lets the Ledger app read her invoices. Her browser carries a code, the app redeems it, and every parameter can be changed on its way.',
  teaches: [
    'rp.metadata-issuer',
    'http.parameter-once',
    'http.no-store',
    'http.escape-html',
    'http.no-referrer',
    'http.session-cookie',
    ...AUTHORIZE_CHECKS,
    'login.form-token',
    'login.password',
    'login.session-renewed',
    'consent.parameters-bound',
    'consent.shown',
    'consent.client-described',
    'authorize.iss-returned',
    'authorize.redirect-303',
    'authorize.no-framing',
    'rp.state',
    'rp.issuer-response',
    'rp.callback-clean',
    'client.authenticated',
    'client.secret',
    'token.grant-allowed',
    ...CODE_CHECKS,
    'token.audience-restricted',
    ...ID_TOKEN_CHECKS,
    'userinfo.scope',
    'rp.userinfo-subject',
  ],
  switches: [
    'authorize.redirect-uri-exact',
    'authorize.pkce-required',
    'authorize.pkce-method',
    'login.form-token',
    'consent.shown',
    'rp.state',
    'rp.issuer-response',
    'client.secret',
    'token.code-fresh',
    'token.code-redirect-uri',
    'token.pkce-verifier',
    'rp.id-token-nonce',
  ],
  onPath: { party: 'attacker', answersTo: ['browser', 'app'] },
  parties: ['browser', 'app', 'as', 'gateway', 'invoices'],
  ends: 'invoices-read',
  endings: {
    'invoices-read': 'The app reads the invoices. It has never seen the password of alice.',
    'no-code': 'No code comes back to the app, so there is nothing to redeem.',
    'no-metadata': 'The app does not trust the metadata it got, and begins no login.',
    'no-tokens': 'The app has a code and gets no tokens it accepts.',
    'call-refused': 'The app has tokens, and the API refuses its call.',
  },
  steps: [
    {
      id: 'discover',
      title: 'The app asks where to send alice',
      text: 'The authorization server publishes its addresses and what it supports. The app reads them once.',
    },
    {
      id: 'authorize',
      title: 'Alice’s browser goes to the authorization server',
      text: 'The app has made a fresh code_verifier and keeps it. Its hash goes along in the address. Try another redirect_uri, or take the code_challenge away.',
      predict: {
        question: 'Somebody changes redirect_uri to a site of their own. What does the authorization server do?',
        choices: [
          {
            text: 'It sends an error to that site',
            right: false,
            because: 'Then the stranger would get an answer. Nothing may be sent to an address that is not registered.',
          },
          {
            text: 'It shows an error to alice and sends nothing on',
            right: true,
            because: 'The address equals no registered one, so there is nobody it could safely answer.',
          },
          {
            text: 'It sends the code to the registered address instead',
            right: false,
            because: 'A request that was tampered with is not mended. It is refused.',
          },
        ],
      },
    },
    {
      id: 'log-in',
      title: 'Alice logs in',
      text: 'The password goes to the authorization server and nowhere else. The page after it is asked for with GET, so no form travels on.',
    },
    {
      id: 'consent',
      title: 'Alice says yes',
      text: 'She has seen which app asks for what. Her browser brings the code back to the app, which compares state and iss.',
    },
    {
      id: 'redeem',
      title: 'The app redeems the code',
      text: 'This message goes straight to the authorization server, and the verifier shows itself for the first time. Change one character of it.',
      predict: {
        question: 'One character of the code_verifier is wrong. What happens?',
        choices: [
          {
            text: 'The code is refused: the verifier does not fit the challenge',
            right: true,
            because: 'The server hashes the verifier and compares. One character changes the whole hash.',
          },
          {
            text: 'It still works: the client secret is right',
            right: false,
            because: 'The secret says which app redeems the code. The verifier says who began the request. Both are asked.',
          },
          {
            text: 'The server asks alice to log in again',
            right: false,
            because: 'Alice has no part in this message. The app gets an error.',
          },
        ],
      },
    },
    {
      id: 'who',
      title: 'The app asks who logged in',
      text: 'The access token opens UserInfo because it holds the scope openid. The app compares the subject with the one in the ID token.',
    },
    {
      id: 'call-api',
      title: 'The app reads the invoices',
      text: 'With the same access token. Gateway and API check it, each by itself.',
    },
  ],
  goals: [
    {
      id: 'redirect-refused',
      text: 'Have the authorization server refuse a redirect_uri and redirect nowhere.',
      reached: (trace) => messagesOf(trace, 'authorize').some((message) => refusedFor(message, 400, 'authorize.redirect-uri-exact')),
    },
    {
      id: 'verifier-refused',
      text: 'Have the code refused because of its verifier alone.',
      reached: (trace) =>
        messagesOf(trace, 'redeem').some((message) => answered(message, 400) && failedChecks(message).join() === 'token.pkce-verifier'),
    },
    {
      id: 'invoices-read',
      text: 'Read the invoices with an access token that came from a code.',
      reached: (trace) => messagesOf(trace, 'call-api').some((message) => answered(message, 200)),
    },
  ],
  async play({ app, browser, gateway, step }) {
    const metadata = await step('discover', () => app.discover());
    if (metadata.refused !== undefined) return 'no-metadata';
    await step('authorize', () => browser.navigate(app.authorizationRequest()));
    await step('log-in', () => browser.submit({ username: 'alice', password: 'wonderland' }, { button: 'Log in' }));
    await step('consent', () => browser.submit({}, { button: 'Allow' }));
    if (app.received?.code === undefined) return 'no-code';
    const { tokens } = await step('redeem', () => app.redeem());
    if (!tokens) return 'no-tokens';
    await step('who', () => app.userInfo());
    const invoices = await step('call-api', () => app.get(`${gateway}/invoices`));
    return holdsInvoices(invoices) ? 'invoices-read' : 'call-refused';
  },
});
