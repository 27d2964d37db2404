import { ask } from '../../../../../tests/rehearsal.ts';
import { catchAnswer, DORA, enterByPartner, MALLORY, PARTNER } from '../../authorization-server/federation/federation.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

/** The partner's answer, brought by the browser that asked; the wrong one was changed on its way. */
function returning(change: (url: URL) => void): CheckCase {
  return {
    party: 'as',
    refusal: '400 invalid_request',
    goesOn: '303',
    async play(cast, wrong) {
      const { url, cookie } = await catchAnswer(cast);
      if (wrong) change(url);
      await ask(cast, { url: url.href, headers: [cookie] });
    },
  };
}

/** Cases of logins at another identity provider. */
export const federationCases = {
  'rp.account-key': [
    {
      party: 'as',
      refusal: '403 Link your account',
      goesOn: '303',
      play: (cast, wrong) => enterByPartner(cast, wrong ? MALLORY : DORA),
    },
  ],
  'rp.metadata-issuer': [
    {
      party: 'as',
      refusal: '502 temporarily_unavailable',
      goesOn: '303',
      async play(cast, wrong) {
        cast.world.meddler = (response, { url }) =>
          wrong && url.includes('openid-configuration')
            ? { ...response, body: response.body.replace('"issuer":"https://idp', '"issuer":"https://evil') }
            : response;
        await cast.browser.navigate(cast.app.authorizationRequest());
        await cast.browser.submit({}, { button: PARTNER });
      },
    },
  ],
} as const satisfies Record<string, readonly CheckCase[]>;

/** Checks of other groups, as they are made where a user of the partner comes back. */
export const casesAtFederation = {
  'http.parameter-once': [returning((url) => url.searchParams.append('code', 'other'))],
  'rp.state': [returning((url) => url.searchParams.set('state', 'other'))],
  'rp.issuer-response': [returning((url) => url.searchParams.set('iss', 'https://evil.lab.test'))],
  'login.form-token': [
    {
      party: 'as',
      refusal: '403 invalid_request',
      goesOn: '303',
      async play(cast, wrong) {
        await cast.browser.navigate(cast.app.authorizationRequest());
        await cast.browser.submit(wrong ? { form_token: 'forged' } : {}, { button: PARTNER });
      },
    },
  ],
} as const satisfies Record<string, readonly CheckCase[]>;
