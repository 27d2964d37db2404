import type { Cast } from '#engine/actors/cast.ts';
import { readTokenResponse } from '#engine/actors/client/token-outcome.ts';
import { field, parseForm } from '#engine/http/form.ts';
import { isJsonObject, parseStrictJson } from '#engine/http/strict-json.ts';
import type { HttpRequest, HttpResponse } from '#engine/http/message.ts';
import { defineLab } from '#engine/player/play.ts';
import { ID_TOKEN_CHECKS } from '#engine/protocol/token/id-token.ts';
import { decodeCompact } from '#engine/protocol/token/jws.ts';
import { holdsInvoices, messagesOf } from '#engine/trace/outcomes.ts';
import type { CheckId } from '#engine/checks/catalogue.ts';
import type { Exchange, Trace } from '#engine/trace/trace.ts';

const TOKEN_ENDPOINT = 'https://as.lab.test/token';

/** A request with a code that came to the site of the attacker: whatever the app proves itself with is in it. */
function caughtRedemption({ attacker }: Cast): HttpRequest | undefined {
  return attacker.received().find(({ method, body }) => method === 'POST' && field(parseForm(body), 'code') !== undefined);
}

/** Sends what was caught to where it was meant for. */
async function redeemCaught({ attacker }: Cast, { method, headers, body }: HttpRequest): Promise<string | undefined> {
  const kept = headers.filter(([name]) => name.toLowerCase() !== 'traceparent');
  const { response } = await attacker.send({ method, url: TOKEN_ENDPOINT, headers: kept, body });
  return readTokenResponse(response).tokens?.accessToken;
}

/** Whether the app itself refused an answer that was changed on its way, for that reason. */
function noticed(exchange: Exchange, checks: readonly CheckId[]): boolean {
  return (
    exchange.onPath !== undefined &&
    exchange.checks.some(({ check, party, outcome }) => party === 'app' && outcome === 'failed' && checks.includes(check))
  );
}

function noticedIn(trace: Trace, step: string, checks: readonly CheckId[]): boolean {
  return messagesOf(trace, step).some((exchange) => noticed(exchange, checks));
}

/** The amounts of a list of invoices; undefined where it is none. */
function amounts(response: HttpResponse): string | undefined {
  if (!holdsInvoices(response)) return undefined;
  const parsed = parseStrictJson(response.body);
  const list = parsed.ok && isJsonObject(parsed.value) ? parsed.value['invoices'] : undefined;
  return Array.isArray(list) ? list.map((invoice) => (isJsonObject(invoice) ? JSON.stringify(invoice['amount']) : '')).join() : undefined;
}

/** Whether the app took a list of invoices in which an amount is another than the API said. */
function tookOtherAmounts({ onPath, response }: Exchange): boolean {
  const took = response && amounts(response);
  return onPath !== undefined && took !== undefined && took !== amounts(onPath.given);
}

/** Whom the ID token of a token response names; undefined where there is none that could be read. */
function namedIn(response: HttpResponse | undefined): unknown {
  const { tokens } = readTokenResponse(response ?? { status: 0, headers: [], body: '' });
  return decodeCompact(tokens?.idToken ?? '')?.claims['sub'];
}

export default defineLab({
  id: 'on-the-path',
  title: 'A proxy that rewrites answers',
  summary: 'The app calls out through a proxy, and the proxy is yours. Change what comes back, and find out what the app notices.',
  teaches: ['rp.metadata-issuer', ...ID_TOKEN_CHECKS, 'rp.userinfo-subject'],
  switches: [
    'rp.metadata-issuer',
    'rp.id-token-signature',
    'rp.id-token-nonce',
    'rp.id-token-audience',
    'rp.id-token-at-hash',
    'rp.userinfo-subject',
  ],
  onPath: { party: 'attacker', answersTo: ['app'] },
  parties: ['browser', 'attacker', 'app', 'as', 'gateway', 'invoices'],
  ends: 'as-sent',
  endings: {
    'as-sent': 'The app reads the invoices. No answer that it took was changed on its way.',
    'changed-taken': 'The app reads the invoices, and has taken an answer that was changed on its way.',
    noticed: 'The app notices that something is wrong with an answer, and goes no further.',
    'no-code': 'No code comes back to the app, so there is nothing to redeem.',
    caught: 'The app has sent its code, its verifier and its secret to the attacker, who reads invoices as alice.',
    stopped: 'The app does not get to the invoices.',
  },
  steps: [
    {
      id: 'discover',
      title: 'The app reads the metadata',
      text: 'Turn on Hold answers and send. The metadata says where everything is. Change issuer, then change token_endpoint to https://evil.lab.test/token instead.',
      predict: {
        question: 'The proxy changes token_endpoint in the metadata to an address of its own, and nothing else. What does the app do?',
        choices: [
          {
            text: 'It refuses: the metadata does not belong to its issuer',
            right: false,
            because: 'It compares issuer with the address it asked, and the two are equal. No check looks at the other addresses.',
          },
          {
            text: 'It goes on, and later sends the code to that address',
            right: true,
            because: 'Metadata is believed because it came over TLS from the right host. Whoever ends TLS in between can write it.',
          },
          {
            text: 'It goes on with the address it had before',
            right: false,
            because: 'Then reading the metadata would be pointless. An app reads it to learn the addresses from it.',
          },
        ],
      },
    },
    {
      id: 'log-in',
      title: 'Alice logs in',
      text: 'Her browser does not use the proxy. Nothing she sees is changed, unless the metadata has sent her somewhere else.',
    },
    {
      id: 'redeem',
      title: 'The app redeems the code',
      text: 'Hold this answer. Open id_token, let sub be carol, and choose who signs. Or leave it alone and put another text into access_token.',
      predict: {
        question: 'The proxy leaves the ID token as it is, and puts another access token beside it. What does the app say?',
        choices: [
          {
            text: 'Nothing: the ID token is genuine',
            right: false,
            because: 'It is, and it says more than who logged in. Look for at_hash.',
          },
          {
            text: 'It refuses: the ID token names the access token it came with',
            right: true,
            because: 'at_hash is a hash over the access token, inside what the issuer has signed.',
          },
          {
            text: 'It refuses: the access token is not signed by the issuer',
            right: false,
            because: 'Apps do not look into access tokens. They are for the API.',
          },
        ],
      },
    },
    {
      id: 'spend-code',
      title: 'The attacker redeems what was caught',
      text: 'Only where the app was led astray: code, verifier and client secret then came together, in one message. The real server has no reason to refuse them.',
    },
    { id: 'attacker-reads', title: 'The attacker reads the invoices', text: 'With tokens that alice meant for the app.' },
    {
      id: 'who',
      title: 'The app asks who logged in',
      text: 'UserInfo is not signed here. Change sub in the answer, then change only name.',
    },
    {
      id: 'read',
      title: 'The app reads the invoices',
      text: 'Change an amount in the answer. Think about what the app could compare it with.',
    },
  ],
  goals: [
    {
      id: 'issuer-noticed',
      text: 'Change the metadata so that the app notices.',
      reached: (trace) => noticedIn(trace, 'discover', ['rp.metadata-issuer']),
    },
    {
      id: 'caught',
      text: 'Change the metadata so that the app does not notice, and read invoices as alice.',
      reached: (trace, outcome) => outcome === 'caught' && messagesOf(trace, 'discover').some(({ onPath }) => onPath !== undefined),
    },
    {
      id: 'identity-noticed',
      text: 'Change who logged in, and have the app refuse the ID token for its signature.',
      reached: (trace) =>
        messagesOf(trace, 'redeem').some((exchange) => {
          const named = namedIn(exchange.response);
          return noticed(exchange, ['rp.id-token-signature']) && named !== undefined && named !== namedIn(exchange.onPath?.given);
        }),
    },
    {
      id: 'swap-noticed',
      text: 'Swap the access token, and have the app notice by a genuine ID token.',
      reached: (trace) =>
        messagesOf(trace, 'redeem').some(
          (exchange) => noticed(exchange, ['rp.id-token-at-hash']) && !noticed(exchange, ['rp.id-token-signature']),
        ),
    },
    {
      id: 'subject-noticed',
      text: 'Have the app refuse what UserInfo says.',
      reached: (trace) => noticedIn(trace, 'who', ['rp.userinfo-subject']),
    },
    {
      id: 'amount-taken',
      text: 'Change an amount that the app takes for the truth.',
      reached: (trace) => messagesOf(trace, 'read').some(tookOtherAmounts),
    },
  ],
  async play(cast) {
    const { app, attacker, browser, gateway, step, world } = cast;
    const { refused } = await step('discover', () => app.discover());
    if (refused !== undefined) return 'noticed';
    await step('log-in', async () => {
      await browser.navigate(app.authorizationRequest());
      await browser.submit({ username: 'alice', password: 'wonderland' }, { button: 'Log in' });
      await browser.submit({}, { button: 'Allow' });
    });
    if (app.received?.code === undefined) return 'no-code';
    const { tokens } = await step('redeem', () => app.redeem());
    const caught = caughtRedemption(cast);
    if (caught) {
      const stolen = await step('spend-code', () => redeemCaught(cast, caught));
      if (stolen !== undefined) {
        const answer = await step('attacker-reads', () => attacker.get(`${gateway}/invoices`, stolen));
        if (holdsInvoices(answer)) return 'caught';
      }
    }
    if (!tokens) return messagesOf(world.trace(), 'redeem').some((exchange) => noticed(exchange, ID_TOKEN_CHECKS)) ? 'noticed' : 'stopped';
    const { refused: unlike } = await step('who', () => app.userInfo());
    if (unlike === 'rp.userinfo-subject') return 'noticed';
    const invoices = await step('read', () => app.get(`${gateway}/invoices`));
    if (!holdsInvoices(invoices)) return 'stopped';
    return messagesOf(world.trace()).some(({ onPath }) => onPath !== undefined) ? 'changed-taken' : 'as-sent';
  },
});
