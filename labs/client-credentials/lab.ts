import type { Cast } from '#engine/actors/cast.ts';
import { createCertificateClient } from '#engine/actors/client/certificate-client.ts';
import { createMachineClient } from '#engine/actors/client/machine-client.ts';
import { readTokenResponse } from '#engine/actors/client/token-outcome.ts';
import type { HttpRequest } from '#engine/http/message.ts';
import { defineLab } from '#engine/player/play.ts';
import { answered, failedChecks, messagesOf, refusedFor } from '#engine/trace/outcomes.ts';
import type { Exchange, Trace } from '#engine/trace/trace.ts';
import { IDENTITIES } from '#engine/world/certificates/identities.ts';
import { ATTACKER_KEY } from '#engine/world/keys/keys.ts';
import { NetworkError } from '#engine/world/world.ts';

/** What a log kept of a step: the last message in it, as it really went. */
function logged({ world }: Cast, step: string): HttpRequest | undefined {
  return messagesOf(world.trace(), step).at(-1)?.request;
}

/** The attacker sends a message once more, as the log has it. */
async function sendAgain({ attacker }: Cast, { headers, ...request }: HttpRequest): Promise<void> {
  await attacker.send({ ...request, headers: headers.filter(([name]) => name.toLowerCase() !== 'traceparent') });
}

/** A certificate is public; its key is not. Without the key there is no connection, and so no answer. */
async function withoutKey(cast: Cast): Promise<void> {
  const impostor = createCertificateClient(cast, 'payroll', 'attacker');
  try {
    await impostor.requestToken({ scope: 'invoice_read', identity: { chain: IDENTITIES.payroll.chain, key: ATTACKER_KEY } });
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
  }
}

function gotToken({ to, response }: Exchange): boolean {
  return to === 'as' && response !== undefined && readTokenResponse(response).tokens !== undefined;
}

function tokenIn(trace: Trace, ...steps: readonly string[]): boolean {
  return steps.some((step) => messagesOf(trace, step).some(gotToken));
}

export default defineLab({
  id: 'client-credentials',
  title: 'Three machines, no user',
  summary: 'A secret, a signature, a certificate: three ways in which a program shows who it is, and what a copy of each is worth.',
  teaches: [
    'client.one-method',
    'client.method-registered',
    'client.secret',
    'client.assertion-signature',
    'client.assertion-subject',
    'client.assertion-audience',
    'client.assertion-lifetime',
    'client.assertion-once',
    'client.certificate-subject',
    'mtls.chain',
    'mtls.validity',
    'mtls.usage',
    'mtls.revocation',
    'mtls.possession',
    'token.no-refresh-for-machines',
    'token.subject-distinct',
    'api.user-token',
  ],
  switches: [
    'client.assertion-once',
    'client.assertion-audience',
    'client.assertion-lifetime',
    'client.certificate-subject',
    'mtls.possession',
    'token.no-refresh-for-machines',
    'api.user-token',
  ],
  parties: ['attacker', 'machine', 'as', 'gateway', 'invoices'],
  ends: 'secret-copied',
  endings: {
    'secret-copied': 'The attacker gets a token with the copied secret, and none with the copied signature or certificate.',
    'more-copied': 'The attacker gets a token with a copy that should be worth nothing.',
    'nothing-copied': 'The attacker gets no token with any of the copies.',
    'no-token': 'No machine gets a token, so there is nothing to copy.',
  },
  steps: [
    {
      id: 'secret',
      title: 'The nightly report sends its secret',
      text: 'It is the password of a program. It goes over the network every time, and it lies in a configuration file in between.',
    },
    {
      id: 'sums',
      title: 'The nightly report reads the sums',
      text: 'Open the token: sub is the machine itself. There is no user in it, and the answer held no refresh token.',
    },
    {
      id: 'secret-copied',
      title: 'The attacker sends the same message',
      text: 'A log has kept it. Look for anything in it that is different the second time.',
      predict: {
        question: 'The message with the secret is sent again, character for character, by somebody else. What does the server do?',
        choices: [
          {
            text: 'It gives the attacker a token',
            right: true,
            because: 'Secret and client_id are right, and nothing in the message is new each time.',
          },
          {
            text: 'It refuses: this secret was used a moment ago',
            right: false,
            because: 'A secret is made to be used again. The machine itself will send it tomorrow.',
          },
          {
            text: 'It refuses: the message comes from another address',
            right: false,
            because: 'Addresses change and are shared. The server knows a client by what it proves.',
          },
        ],
      },
    },
    {
      id: 'signature',
      title: 'The payroll import signs who it is',
      text: 'Open client_assertion: who it is, for whom, until when, and a number that is used once. The private key is not in the message. Try another aud, and sign as its client would.',
    },
    {
      id: 'signature-copied',
      title: 'The attacker sends the same message',
      text: 'The signature is still right. Read which check sees the copy.',
    },
    {
      id: 'certificate',
      title: 'The payroll import shows a certificate',
      text: 'This machine has a third way. Look at the TLS handshake under Message: the certificate is shown, and a signature shows that its key is there. The form holds no credential at all.',
    },
    {
      id: 'certificate-copied',
      title: 'The attacker shows the same certificate',
      text: 'Certificates are public. Look at the handshake again, at the message in which the key has to be used.',
      predict: {
        question: 'The attacker has the certificate and not its private key. How far does the attacker get?',
        choices: [
          {
            text: 'To the token endpoint, which refuses',
            right: false,
            because: 'The token endpoint never sees this. The connection ends before a request can be sent.',
          },
          {
            text: 'Not even to a connection: the handshake ends with an alert',
            right: true,
            because: 'In CertificateVerify the client signs this very handshake. Without the key it cannot.',
          },
          {
            text: 'To a token, for the certificate is genuine',
            right: false,
            because: 'A certificate says whose a key is. It does not show that the key is here.',
          },
        ],
      },
    },
    {
      id: 'user-data',
      title: 'The nightly report asks for invoices',
      text: 'Its token holds invoice_read. But these belong to users, and no user has asked it for anything.',
    },
    {
      id: 'later',
      title: 'Six minutes later, the nightly report reads the sums again',
      text: 'With the token it has had all along.',
    },
    {
      id: 'once-more',
      title: 'The nightly report asks for a new token',
      text: 'In the same way as before. A machine can always ask again, so a refresh token would only be one more thing to lose.',
    },
  ],
  goals: [
    {
      id: 'secret-copied',
      text: 'Get a token with a copied secret.',
      reached: (trace) => tokenIn(trace, 'secret-copied'),
    },
    {
      id: 'assertion-once',
      text: 'See a copied assertion refused because it was used before.',
      reached: (trace) => messagesOf(trace, 'signature-copied').some((message) => refusedFor(message, 401, 'client.assertion-once')),
    },
    {
      id: 'wrong-audience',
      text: 'Have an assertion refused only because it is meant for somebody else.',
      reached: (trace) =>
        messagesOf(trace, 'signature').some(
          (message) => answered(message, 401) && failedChecks(message).join() === 'client.assertion-audience',
        ),
    },
    {
      id: 'handshake-ended',
      text: 'See a handshake end because the private key is missing.',
      reached: (trace) =>
        messagesOf(trace, 'certificate-copied').some(
          (message) => message.handshake?.alert !== undefined && failedChecks(message).includes('mtls.possession'),
        ),
    },
    {
      id: 'no-user',
      text: 'Have a machine refused because there is no user behind it.',
      reached: (trace) =>
        trace.exchanges.some(
          (message) => message.step === 'user-data' && message.to === 'invoices' && refusedFor(message, 403, 'api.user-token'),
        ),
    },
    {
      id: 'refresh-given',
      text: 'Under Switches, have a machine be given a refresh token, and find it under Who holds what.',
      reached: (trace) =>
        messagesOf(trace).some(
          (message) =>
            message.from === 'machine' &&
            readTokenResponse(message.response ?? { status: 0, headers: [], body: '' }).tokens?.refreshToken !== undefined,
        ),
    },
  ],
  async play(cast) {
    const { gateway, step, world } = cast;
    const report = createMachineClient(cast, 'nightlyReport');
    const payroll = createMachineClient(cast, 'payrollImport');
    const withCertificate = createCertificateClient(cast, 'payroll');

    await step('secret', () => report.requestToken());
    if (report.accessToken !== undefined) await step('sums', () => report.get(`${gateway}/summary`));
    const secret = logged(cast, 'secret');
    if (secret && tokenIn(world.trace(), 'secret')) await step('secret-copied', () => sendAgain(cast, secret));

    await step('signature', () => payroll.requestToken());
    const signature = logged(cast, 'signature');
    if (signature) await step('signature-copied', () => sendAgain(cast, signature));

    await step('certificate', () => withCertificate.requestToken({ scope: 'invoice_read' }));
    await step('certificate-copied', () => withoutKey(cast));
    if (report.accessToken !== undefined) {
      await step('user-data', () => report.get(`${gateway}/invoices`));
      world.clock.advance(360);
      await step('later', () => report.get(`${gateway}/summary`));
      await step('once-more', () => report.requestToken());
    }

    const trace = world.trace();
    if (!tokenIn(trace, 'secret', 'signature', 'certificate')) return 'no-token';
    if (tokenIn(trace, 'signature-copied', 'certificate-copied')) return 'more-copied';
    return tokenIn(trace, 'secret-copied') ? 'secret-copied' : 'nothing-copied';
  },
});
