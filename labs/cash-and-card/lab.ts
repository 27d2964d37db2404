import type { Cast } from '#engine/actors/cast.ts';
import { createCertificateClient } from '#engine/actors/client/certificate-client.ts';
import { createDpopClient } from '#engine/actors/client/dpop-client.ts';
import { createDpopThief } from '#engine/actors/dpop-thief.ts';
import type { HttpResponse } from '#engine/http/message.ts';
import type { CheckId } from '#engine/checks/catalogue.ts';
import { defineLab } from '#engine/player/play.ts';
import { decodeCompact } from '#engine/protocol/token/jws.ts';
import { answered, failedChecks, messagesOf } from '#engine/trace/outcomes.ts';
import type { Trace } from '#engine/trace/trace.ts';
import { IDENTITIES } from '#engine/world/certificates/identities.ts';

/** A client that gets a token bound to a key, and calls an API with it. */
interface BoundClient {
  readonly url: string;
  getToken(): Promise<string | undefined>;
  call(): Promise<HttpResponse>;
}

/** In the last stage the key is the one of a certificate; otherwise the client signs a proof with it for every message. */
function boundClient(cast: Cast): BoundClient {
  const { gateway, stage } = cast;
  if (stage === 'other-certificate') {
    const machine = createCertificateClient(cast, 'payroll');
    // A machine has no invoices of its own. It may read the sums.
    const url = `${gateway}/summary`;
    return {
      url,
      getToken: async () => (await machine.requestToken({ scope: 'invoice_read' })).tokens?.accessToken,
      call: () => machine.get(url),
    };
  }
  const app = createDpopClient(cast, 'app');
  const url = `${gateway}/invoices`;
  return {
    url,
    getToken: async () => (await app.refresh({ refreshToken: cast.app.tokens.refreshToken ?? '' })).tokens?.accessToken,
    call: () => app.get(url),
  };
}

/** What the attacker does with a token that is bound to a key the attacker does not have. */
async function spendBound(cast: Cast, url: string, token: string): Promise<HttpResponse> {
  const { attacker, stage } = cast;
  if (stage === 'as-bearer') return attacker.get(url, token);
  if (stage !== 'other-certificate') return createDpopThief(cast).get(url, token);
  const headers = [['Authorization', `Bearer ${token}`] as const, ['Accept', 'application/json'] as const];
  return (await attacker.send({ method: 'GET', url, headers, body: '' }, IDENTITIES.printer)).response;
}

/** A bearer token: whoever holds it can spend it. */
async function cash({ app, gateway, step }: Cast): Promise<string | undefined> {
  const { tokens } = await step('get-cash', () => app.refresh());
  if (!tokens) return undefined;
  await step('spend', () => app.get(`${gateway}/invoices`));
  return tokens.accessToken;
}

/** Whether an API has answered what was asked of it in this step. */
function opened(trace: Trace, step: string): boolean {
  return messagesOf(trace, step).some((message) => message.to === 'gateway' && answered(message, 200));
}

const BINDINGS: readonly CheckId[] = ['dpop.key-binding', 'dpop.scheme', 'mtls.token-binding'];

export default defineLab({
  id: 'cash-and-card',
  title: 'Cash and card',
  summary:
    'An attacker copies two access tokens. One can be spent by anybody, like cash. The other needs a key as well, like a card its PIN.',
  teaches: ['dpop.key-binding', 'dpop.scheme', 'mtls.token-binding', 'dpop.nonce', 'dpop.replay'],
  switches: ['dpop.key-binding', 'dpop.scheme', 'mtls.token-binding', 'dpop.replay'],
  parties: ['attacker', 'app', 'machine', 'as', 'gateway', 'invoices'],
  ends: 'card-refused',
  endings: {
    'card-refused': 'The attacker has a copy of a bound token, and not its key. The copy opens nothing.',
    'card-spent': 'The attacker reads what only the holder of the key should read.',
    'unbound-spent': 'This token was bound to nothing, so the attacker spends it like cash.',
    'no-card': 'The client gets no token that is bound to a key.',
    'client-reads': 'The client reads with both tokens. Nobody attacks it.',
    'client-stopped': 'The client does not get to what it is allowed to read.',
  },
  steps: [
    {
      id: 'get-cash',
      title: 'The app gets a bearer token',
      text: 'The usual kind. Open it in the answer: it says for whom and for how long, and nothing about who may send it.',
    },
    { id: 'spend', title: 'The app reads the invoices with it', text: 'The token goes along in a header. Nothing else is asked for.' },
    {
      id: 'cash-stolen',
      title: 'The attacker sends a copy',
      text: 'It was in a log. Look for a check that could tell the attacker from the app.',
      predict: {
        question: 'The copy is the same, character for character. Another machine sends it. What does the gateway do?',
        choices: [
          {
            text: 'It refuses: the token was issued to the app',
            right: false,
            because: 'The token names the app in client_id. But nobody asks the sender to prove to be that app.',
          },
          {
            text: 'It answers, as it would answer the app',
            right: true,
            because: 'Bearer means that whoever brings it may use it. The check that could differ is not there.',
          },
          {
            text: 'It refuses: the token was used before',
            right: false,
            because: 'An access token may be used many times until it expires. Nobody counts.',
          },
        ],
      },
    },
    {
      id: 'get-card',
      title: 'The client asks for a token that is bound to its key',
      text: 'With DPoP it signs a proof, and a first answer may only ask it to put a nonce into the proof. With mutual TLS it shows its certificate in the handshake. Look for cnf in the token.',
    },
    {
      id: 'use-card',
      title: 'The client calls the API with it',
      text: 'The token alone does not do. Look at what comes along with it, and compare it with cnf.',
    },
    {
      id: 'card-stolen',
      title: 'The attacker sends a copy of the bound token',
      text: 'The private key was in no log. In stage 1 the attacker signs with another key, in stage 2 there is no proof at all, in stage 3 there is another certificate.',
      predict: {
        question: 'The token is genuine and in date, and its signature is right. What can stop the attacker?',
        choices: [
          {
            text: 'Nothing: a genuine token is a genuine token',
            right: false,
            because: 'That holds for a bearer token. This one says in cnf whose key has to come along.',
          },
          {
            text: 'The gateway compares the key that comes along with the one named in the token',
            right: true,
            because:
              'The name of the key is in the signed token, and only who has the private key can show it. Somebody has to compare the two.',
          },
          {
            text: 'The token is encrypted, so the attacker cannot read it',
            right: false,
            because: 'It is signed, not encrypted. And nobody has to read a token to send it.',
          },
        ],
      },
    },
  ],
  goals: [
    {
      id: 'cash-spent',
      text: 'Let the attacker read with a copy of the bearer token.',
      reached: (trace) => opened(trace, 'cash-stolen'),
    },
    {
      id: 'card-spent',
      text: 'Let the attacker read with a copy of the bound token, while the defense is off.',
      reached: (trace, outcome) => outcome === 'card-spent' && BINDINGS.some((check) => trace.off.includes(check)),
    },
    {
      id: 'card-refused',
      text: 'Switch the defense on and see the same copy refused.',
      reached: (trace, outcome) =>
        outcome === 'card-refused' &&
        messagesOf(trace, 'card-stolen').some(
          (message) => answered(message, 401) && BINDINGS.some((check) => failedChecks(message).includes(check)),
        ),
    },
  ],
  attack: {
    wins: 'card-spent',
    stages: [
      {
        id: 'other-key',
        title: 'Another key',
        text: 'The token is bound to the key of the app. The attacker sends it with a proof signed by another key. The proof itself is good, and nobody compares the two keys.',
        off: ['dpop.key-binding'],
      },
      {
        id: 'as-bearer',
        title: 'No proof at all',
        text: 'The attacker leaves the proof out and calls the token a bearer token. The gateway takes it as one, without asking what the token is bound to.',
        off: ['dpop.scheme'],
      },
      {
        id: 'other-certificate',
        title: 'Another certificate',
        text: 'The token is bound to the certificate of a machine. The attacker runs a printer in the same building, with a good certificate of the same authority. Nobody compares it with the one in the token.',
        off: ['mtls.token-binding'],
      },
    ],
    honestEnds: 'client-reads',
    async honest(cast) {
      await cash(cast);
      const client = boundClient(cast);
      await cast.step('get-card', () => client.getToken());
      const { status } = await cast.step('use-card', () => client.call());
      return opened(cast.world.trace(), 'spend') && status === 200 ? 'client-reads' : 'client-stopped';
    },
  },
  async play(cast) {
    const { attacker, gateway, step, world } = cast;
    const bearer = await cash(cast);
    if (bearer !== undefined) await step('cash-stolen', () => attacker.get(`${gateway}/invoices`, bearer));

    const client = boundClient(cast);
    const token = await step('get-card', () => client.getToken());
    if (token === undefined) return 'no-card';
    await step('use-card', () => client.call());
    await step('card-stolen', () => spendBound(cast, client.url, token));
    const isBound = decodeCompact(token)?.claims['cnf'] !== undefined;
    if (opened(world.trace(), 'card-stolen')) return isBound ? 'card-spent' : 'unbound-spent';
    return isBound ? 'card-refused' : 'no-card';
  },
});
