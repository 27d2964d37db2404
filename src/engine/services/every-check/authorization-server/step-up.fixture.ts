import { ask, form, jsonBody } from '../../../../../tests/rehearsal.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { decodeCompact, signCompact } from '../../../protocol/token/jws.ts';
import { ID_TOKEN_KEY } from '../../../world/keys/keys.ts';
import { authorizationUrl } from '../../authorization-server/authorize/request.fixture.ts';
import { confirm, knownByPassword, shownCode, TWO_FACTORS } from '../../authorization-server/authorize/login/second-factor.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

/** The ID token names another login than the one that was asked for, though its issuer signed it. */
function loginChanged(changes: JsonObject): CheckCase {
  return {
    party: 'app',
    refusal: 'rp.id-token-auth',
    goesOn: 'tokens kept',
    async play(cast) {
      await knownByPassword(cast);
      await cast.browser.navigate(cast.app.authorizationRequest({ maxAge: 60, acrValues: TWO_FACTORS }));
      await confirm(cast);
      return (await cast.app.redeem()).refused ?? 'tokens kept';
    },
    async tamper(response, { url }) {
      const body = url.endsWith('/token') ? jsonBody(response) : {};
      const decoded = decodeCompact(String(body['id_token']));
      if (!decoded) return response;
      const id_token = await signCompact(decoded.header, { ...decoded.claims, ...changes }, ID_TOKEN_KEY);
      return { ...response, body: JSON.stringify({ ...body, id_token }) };
    },
  };
}

export const formTokenAtSecondFactor: CheckCase = {
  party: 'as',
  refusal: '403 invalid_request',
  goesOn: '303',
  async play(cast, wrong) {
    await knownByPassword(cast);
    await cast.browser.navigate(cast.app.authorizationRequest({ acrValues: TWO_FACTORS }));
    const one_time_code = shownCode(cast);
    await cast.browser.submit({ one_time_code, ...(wrong ? { form_token: 'forged' } : {}) }, { button: 'Confirm' });
  },
};

export const throttleAtSecondFactor: CheckCase = {
  party: 'as',
  refusal: '429 Too many tries',
  goesOn: '303',
  async play(cast, wrong) {
    await knownByPassword(cast);
    for (let time = 0; time < (wrong ? 5 : 4); time += 1) {
      await cast.browser.navigate(cast.app.authorizationRequest({ acrValues: TWO_FACTORS }));
      await confirm(cast, '12345');
    }
    await confirm(cast);
  },
};

/** The password grant, where it is let through, is one more place to guess at. */
export const throttleAtPasswordGrant: CheckCase = {
  party: 'as',
  beside: ['token.grant-allowed'],
  refusal: '429 invalid_grant',
  goesOn: '200',
  async play(cast, wrong) {
    const grant = { grant_type: 'password', username: 'alice', client_id: 'ledger-phone' };
    const log = (password: string): Promise<unknown> => ask(cast, form(`https://as.lab.test/token`, { ...grant, password }), 'phone');
    for (let time = 0; time < (wrong ? 5 : 4); time += 1) await log('guess');
    await log('wonderland');
  },
};

/** Cases of logins with conditions, of the claims parameter and of where errors go. */
export const stepUpCases = {
  'authorize.acr': [
    {
      party: 'as',
      refusal: '303 unmet_authentication_requirements',
      goesOn: '303 code',
      async play(cast, wrong) {
        await knownByPassword(cast);
        if (!wrong) {
          await cast.browser.navigate(cast.app.authorizationRequest({ acrValues: TWO_FACTORS }));
          await confirm(cast);
        }
        await cast.browser.navigate(cast.app.authorizationRequest({ acrValues: TWO_FACTORS, prompt: 'none' }));
      },
    },
    {
      party: 'as',
      refusal: '303 unmet_authentication_requirements',
      goesOn: '303 code',
      async play(cast, wrong) {
        await knownByPassword(cast);
        const acrValues = wrong ? 'urn:example:acr:fingerprint' : 'urn:example:acr:password';
        await cast.browser.navigate(cast.app.authorizationRequest({ acrValues }));
      },
    },
  ],
  'authorize.subject': [
    {
      party: 'as',
      refusal: '303 login_required',
      goesOn: '303 code',
      async play(cast, wrong) {
        await knownByPassword(cast);
        const claims = { id_token: { sub: { value: wrong ? 'bob' : 'alice' } } };
        await cast.browser.navigate(cast.app.authorizationRequest({ prompt: 'none', claims }));
      },
    },
    {
      party: 'as',
      refusal: '303 invalid_request',
      goesOn: '303 code',
      async play(cast, wrong) {
        await knownByPassword(cast);
        await cast.app.redeem();
        const url = new URL(await cast.app.authorizationRequest({ sameUser: true, prompt: 'none' }));
        if (wrong) url.searchParams.set('id_token_hint', 'no-token');
        await cast.browser.navigate(url.href);
      },
    },
  ],
  'authorize.prompt-known': [
    {
      party: 'as',
      refusal: '303 invalid_request',
      goesOn: '200 Log in',
      play: (cast, wrong) => ask(cast, { url: authorizationUrl({ prompt: wrong ? 'login create' : 'login consent' }) }),
    },
  ],
  'authorize.claims-parameter': [
    {
      party: 'as',
      refusal: '303 invalid_request',
      goesOn: '200 Log in',
      play: (cast, wrong) =>
        ask(cast, { url: authorizationUrl({ claims: wrong ? '{"id_token":["acr"]}' : '{"id_token":{"name":null}}' }) }),
    },
  ],
  'authorize.error-redirect-trusted': [
    {
      party: 'as',
      given: ['authorize.scope-allowed'],
      refusal: '400 invalid_scope',
      goesOn: '303 invalid_scope',
      play: (cast, wrong) =>
        ask(cast, {
          url: authorizationUrl({
            scope: 'payments',
            ...(wrong ? { client_id: 'rogue', redirect_uri: 'https://evil.lab.test/callback' } : {}),
          }),
        }),
    },
    {
      party: 'as',
      refusal: '400 login_required',
      goesOn: '303 login_required',
      play: (cast, wrong) =>
        ask(cast, {
          url: authorizationUrl({
            prompt: 'none',
            scope: 'openid',
            ...(wrong ? { client_id: 'rogue', redirect_uri: 'https://evil.lab.test/callback' } : {}),
          }),
        }),
      given: ['authorize.prompt-none'],
    },
  ],
  'login.second-factor': [
    {
      party: 'as',
      refusal: '200 Confirm that it is you',
      goesOn: '303',
      async play(cast, wrong) {
        await knownByPassword(cast);
        await cast.browser.navigate(cast.app.authorizationRequest({ acrValues: TWO_FACTORS }));
        await confirm(cast, wrong ? '000000' : undefined);
      },
    },
    {
      party: 'as',
      refusal: '200 Confirm that it is you',
      goesOn: '303',
      async play(cast, wrong) {
        await knownByPassword(cast);
        await cast.browser.navigate(cast.app.authorizationRequest({ acrValues: TWO_FACTORS }));
        const used = shownCode(cast);
        if (wrong) {
          await confirm(cast);
          await cast.browser.navigate(cast.app.authorizationRequest({ acrValues: TWO_FACTORS, prompt: 'login' }));
          await cast.browser.submit({ username: 'alice', password: 'wonderland' });
        }
        await confirm(cast, used);
      },
    },
  ],
  'rp.id-token-auth': [loginChanged({ auth_time: 1 }), loginChanged({ acr: 'urn:example:acr:password' })],
} as const satisfies Record<string, readonly CheckCase[]>;
