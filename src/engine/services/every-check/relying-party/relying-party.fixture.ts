import { ask, jsonBody, logIn } from '../../../../../tests/rehearsal.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { field, queryFields } from '../../../http/form.ts';
import { header, headerValues } from '../../../http/message.ts';
import type { Header } from '../../../http/message.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { decodeCompact, signCompact } from '../../../protocol/token/jws.ts';
import { ATTACKER_KEY, ID_TOKEN_KEY } from '../../../world/keys/keys.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import type { DutyCase } from '../duties.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

const EVIL = 'https://evil.lab.test';

/** Two clients take an answer at their redirect URIs, each in its own words. */
const CALLBACKS = [
  { party: 'app', address: 'https://app.lab.test/callback', refusal: '400 Login refused', goesOn: '303' },
  { party: 'phone', address: 'test.lab.ledger:/callback', refusal: '400', goesOn: '200' },
] as const;

/** An authorization response; the wrong one differs by these parameters. */
function returning(changes: Readonly<Record<string, string>>, suffix = ''): CheckCase[] {
  return CALLBACKS.map(({ party, address, refusal, goesOn }) => ({
    party,
    refusal,
    goesOn,
    async play(cast, wrong) {
      await cast[party].authorizationRequest();
      const state = cast.world.logins[party].begun?.state ?? '';
      const fields = { code: 'c', state, iss: 'https://as.lab.test', ...(wrong ? changes : {}) };
      await ask(cast, { url: `${address}?${new URLSearchParams(fields).toString()}${wrong ? suffix : ''}` });
    },
  }));
}

/** The ID token is changed on its way to the web app, and signed again. */
function idToken(check: string, changes: JsonObject, key = ID_TOKEN_KEY): CheckCase[] {
  return [
    {
      party: 'app',
      refusal: check,
      goesOn: 'tokens kept',
      async play(cast) {
        await logIn(cast, cast.app.authorizationRequest());
        return (await cast.app.redeem()).refused ?? 'tokens kept';
      },
      async tamper(response, { url }) {
        const body = url.endsWith('/token') ? jsonBody(response) : {};
        const decoded = decodeCompact(String(body['id_token']));
        if (!decoded) return response;
        const id_token = await signCompact(decoded.header, { ...decoded.claims, ...changes }, key);
        return { ...response, body: JSON.stringify({ ...body, id_token }) };
      },
    },
  ];
}

/** The same answer comes twice, as from a history or a log. */
const answeredBefore: readonly CheckCase[] = CALLBACKS.map(({ party, address, refusal, goesOn }) => ({
  party,
  refusal,
  goesOn,
  async play(cast, wrong) {
    await cast[party].authorizationRequest();
    const fields = { code: 'c', state: cast.world.logins[party].begun?.state ?? '', iss: 'https://as.lab.test' };
    const url = `${address}?${new URLSearchParams(fields).toString()}`;
    await ask(cast, { url });
    if (wrong) await ask(cast, { url });
  },
}));

/** Alice is sent to log in by the app itself: the address it sends her to, and the cookie it gives her browser. */
async function sentToLogIn(cast: Company): Promise<{ readonly flow: string; readonly url: string }> {
  const begun = await ask(cast, { url: await cast.app.login() });
  return { flow: header(begun, 'set-cookie')?.split(';')[0] ?? '', url: header(begun, 'location') ?? '' };
}

/** A login that a browser began at the app is answered, by that browser or by another. */
function broughtBack(beside: CheckId, cookie: (flow: string) => readonly Header[]): CheckCase {
  return {
    party: 'app',
    beside: [beside],
    refusal: '400 Login refused',
    goesOn: '303',
    async play(cast, wrong) {
      const { flow, url } = await sentToLogIn(cast);
      const state = field(queryFields(url), 'state') ?? '';
      const fields = new URLSearchParams({ code: 'c', state, iss: 'https://as.lab.test' });
      const headers: readonly Header[] = wrong ? cookie(flow) : [['Cookie', flow]];
      await ask(cast, { url: `https://app.lab.test/callback?${fields.toString()}`, headers });
    },
  };
}

const otherBrowsers = (beside: CheckId): CheckCase[] => [
  broughtBack(beside, () => []),
  broughtBack(beside, (flow) => [['Cookie', `${flow}x`]]),
  broughtBack(beside, (flow) => [['Cookie', flow.replace('__Host-', '')]]),
];

/** What others see of the duties of the web app. */
export const ledgerDuties = {
  'http.session-cookie': [
    {
      party: 'app',
      seen: ['__Host-ledger-flow; Path=/; Secure; HttpOnly; SameSite=Lax', 'ledger-flow; Path=/; Secure; SameSite=None'],
      play: async (cast) => header(await ask(cast, { url: await cast.app.login() }), 'set-cookie')?.replace(/=[^;]+/, ''),
    },
    {
      party: 'app',
      seen: ['__Host-ledger-session; Path=/; Secure; HttpOnly; SameSite=Lax', 'ledger-session; Path=/; Secure; SameSite=None'],
      async play(cast) {
        await logIn(cast, cast.app.login());
        const answers = cast.world.trace().exchanges.flatMap(({ to, response }) => (to === 'app' && response ? [response] : []));
        return answers
          .flatMap((response) => headerValues(response, 'set-cookie'))
          .find((value) => value.includes('session='))
          ?.replace(/=[^;]+/, '');
      },
    },
  ],
} as const satisfies Record<string, readonly DutyCase[]>;

export const parameterOnceAtCallback = returning({}, '&code=d');

/** Cases of what a client checks. */
export const relyingPartyCases = {
  'rp.state': [...returning({ state: 'another' }), ...answeredBefore, ...otherBrowsers('rp.flow-session')],
  'rp.flow-session': otherBrowsers('rp.state'),
  'rp.issuer-response': returning({ iss: EVIL }),
  'rp.metadata-issuer': [
    {
      party: 'app',
      refusal: 'rp.metadata-issuer',
      goesOn: 'metadata kept',
      play: async ({ app }) => (await app.discover()).refused ?? 'metadata kept',
      tamper: (response) => ({ ...response, body: JSON.stringify({ ...jsonBody(response), issuer: EVIL }) }),
    },
  ],
  'rp.id-token-signature': idToken('rp.id-token-signature', {}, ATTACKER_KEY),
  'rp.id-token-issuer': idToken('rp.id-token-issuer', { iss: EVIL }),
  'rp.id-token-audience': idToken('rp.id-token-audience', { aud: 'ledger-phone' }),
  'rp.id-token-expiry': idToken('rp.id-token-expiry', { exp: 1 }),
  'rp.id-token-nonce': idToken('rp.id-token-nonce', { nonce: 'another' }),
  'rp.id-token-at-hash': idToken('rp.id-token-at-hash', { at_hash: 'another' }),
  'rp.userinfo-subject': [
    {
      party: 'app',
      refusal: 'rp.userinfo-subject',
      goesOn: 'claims kept',
      async play(cast) {
        await logIn(cast, cast.app.authorizationRequest());
        await cast.app.redeem();
        return (await cast.app.userInfo()).refused ?? 'claims kept';
      },
      tamper: (response, { url }) => (url.endsWith('/userinfo') ? { ...response, body: '{"sub":"bob"}' } : response),
    },
  ],
} as const satisfies Record<string, readonly CheckCase[]>;
