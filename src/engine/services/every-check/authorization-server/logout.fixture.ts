import { ask, form } from '../../../../../tests/rehearsal.ts';
import { logoutRequest } from '../../../actors/client/logout-request.ts';
import type { LogoutRequestOptions } from '../../../actors/client/logout-request.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { LAB_START } from '../../../world/clock.ts';
import { ATTACKER_KEY, ID_TOKEN_KEY } from '../../../world/keys/keys.ts';
import { END_SESSION, HOME, loggedIn, logoutToken, tellApp } from '../../authorization-server/logout/logout.fixture.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import type { DutyCase } from '../duties.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

const NOW = LAB_START / 1000;

async function leave(cast: Company, options: LogoutRequestOptions, suffix = ''): Promise<void> {
  await loggedIn(cast);
  await cast.browser.navigate(logoutRequest(cast.app, END_SESSION, options) + suffix);
}

/** Alice is logged in at both apps; the ID token that the second of them was given stays there. */
async function loggedInAtBoth(cast: Company): Promise<void> {
  await loggedIn(cast);
  await cast.browser.navigate('https://expenses.lab.test/login');
  await cast.browser.submit({}, { button: 'Allow' });
}

/** Whether the second app still knows alice. */
async function knownAtExpenses(cast: Company): Promise<boolean> {
  await cast.browser.navigate('https://expenses.lab.test/');
  const answer = await cast.browser.fetch({ url: 'https://expenses.lab.test/session' });
  return 'response' in answer && answer.response.status === 200;
}

/** What others see of a logout. */
export const logoutDuties = {
  'logout.clients-told': [
    {
      party: 'as',
      seen: ['no tokens', 'tokens'],
      async play(cast) {
        await leave(cast, {});
        return cast.app.tokens.accessToken === undefined ? 'no tokens' : 'tokens';
      },
    },
    {
      party: 'as',
      seen: ['logged out', 'logged in'],
      async play(cast) {
        await loggedInAtBoth(cast);
        await cast.browser.navigate(logoutRequest(cast.app, END_SESSION));
        return (await knownAtExpenses(cast)) ? 'logged in' : 'logged out';
      },
    },
  ],
} as const satisfies Record<string, readonly DutyCase[]>;

/** The second app is sent a logout token; the wrong one differs by its claims. */
function toldToExpenses(claims: JsonObject, header: JsonObject = {}): CheckCase {
  return {
    party: 'expenses',
    refusal: '400 invalid_request',
    goesOn: '200',
    async play(cast, wrong) {
      const token = await (wrong ? logoutToken({ aud: 'expenses', ...claims }, header) : logoutToken({ aud: 'expenses' }));
      await ask(cast, form('https://expenses.lab.test/backchannel-logout', { logout_token: token }), 'as');
    },
  };
}

/** The app is sent a logout token; the wrong one is made by `make`. */
function told(make: (cast: Company) => Promise<string>): CheckCase {
  return {
    party: 'app',
    refusal: '400 invalid_request',
    goesOn: '200',
    async play(cast, wrong) {
      await loggedIn(cast);
      await tellApp(cast, await (wrong ? make(cast) : logoutToken()));
    },
  };
}

export const parameterOnceAtLogout: readonly CheckCase[] = [
  {
    party: 'as',
    refusal: '400 invalid_request',
    goesOn: '200 You are logged out',
    play: (cast, wrong) => leave(cast, {}, wrong ? '&state=a&state=b' : ''),
  },
];

export const formTokenAtLogout: CheckCase = {
  party: 'as',
  refusal: '403 invalid_request',
  goesOn: '200 You are logged out',
  async play(cast, wrong) {
    await leave(cast, { withoutHint: true });
    await cast.browser.submit(wrong ? { form_token: 'forged' } : {}, { button: 'Log out' });
  },
};

/** Cases of logging out. */
export const logoutCases = {
  'logout.confirmed': [
    {
      party: 'as',
      refusal: '200 Do you want to log out?',
      goesOn: '200 You are logged out',
      play: (cast, wrong) => leave(cast, { withoutHint: wrong }),
    },
    {
      party: 'as',
      refusal: '200 You are still logged in',
      goesOn: '200 You are logged out',
      async play(cast, wrong) {
        await leave(cast, { withoutHint: true });
        // With the check off there is no page to answer, so the answer is sent as the page would.
        if (cast.browser.page?.html.includes('Stay')) await cast.browser.submit({}, { button: wrong ? 'Stay' : 'Log out' });
      },
    },
  ],
  'logout.redirect-exact': [
    {
      party: 'as',
      refusal: '200 You are logged out',
      goesOn: '303',
      play: (cast, wrong) => leave(cast, { postLogoutRedirectUri: wrong ? 'https://evil.lab.test/' : HOME }),
    },
  ],
  'rp.logout-token': [
    told(() => logoutToken({ nonce: 'n' })),
    told(() => logoutToken({ events: undefined })),
    told(() => logoutToken({ events: { 'http://schemas.openid.net/event/backchannel-logout': 'yes' } })),
    told(() => logoutToken({ sub: undefined })),
    told(() => logoutToken({ aud: 'bank-portal' })),
    told(() => logoutToken({ iss: 'https://evil.lab.test' })),
    told(() => logoutToken({ exp: NOW - 3600 })),
    told(() => logoutToken({ exp: undefined })),
    told(() => logoutToken({ iat: undefined })),
    told(() => logoutToken({ iat: NOW + 3600 })),
    told(() => logoutToken({ nbf: NOW + 3600 })),
    told(() => logoutToken({ jti: undefined })),
    told(() => logoutToken({}, { typ: 'JWT' })),
    told(() => logoutToken({}, {}, { ...ATTACKER_KEY, kid: ID_TOKEN_KEY.kid })),
    told(async () => (await logoutToken({}, { alg: 'none' })).replace(/[^.]+$/, '')),
    told((cast) => Promise.resolve(cast.app.tokens.idToken ?? '')),
    told(async (cast) => {
      const once = await logoutToken();
      await tellApp(cast, once);
      return once;
    }),
    {
      party: 'app',
      refusal: '400 invalid_request',
      goesOn: '200',
      play: async (cast, wrong) =>
        wrong
          ? ask(cast, { method: 'POST', url: 'https://app.lab.test/backchannel-logout', body: 'nothing' }, 'as')
          : tellApp(cast, await logoutToken()),
    },
    {
      party: 'app',
      refusal: '400 invalid_request',
      goesOn: '200',
      async play(cast, wrong) {
        const sent = form('https://app.lab.test/backchannel-logout', { logout_token: await logoutToken() });
        await ask(cast, wrong ? { ...sent, body: `${sent.body}&${sent.body}` } : sent, 'as');
      },
    },
    toldToExpenses({ nonce: 'n' }),
    toldToExpenses({ aud: 'ledger' }),
    toldToExpenses({ events: {} }),
    toldToExpenses({ sub: undefined }),
    toldToExpenses({ exp: NOW - 3600 }),
    toldToExpenses({}, { typ: 'JWT' }),
    toldToExpenses({ jti: undefined }),
  ],
} as const satisfies Record<string, readonly CheckCase[]>;
