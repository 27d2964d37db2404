import { ask, logIn } from '../../../../../tests/rehearsal.ts';
import { authorizationUrl } from '../../authorization-server/authorize/request.fixture.ts';
import { NIGHTLY, post } from '../../authorization-server/token/request.fixture.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import { throttleAtGateway } from '../resource-server/gateway-callers.fixture.ts';
import { throttleAtPasswordGrant, throttleAtSecondFactor } from './step-up.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

const LOG_IN = '200 Log in';
const ALICE = { username: 'alice', password: 'wonderland' };

/** A request that is right but for these parameters. */
function asking(refusal: string, changes: Readonly<Record<string, string | undefined>>, suffix = ''): CheckCase {
  return {
    party: 'as',
    refusal,
    goesOn: LOG_IN,
    play: (cast, wrong) => ask(cast, { url: wrong ? authorizationUrl(changes) + suffix : authorizationUrl() }),
  };
}

/** A machine client asks the token endpoint for itself. */
function machineAsking(refusal: string, changes: Readonly<Record<string, string>>): CheckCase {
  return { party: 'as', refusal, goesOn: '200', play: (cast, wrong) => post(cast, wrong ? { ...NIGHTLY, ...changes } : NIGHTLY) };
}

async function untilConsent({ browser, phone }: Company): Promise<void> {
  await browser.navigate(phone.authorizationRequest());
  await browser.submit(ALICE);
}

async function known(cast: Company): Promise<void> {
  await logIn(cast, cast.app.authorizationRequest());
}

export const parameterOnceAtAuthorize = asking('303 invalid_request', {}, '&state=s2');

export const parameterOnceAtConsent: CheckCase = {
  party: 'as',
  refusal: '400 invalid_request',
  goesOn: '303 code',
  async play(cast, wrong) {
    await untilConsent(cast);
    await cast.browser.submit(wrong ? { decision: 'allow' } : {}, { button: 'Allow' });
  },
};

/** Cases of the authorization endpoint, the login and the consent. */
export const authorizeCases = {
  'authorize.client-known': [asking('400 invalid_request', { client_id: 'nobody' })],
  'authorize.redirect-uri-exact': [
    asking('400 invalid_request', { redirect_uri: 'https://app.lab.test/callback/' }),
    asking('400 invalid_request', { redirect_uri: undefined }),
  ],
  'authorize.request-object': [
    asking('303 request_not_supported', { request: 'e30.e30.' }),
    asking('303 registration_not_supported', { registration: '{}' }),
  ],
  'authorize.request-uri-pushed': [
    {
      ...asking('400 invalid_request_uri', { request_uri: 'https://evil.lab.test/request' }),
      beside: ['http.outbound-url'],
      goesOn: '400 invalid_request_object',
      right: LOG_IN,
    },
  ],
  'authorize.response-type': [
    asking('303 unsupported_response_type', { response_type: 'token' }),
    asking('303 invalid_request', { response_mode: 'fragment' }),
  ],
  'authorize.scope-allowed': [
    asking('303 invalid_scope', { scope: 'openid payments' }),
    machineAsking('400 invalid_scope', { scope: 'invoice_read invoice_write' }),
    machineAsking('400 invalid_scope', { scope: 'openid' }),
  ],
  'authorize.resource-known': [
    asking('303 invalid_target', { resource: 'https://evil.lab.test' }),
    machineAsking('400 invalid_target', { resource: 'https://evil.lab.test' }),
  ],
  'authorize.pkce-required': [asking('303 invalid_request', { code_challenge: undefined })],
  'authorize.pkce-method': [asking('303 invalid_request', { code_challenge_method: 'plain' })],
  'authorize.prompt-none': [
    {
      party: 'as',
      refusal: '303 login_required',
      goesOn: LOG_IN,
      right: '303 code',
      async play(cast, wrong) {
        if (!wrong) await known(cast);
        await cast.browser.navigate(cast.app.authorizationRequest({ prompt: 'none' }));
      },
    },
    {
      party: 'as',
      refusal: '303 consent_required',
      goesOn: '303 code',
      async play(cast, wrong) {
        await known(cast);
        await cast.browser.navigate((wrong ? cast.phone : cast.app).authorizationRequest({ prompt: 'none' }));
      },
    },
  ],
  'authorize.max-age': [
    {
      party: 'as',
      refusal: LOG_IN,
      goesOn: '303 code',
      async play(cast, wrong) {
        await known(cast);
        cast.world.clock.advance(600);
        await cast.browser.navigate(cast.app.authorizationRequest({ maxAge: wrong ? 60 : 3600 }));
      },
    },
    {
      party: 'as',
      refusal: '303 invalid_request',
      goesOn: '303 code',
      async play(cast, wrong) {
        await known(cast);
        const url = new URL(await cast.app.authorizationRequest({ maxAge: 3600 }));
        if (wrong) url.searchParams.set('max_age', 'soon');
        await cast.browser.navigate(url.href);
      },
    },
  ],
  'login.password': [
    {
      party: 'as',
      refusal: LOG_IN,
      goesOn: '303',
      async play({ app, browser }, wrong) {
        await browser.navigate(app.authorizationRequest());
        await browser.submit({ ...ALICE, ...(wrong ? { password: 'guess' } : {}) });
      },
    },
  ],
  'login.throttle': [
    throttleAtGateway,
    throttleAtSecondFactor,
    throttleAtPasswordGrant,
    {
      party: 'as',
      refusal: '429 Too many tries',
      goesOn: '303',
      async play({ app, browser }, wrong) {
        await browser.navigate(app.authorizationRequest());
        for (let time = 0; time < (wrong ? 5 : 4); time += 1) await browser.submit({ ...ALICE, password: 'guess' });
        await browser.submit(ALICE);
      },
    },
  ],
  'login.form-token': [
    {
      party: 'as',
      refusal: '403 invalid_request',
      goesOn: '303',
      async play({ app, browser }, wrong) {
        await browser.navigate(app.authorizationRequest());
        await browser.submit({ ...ALICE, ...(wrong ? { form_token: 'forged' } : {}) });
      },
    },
    {
      party: 'as',
      refusal: '403 invalid_request',
      goesOn: '303 code',
      async play(cast, wrong) {
        await untilConsent(cast);
        await cast.browser.submit(wrong ? { form_token: 'forged' } : {}, { button: 'Allow' });
      },
    },
  ],
  'consent.shown': [
    {
      party: 'as',
      refusal: '303 access_denied',
      goesOn: '303 code',
      async play(cast, wrong) {
        await untilConsent(cast);
        await cast.browser.submit({}, { button: wrong ? 'Deny' : 'Allow' });
      },
    },
  ],
  'consent.parameters-bound': [
    {
      party: 'as',
      refusal: '400 invalid_request',
      goesOn: '303 code',
      async play(cast, wrong) {
        await untilConsent(cast);
        await cast.browser.submit(wrong ? { scope: 'openid profile' } : {}, { button: 'Allow' });
      },
    },
  ],
} as const satisfies Record<string, readonly CheckCase[]>;
