import type { Cast } from '#engine/actors/cast.ts';
import { createDpopClient } from '#engine/actors/client/dpop-client.ts';
import { createDpopThief } from '#engine/actors/dpop-thief.ts';
import type { CheckId } from '#engine/checks/catalogue.ts';
import type { HttpRequest } from '#engine/http/message.ts';
import { defineLab } from '#engine/player/play.ts';
import { answered, failedChecks, holdsInvoices, messagesOf } from '#engine/trace/outcomes.ts';
import type { Trace } from '#engine/trace/trace.ts';

/** The last message of a step that the gateway answered with 200, as it really went. */
function seenIn({ world }: Cast, step: string): HttpRequest | undefined {
  return messagesOf(world.trace(), step).findLast((message) => message.to === 'gateway' && answered(message, 200))?.request;
}

/** Whether the app's own proof was refused for that reason and no other. */
function refusedAlone(trace: Trace, check: CheckId): boolean {
  return messagesOf(trace, 'own').some((message) => answered(message, 401) && failedChecks(message).join() === check);
}

function refusedIn(trace: Trace, step: string, check: CheckId): boolean {
  return messagesOf(trace, step).some((message) => answered(message, 401) && failedChecks(message).includes(check));
}

/** Whether the attacker got an answer from the company with what was seen on the way. */
function attackerAnswered(trace: Trace): boolean {
  return messagesOf(trace).some((message) => message.from === 'attacker' && message.to === 'gateway' && answered(message, 200));
}

export default defineLab({
  id: 'dpop',
  title: 'A proof for every call',
  summary: 'The app signs a small proof for each of its calls. An attacker has seen one, and tries it again, somewhere else, and later.',
  teaches: [
    'dpop.single-header',
    'dpop.well-formed',
    'dpop.type',
    'dpop.algorithm',
    'dpop.signature',
    'dpop.public-key',
    'dpop.method',
    'dpop.url',
    'dpop.nonce',
    'dpop.issued-at',
    'dpop.token-hash',
    'dpop.replay',
    'dpop.key-binding',
  ],
  switches: ['dpop.type', 'dpop.method', 'dpop.url', 'dpop.nonce', 'dpop.issued-at', 'dpop.token-hash', 'dpop.replay', 'dpop.key-binding'],
  parties: ['attacker', 'app', 'as', 'gateway', 'invoices'],
  ends: 'proofs-hold',
  endings: {
    'proofs-hold': 'The app reads the invoices. The proof that the attacker has seen opens nothing.',
    'proof-used': 'The attacker gets an answer with a proof that somebody else made.',
    'app-refused': 'The app is not answered this time, and the attacker is not either.',
    'no-token': 'The app gets no token, so there is nothing to prove.',
  },
  steps: [
    {
      id: 'token',
      title: 'The app asks for a token that is bound to its key',
      text: 'Open DPoP: the header brings the public key along, and the claims say for which method and address the proof was made. A first answer may only ask for a nonce.',
    },
    {
      id: 'call',
      title: 'The app calls the API',
      text: 'A new proof for a new message. This one also holds ath, the hash of the token. The gateway has a nonce of its own, so there may be two messages.',
    },
    {
      id: 'own',
      title: 'The app calls again',
      text: 'Change this proof: htm, htu, ath, iat or nonce, signed with its own key each time. Then sign an unchanged one with the attacker’s key.',
      predict: {
        question: 'The token is in the message, whole and genuine. One claim of the proof beside it is wrong. What does the gateway do?',
        choices: [
          {
            text: 'It answers, for the token is good',
            right: false,
            because: 'The token says in cnf that it needs a proof. A proof that does not fit is none.',
          },
          {
            text: 'It refuses with 401 and says that the proof is wrong',
            right: true,
            because: 'Each claim ties the proof to something: this method, this address, this token, this moment.',
          },
          {
            text: 'It takes the token as a bearer token',
            right: false,
            because: 'That would be the way around the whole idea, so it is a check of its own.',
          },
        ],
      },
    },
    {
      id: 'replay',
      title: 'The attacker sends that message again',
      text: 'Token and proof, character for character. Look at jti.',
    },
    {
      id: 'elsewhere',
      title: 'The attacker uses the proof at another address',
      text: 'The token would do there. The proof says in htu where it belongs.',
    },
    {
      id: 'later',
      title: 'Three minutes later, the attacker tries it once more',
      text: 'Whoever forgot the proof by now may still look at its time, and at the nonce.',
    },
  ],
  goals: [
    {
      id: 'replay-refused',
      text: 'See a proof refused because it was used before.',
      reached: (trace) => refusedIn(trace, 'replay', 'dpop.replay'),
    },
    {
      id: 'address-refused',
      text: 'See a proof refused because it was made for another address.',
      reached: (trace) => refusedIn(trace, 'elsewhere', 'dpop.url'),
    },
    {
      id: 'method-alone',
      text: 'Have the app’s own proof refused for its method alone.',
      reached: (trace) => refusedAlone(trace, 'dpop.method'),
    },
    {
      id: 'token-alone',
      text: 'Have it refused because it belongs to another token.',
      reached: (trace) => refusedAlone(trace, 'dpop.token-hash'),
    },
    {
      id: 'time-alone',
      text: 'Have it refused for its time alone.',
      reached: (trace) => refusedAlone(trace, 'dpop.issued-at'),
    },
    {
      id: 'key-alone',
      text: 'Have it refused because another key signed it.',
      reached: (trace) => refusedAlone(trace, 'dpop.key-binding'),
    },
  ],
  async play(cast) {
    const { gateway, step, world } = cast;
    const app = createDpopClient(cast, 'app');
    const thief = createDpopThief(cast);
    const { tokens } = await step('token', () => app.refresh({ refreshToken: cast.app.tokens.refreshToken ?? '' }));
    if (!tokens) return 'no-token';
    await step('call', () => app.get(`${gateway}/invoices`));
    const own = await step('own', () => app.get(`${gateway}/invoices`));

    const seen = seenIn(cast, 'own') ?? seenIn(cast, 'call');
    if (seen) {
      await step('replay', () => thief.replay(seen));
      await step('elsewhere', () => thief.replay(seen, { url: `${gateway}/me` }));
      world.clock.advance(180);
      await step('later', () => thief.replay(seen));
    }
    if (attackerAnswered(world.trace())) return 'proof-used';
    return holdsInvoices(own) ? 'proofs-hold' : 'app-refused';
  },
});
