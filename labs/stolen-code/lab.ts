import type { Cast } from '#engine/actors/cast.ts';
import { queryFields, field } from '#engine/http/form.ts';
import { defineLab } from '#engine/player/play.ts';
import { answered, failedChecks, messagesOf, holdsInvoices } from '#engine/trace/outcomes.ts';
import type { Exchange } from '#engine/trace/trace.ts';

/** How the phone app of each stage begins: without PKCE, with it, or with a challenge that hides nothing. */
function request({ phone, stage }: Cast): Promise<string> {
  if (stage === 'never-compared') return phone.authorizationRequest();
  return phone.authorizationRequest(stage === 'plain' ? { challengeMethod: 'plain' } : { withoutPkce: true });
}

async function logIn({ browser, step }: Cast, address: Promise<string>): Promise<void> {
  await step('authorize', () => browser.navigate(address));
  if (browser.page?.forms.length !== 0)
    await step('log-in', () => browser.submit({ username: 'alice', password: 'wonderland' }, { button: 'Log in' }));
  if (browser.page?.forms.length !== 0) await step('consent', () => browser.submit({}, { button: 'Allow' }));
}

/** What the attacker's app read when the authorization request passed by: only `plain` makes it worth something. */
function overheard({ stage, world }: Cast): string | undefined {
  if (stage !== 'plain') return undefined;
  const [first] = messagesOf(world.trace(), 'authorize');
  return first && field(queryFields(first.request.url), 'code_challenge');
}

function redemptions(exchanges: readonly Exchange[]): Exchange[] {
  return exchanges.filter(({ from, to, request: { method } }) => from === 'attacker' && to === 'as' && method === 'POST');
}

export default defineLab({
  id: 'stolen-code',
  title: 'The code in the wrong app',
  summary: 'Another app on alice’s phone answers the redirect and has her code first. What keeps it from the tokens?',
  teaches: [
    'authorize.pkce-required',
    'authorize.pkce-method',
    'token.pkce-verifier',
    'token.pkce-expected',
    'token.code-client',
    'token.code-redirect-uri',
  ],
  switches: ['authorize.pkce-required', 'authorize.pkce-method', 'token.pkce-verifier'],
  parties: ['browser', 'phone', 'attacker', 'as', 'gateway', 'invoices'],
  ends: 'refused',
  endings: {
    refused: 'The attacker gets no tokens. The stolen code, or the request it came from, is refused.',
    'tokens-as-alice': 'The attacker holds tokens and reads invoices as alice.',
    'phone-reads': 'The app on the phone reads the invoices. Nobody attacks it.',
    'phone-stopped': 'The app on the phone does not get to the invoices.',
  },
  steps: [
    {
      id: 'authorize',
      title: 'The phone app sends alice to log in',
      text: 'The app on the phone is a public client: it has no secret. Look at what it puts into the address, and what it leaves out.',
    },
    { id: 'log-in', title: 'Alice logs in', text: 'She does nothing wrong. She is at the right server and sees the right page.' },
    {
      id: 'consent',
      title: 'Alice says yes, and the code goes astray',
      text: 'The redirect goes to an address that an app can claim. Another app has claimed it, too, and the phone opens that one.',
    },
    {
      id: 'redeem',
      title: 'The attacker redeems the code',
      text: 'The client_id is public and there is no secret to know. Look for the check that could tell the attacker from the app.',
      predict: {
        question: 'The attacker has the code and no verifier. What happens at the token endpoint?',
        choices: [
          {
            text: 'The code is refused in any case: it was issued to another app',
            right: false,
            because: 'The attacker names that app, and a public client has nothing to prove it with.',
          },
          {
            text: 'It depends on whether the server has a challenge and compares it',
            right: true,
            because: 'Only the challenge binds the code to whoever began. Without it, or without the comparison, the code is all it takes.',
          },
          {
            text: 'The code is refused: alice never opened the other app',
            right: false,
            because: 'The server cannot see which app the phone opened. It sees a code and a client_id.',
          },
        ],
      },
    },
    {
      id: 'read',
      title: 'The attacker reads the invoices',
      text: 'The tokens are genuine. Nobody after this point can tell that they are in the wrong hands.',
    },
  ],
  goals: [
    {
      id: 'code-redeemed',
      text: 'Redeem the stolen code while the defense is off.',
      reached: (trace) => redemptions(messagesOf(trace)).some((message) => answered(message, 200)),
    },
    {
      id: 'code-refused',
      text: 'Switch the defense on and see the same attack refused.',
      reached: (trace, outcome) =>
        outcome === 'refused' &&
        (redemptions(messagesOf(trace)).some((message) => failedChecks(message).includes('token.pkce-verifier')) ||
          messagesOf(trace, 'authorize').some((message) => failedChecks(message).some((check) => check.startsWith('authorize.pkce-')))),
    },
  ],
  attack: {
    wins: 'tokens-as-alice',
    stages: [
      {
        id: 'no-challenge',
        title: 'No challenge',
        text: 'The app is an old one and sends no code_challenge. The server does not insist. The code is all that is asked for.',
        off: ['authorize.pkce-required'],
      },
      {
        id: 'never-compared',
        title: 'A challenge nobody compares',
        text: 'The app has been updated and sends a challenge. The server keeps it, and never compares it with the verifier.',
        off: ['token.pkce-verifier'],
      },
      {
        id: 'plain',
        title: 'A challenge that is the secret',
        text: 'The server compares. But the app uses the method plain, so the challenge is the verifier, and the attacker has read the request as it went by.',
        off: ['authorize.pkce-method'],
      },
    ],
    honestEnds: 'phone-reads',
    async honest(cast) {
      const { phone, gateway, step } = cast;
      await logIn(cast, phone.authorizationRequest());
      const { tokens } = await step('phone-redeem', () => phone.redeem());
      if (!tokens) return 'phone-stopped';
      const invoices = await step('phone-read', () => phone.get(`${gateway}/invoices`));
      return holdsInvoices(invoices) ? 'phone-reads' : 'phone-stopped';
    },
  },
  async play(cast) {
    const { phone, attacker, gateway, step } = cast;
    attacker.claimScheme();
    await logIn(cast, request(cast));
    const code = field(queryFields(attacker.received().at(-1)?.url ?? ''), 'code');
    if (code === undefined) return 'refused';
    const verifier = overheard(cast);
    const { tokens } = await step('redeem', () =>
      attacker.redeem(code, { clientId: phone.clientId, redirectUri: phone.redirectUri, ...(verifier === undefined ? {} : { verifier }) }),
    );
    if (!tokens) return 'refused';
    const invoices = await step('read', () => attacker.get(`${gateway}/invoices`, tokens.accessToken));
    return holdsInvoices(invoices) ? 'tokens-as-alice' : 'refused';
  },
});
