import type { Cast } from '#engine/actors/cast.ts';
import type { CheckId } from '#engine/checks/catalogue.ts';
import { header } from '#engine/http/message.ts';
import { defineLab } from '#engine/player/play.ts';
import type { ClaimValue, JsonValue, SignatureChoice } from '#engine/player/edits/edits.ts';
import { forgeJwt } from '#engine/player/edits/forge-jwt.ts';
import { decodeCompact } from '#engine/protocol/token/jws.ts';
import { answered, failedChecks, holdsInvoices, messagesOf } from '#engine/trace/outcomes.ts';
import type { Exchange } from '#engine/trace/trace.ts';
import { ATTACKER_KEY } from '#engine/world/keys/keys.ts';

const json = (value: JsonValue): ClaimValue => ({ kind: 'json', value });

/** Who the attacker would like to be. */
const CAROL = {
  sub: json('carol'),
  department: json('Finance'),
  tenant: json('two'),
  roles: json(['manager']),
  scope: json('invoice_read invoice_write'),
};

/** How the forgery of each stage is made: who signs it, and what it says of its key. */
const FORGERIES: Readonly<Record<string, { readonly signature: SignatureChoice; readonly header: Readonly<Record<string, ClaimValue>> }>> =
  {
    'no-signature': { signature: 'none', header: {} },
    'public-key-as-secret': { signature: 'hmac-public-key', header: {} },
    'key-inside': {
      signature: 'attacker',
      header: { jwk: json({ kty: 'OKP', crv: 'Ed25519', x: ATTACKER_KEY.x ?? '' }), kid: { kind: 'absent' } },
    },
  };

/** A token of the attacker's own, with the claims of somebody else in it. */
async function forged({ stage, world }: Cast, token: string): Promise<string> {
  const how = FORGERIES[stage ?? ''] ?? { signature: 'keep', header: {} };
  const edit = { message: '', kind: 'jwt', place: { part: 'body' }, claims: CAROL, ...how } as const;
  return (await forgeJwt(token, edit, world.clock.now())) ?? token;
}

/** Whether invoices of carol came back. */
function carols({ to, response }: Exchange): boolean {
  return to === 'gateway' && response !== undefined && holdsInvoices(response) && response.body.includes('"inv-2001"');
}

/** Whether the gateway has answered a call with a token that names this user. */
function readBy({ to, request, response }: Exchange, sub: string): boolean {
  const [, token = ''] = /^Bearer (.+)$/.exec(header(request, 'authorization') ?? '') ?? [];
  return to === 'gateway' && response !== undefined && holdsInvoices(response) && decodeCompact(token)?.claims['sub'] === sub;
}

/** What tells these forgeries from what the issuer makes. */
const TELLING: readonly CheckId[] = ['jwt.algorithm', 'jwt.algorithm-key', 'jwt.embedded-key', 'jwt.issuer', 'jwt.signature'];

export default defineLab({
  id: 'forged-token',
  title: 'Three tokens nobody issued',
  summary:
    'A token says how it is signed, and with which key. An attacker lets it say what is useful, and a verifier that does as it is told believes it.',
  teaches: ['jwt.algorithm', 'jwt.algorithm-key', 'jwt.embedded-key', 'jwt.issuer', 'jwt.signature'],
  switches: ['jwt.algorithm', 'jwt.algorithm-key', 'jwt.embedded-key', 'jwt.issuer', 'jwt.signature'],
  parties: ['attacker', 'as', 'gateway', 'invoices'],
  ends: 'refused',
  endings: {
    refused: 'The attacker reads nothing of carol’s. The token is refused.',
    'carol-read': 'The attacker reads invoices as carol, with a token that nobody issued.',
    'own-read': 'Bob reads what he may read, and nobody attacks.',
    stopped: 'Bob is refused what he may read.',
  },
  steps: [
    {
      id: 'own',
      title: 'The attacker uses a genuine token',
      text: 'It is for bob of Sales, and may read. Open it: header, claims, signature. The header is written by whoever makes the token.',
    },
    {
      id: 'keys',
      title: 'The attacker fetches the public keys',
      text: 'Everybody may. With them anyone can verify a signature, and nobody can make one.',
    },
    {
      id: 'forged',
      title: 'The attacker sends a token of their own making',
      text: 'The claims say carol, a manager. Open it and look at the header: in stage 1 at alg, in stage 2 at alg again, in stage 3 at jwk.',
      predict: {
        question: 'The verifier knows one issuer, its keys, and how they sign. How much of the header should it believe?',
        choices: [
          {
            text: 'All of it: the header is covered by the signature as well',
            right: false,
            because: 'It is covered by whatever signature the header names. A forger chooses both.',
          },
          {
            text: 'Only which of the keys it knows already is meant',
            right: true,
            because: 'kid picks one of the keys that the verifier brings. How that key signs is known with the key.',
          },
          {
            text: 'Nothing: headers are for the client',
            right: false,
            because: 'Clients do not read them. Verifiers need kid, or they would have to try every key.',
          },
        ],
      },
    },
    {
      id: 'approve',
      title: 'The attacker approves an invoice',
      text: 'Only where the token was believed. Whatever the API decides from now on, it decides about somebody who is not there.',
    },
  ],
  goals: [
    {
      id: 'own-read',
      text: 'Read what bob may read, with his genuine token.',
      reached: (trace) => messagesOf(trace, 'own').some((message) => readBy(message, 'bob')),
    },
    {
      id: 'forgery-believed',
      text: 'Read as carol while the defenses are off.',
      reached: (trace, outcome) => outcome === 'carol-read' && trace.off.length > 0,
    },
    {
      id: 'approved',
      text: 'Approve one of her invoices.',
      reached: (trace) => messagesOf(trace, 'approve').some((message) => message.to === 'gateway' && answered(message, 200)),
    },
    {
      id: 'issuer-alone',
      text: 'Let the genuine token name carol, and find the one signature that is believed.',
      reached: (trace) => trace.off.length === 0 && messagesOf(trace, 'own').some((message) => readBy(message, 'carol')),
    },
    {
      id: 'forgery-refused',
      text: 'Switch one defense on and see the same token refused.',
      reached: (trace, outcome) =>
        outcome === 'refused' &&
        messagesOf(trace, 'forged').some(
          (message) => answered(message, 401) && TELLING.some((check) => failedChecks(message).includes(check)),
        ),
    },
  ],
  attack: {
    wins: 'carol-read',
    stages: [
      {
        id: 'no-signature',
        title: 'alg: none',
        text: 'The token says that it is not signed. The verifier takes the algorithm from the token, and for none there is nothing to verify.',
        off: ['jwt.algorithm', 'jwt.algorithm-key'],
      },
      {
        id: 'public-key-as-secret',
        title: 'The public key becomes a password',
        text: 'The token says HS256, an algorithm with a shared secret. The verifier uses the bytes it has for this issuer: its public key, which everybody knows.',
        off: ['jwt.algorithm', 'jwt.algorithm-key'],
      },
      {
        id: 'key-inside',
        title: 'Bring your own key',
        text: 'The token brings a public key along in jwk, and is signed with the private half of it. The verifier checks the signature with the key from the token.',
        off: ['jwt.embedded-key', 'jwt.issuer'],
      },
    ],
    honestEnds: 'own-read',
    async honest({ attacker, gateway, mintAccessToken, step }) {
      const own = await mintAccessToken({ sub: 'bob', scope: 'invoice_read' });
      const answer = await step('own', () => attacker.get(`${gateway}/invoices`, own));
      return holdsInvoices(answer) ? 'own-read' : 'stopped';
    },
  },
  async play(cast) {
    const { attacker, gateway, mintAccessToken, step, world } = cast;
    const own = await mintAccessToken({ sub: 'bob', scope: 'invoice_read' });
    await step('own', () => attacker.get(`${gateway}/invoices`, own));
    await step('keys', () =>
      attacker.send({ method: 'GET', url: 'https://as.lab.test/jwks', headers: [['Accept', 'application/json']], body: '' }),
    );
    const token = await forged(cast, own);
    await step('forged', () => attacker.get(`${gateway}/invoices`, token));
    if (!messagesOf(world.trace(), 'forged').some(carols)) return 'refused';
    await step('approve', () =>
      attacker.send({
        method: 'POST',
        url: `${gateway}/invoices/inv-2001/approve`,
        headers: [
          ['Authorization', `Bearer ${token}`],
          ['Accept', 'application/json'],
        ],
        body: '',
      }),
    );
    return 'carol-read';
  },
});
