import type { Cast } from '#engine/actors/cast.ts';
import type { CheckId } from '#engine/checks/catalogue.ts';
import { clientCertHeaders } from '#engine/http/client-cert.ts';
import type { Header, HttpResponse } from '#engine/http/message.ts';
import { defineLab } from '#engine/player/play.ts';
import { parsePem } from '#engine/protocol/x509/pem.ts';
import { failedChecks, messagesOf } from '#engine/trace/outcomes.ts';
import type { Exchange } from '#engine/trace/trace.ts';
import { IDENTITIES } from '#engine/world/certificates/identities.ts';

/** One way to ask for what is not the attacker's: at the front door, and around it. */
interface Attempt {
  readonly front: Asked;
  readonly around: Asked;
}

interface Asked {
  readonly url: string;
  readonly headers: readonly Header[];
}

/** The certificate of the payroll machine, which is no secret, written into a header by somebody without its key. */
function copiedCertificate(): Header[] {
  const [certificate, ...chain] = parsePem('CERTIFICATE', IDENTITIES.payroll.chain);
  return certificate ? clientCertHeaders({ certificate, chain }) : [];
}

async function attempt({ stage, gateway, invoices, mintAccessToken }: Cast): Promise<Attempt> {
  if (stage === 'certificate-header') {
    const url = `${gateway}/machines/summary`;
    return { front: { url, headers: [] }, around: { url, headers: copiedCertificate() } };
  }
  if (stage === 'crooked-path') {
    const token = await mintAccessToken({ sub: 'alice', scope: 'invoice_read' });
    const headers = [['Authorization', `Bearer ${token}`]] as const;
    // The gateway reads one segment here, an invoice with a strange name; whoever decodes it first reads /export.
    return { front: { url: `${gateway}/export`, headers }, around: { url: `${gateway}/invoices/..%2Fexport`, headers } };
  }
  // The token is made up, and good enough where nobody looks at it.
  const headers = [
    ['X-User', 'carol'],
    ['Authorization', 'Bearer let-me-in-please'],
  ] as const;
  return { front: { url: `${gateway}/invoices`, headers }, around: { url: `${invoices}/invoices`, headers } };
}

async function get({ attacker }: Cast, { url, headers }: Asked): Promise<HttpResponse> {
  const { response } = await attacker.send({ method: 'GET', url, headers: [...headers, ['Accept', 'application/json']], body: '' });
  return response;
}

/** What each stage is after, as it begins in an answer: invoices of carol, the sums, the export. */
const LOOT: Readonly<Record<string, RegExp>> = {
  'back-door': /"inv-2001"/,
  'certificate-header': /^\{"open":/,
  'crooked-path': /^"id","customer"/,
};

/** Whether a party of the company, not the attacker's own site, has given away what the front door keeps closed. */
function gave({ to, response }: Exchange, loot: RegExp | undefined): boolean {
  return (to === 'gateway' || to === 'invoices') && response?.status === 200 && (loot?.test(response.body) ?? false);
}

/** What refuses the three attempts, at the gateway or at the API. */
const LAYERS: readonly CheckId[] = ['gateway.credential', 'gateway.path-normal', 'api.own-validation', 'api.scope'];

export default defineLab({
  id: 'go-around',
  title: 'Around the gateway',
  summary:
    'The gateway checks everything that comes through it. The attacker looks for a way that does not come through it, or not as it seems.',
  teaches: [
    'api.own-validation',
    'gateway.strip-headers',
    'gateway.credential',
    'gateway.path-normal',
    'api.scope',
    'mtls.forwarded-certificate',
  ],
  switches: [
    'api.own-validation',
    'gateway.strip-headers',
    'mtls.forwarded-certificate',
    'gateway.path-normal',
    'api.scope',
    'gateway.scope',
  ],
  parties: ['attacker', 'app', 'gateway', 'invoices'],
  ends: 'held',
  endings: {
    held: 'Going around the gateway gives the attacker nothing.',
    around: 'The attacker reads what the front door keeps closed.',
    'as-usual': 'Everybody reads what they may read. Nobody attacks.',
    stopped: 'Somebody who may read it is refused.',
  },
  steps: [
    {
      id: 'usual',
      title: 'The app calls through the gateway',
      text: 'The gateway checks the token, takes out headers that claim to know who is asking, and passes the call on. The API checks the token once more. Compare the two lists of checks.',
    },
    {
      id: 'front',
      title: 'The attacker tries the front door',
      text: 'Without what it takes: in stage 1 with a name in a header and a token it made up, in stage 2 with nothing, in stage 3 with a token that may only read single invoices.',
    },
    {
      id: 'around',
      title: 'The attacker goes around it',
      text: 'In stage 1 straight to the API, in stage 2 with the certificate of somebody else in a header, in stage 3 by a path that two readers read differently.',
      predict: {
        question: 'The gateway checks every call that comes through it. Do the APIs behind it still have to look for themselves?',
        choices: [
          {
            text: 'No: nothing reaches them that was not checked',
            right: false,
            because: 'That holds while there is one way in and everybody reads a message alike. Neither stays true for long.',
          },
          {
            text: 'Yes: whoever answers has to know why they may',
            right: true,
            because:
              'A call may come another way, or mean something else than the gateway thought. The one who gives the data away is the last who can say no.',
          },
          {
            text: 'Only if the network between them is not encrypted',
            right: false,
            because: 'Encryption keeps others from reading along. It does not say who is calling, or what they may do.',
          },
        ],
      },
    },
  ],
  goals: [
    {
      id: 'front-closed',
      text: 'See the attacker refused at the front door.',
      reached: (trace) => messagesOf(trace, 'front').some((message) => message.to === 'gateway' && failedChecks(message).length > 0),
    },
    {
      id: 'went-around',
      text: 'Read around the front door, while the defense is off.',
      reached: (trace, outcome) => outcome === 'around' && trace.off.length > 0,
    },
    {
      id: 'layer-held',
      text: 'Switch the defense on and see the same attempt refused.',
      reached: (trace, outcome) =>
        outcome === 'held' &&
        trace.exchanges.some(
          ({ step, checks }) => step === 'around' && checks.some((made) => made.outcome === 'failed' && LAYERS.includes(made.check)),
        ),
    },
    {
      id: 'name-passed-on',
      text: 'Add X-User: carol to the call of the app, and switch off what keeps it from being believed.',
      reached: (trace) => messagesOf(trace, 'usual').some((message) => message.to === 'gateway' && gave(message, LOOT['back-door'])),
    },
  ],
  attack: {
    wins: 'around',
    stages: [
      {
        id: 'back-door',
        title: 'The back door',
        text: 'The attacker is in the network behind the gateway. There the API believes a header that says who is asking, because only the gateway should be able to reach it.',
        off: ['api.own-validation'],
      },
      {
        id: 'certificate-header',
        title: 'A certificate in a header',
        text: 'TLS ends before the gateway, and what was shown in the handshake is passed on in Client-Cert. The proxy forgets to take out what the sender wrote there.',
        off: ['mtls.forwarded-certificate'],
      },
      {
        id: 'crooked-path',
        title: 'Two readers, one path',
        text: 'The attacker has a token to read invoices, not to export them. The gateway matches the path as it was sent, the API decodes it first. Neither looks twice.',
        off: ['gateway.path-normal', 'api.scope'],
      },
    ],
    honestEnds: 'as-usual',
    async honest(cast) {
      const { app, gateway, mintAccessToken, send, step } = cast;
      const token = await mintAccessToken({ sub: 'alice', scope: 'invoice_read invoice_export' });
      const answers = [
        await step('usual', () => app.get(`${gateway}/invoices`, token)),
        await step('machine', async () => {
          const request = {
            method: 'GET',
            url: `${gateway}/machines/summary`,
            headers: [['Accept', 'application/json'] as const],
            body: '',
          };
          return (await send('machine', request, IDENTITIES.payroll)).response;
        }),
        await step('export', () => app.get(`${gateway}/export`, token)),
      ];
      return answers.every(({ status }) => status === 200) ? 'as-usual' : 'stopped';
    },
  },
  async play(cast) {
    const { app, gateway, mintAccessToken, stage, step, world } = cast;
    const token = await mintAccessToken({ sub: 'alice', scope: 'invoice_read' });
    await step('usual', () => app.get(`${gateway}/invoices`, token));
    const { front, around } = await attempt(cast);
    await step('front', () => get(cast, front));
    await step('around', () => get(cast, around));
    return messagesOf(world.trace(), 'around').some((message) => gave(message, LOOT[stage ?? ''])) ? 'around' : 'held';
  },
});
