import { ask, form } from '../../../../../tests/rehearsal.ts';
import { createBankPortal } from '../../../actors/client/pushing-client.ts';
import { formatClientBasic } from '../../../http/basic.ts';
import type { Header } from '../../../http/message.ts';
import { pushedFields } from '../../authorization-server/pushed/request.fixture.ts';
import { authorizationUrl } from '../../authorization-server/authorize/request.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

const PAR = 'https://as.lab.test/par';
const BASIC: Header = ['Authorization', formatClientBasic({ user: 'ledger', password: 'ledger-secret-7f3a9c51e8b24d06' })];
const LOG_IN = '200 Log in';

type Changes = Readonly<Record<string, string | undefined>>;

/** The web app pushes; the wrong form differs by `changes`, the right one by what it has to bring. */
function pushing(refusal: string, changes: Changes, right: Changes = {}): CheckCase {
  return {
    party: 'as',
    refusal,
    goesOn: '201',
    play: (cast, wrong) => ask(cast, form(PAR, pushedFields(wrong ? changes : right), [BASIC]), 'app'),
  };
}

export const parameterOnceAtPar: CheckCase = {
  party: 'as',
  refusal: '400 invalid_request',
  goesOn: '201',
  play(cast, wrong) {
    const { body, ...rest } = form(PAR, pushedFields(), [BASIC]);
    return ask(cast, { ...rest, body: wrong ? `${body}&state=other` : body }, 'app');
  },
};

/** The checks of the authorization endpoint, made where a request is pushed. */
export const authorizeCasesAtPar = {
  'authorize.client-known': [pushing('400 invalid_request', { client_id: undefined })],
  'authorize.redirect-uri-exact': [pushing('400 invalid_request', { redirect_uri: 'https://evil.lab.test/' })],
  'authorize.request-object': [pushing('400 request_not_supported', { request: 'e30.e30.' })],
  'authorize.response-type': [pushing('400 unsupported_response_type', { response_type: 'token' })],
  'authorize.scope-allowed': [pushing('400 invalid_scope', { scope: 'payments' })],
  'authorize.resource-known': [pushing('400 invalid_target', { resource: 'https://evil.lab.test' })],
  'authorize.pkce-required': [pushing('400 invalid_request', { code_challenge: undefined })],
  'authorize.pkce-method': [pushing('400 invalid_request', { code_challenge_method: 'plain' })],
  'authorize.prompt-known': [pushing('400 invalid_request', { prompt: 'create' }, { prompt: 'login' })],
  'authorize.claims-parameter': [pushing('400 invalid_request', { claims: '[]' }, { claims: '{}' })],
} as const satisfies Record<string, readonly CheckCase[]>;

/** Client authentication, where a request is pushed. */
export const clientCasesAtPar = {
  'client.secret': [
    {
      party: 'as',
      refusal: '401 invalid_client',
      goesOn: '201',
      play: (cast, wrong) =>
        ask(
          cast,
          form(PAR, pushedFields(), [wrong ? ['Authorization', formatClientBasic({ user: 'ledger', password: 'guess' })] : BASIC]),
          'app',
        ),
    },
  ],
} as const satisfies Record<string, readonly CheckCase[]>;

/** Cases of pushed authorization requests. */
export const pushedRequestCases = {
  'par.no-request-uri': [pushing('400 invalid_request', { request_uri: 'urn:ietf:params:oauth:request_uri:x' })],
  'par.required': [
    {
      party: 'as',
      refusal: '400 invalid_request',
      goesOn: LOG_IN,
      async play(cast, wrong) {
        const bank = createBankPortal(cast);
        const url = wrong
          ? authorizationUrl({ client_id: 'bank-portal', redirect_uri: bank.redirectUri })
          : await bank.authorizationRequest();
        await cast.browser.navigate(url);
      },
    },
  ],
  'par.client-match': [
    {
      party: 'as',
      refusal: '400 invalid_request_uri',
      goesOn: LOG_IN,
      async play(cast, wrong) {
        const url = new URL(await createBankPortal(cast).authorizationRequest());
        if (wrong) url.searchParams.set('client_id', 'ledger');
        await cast.browser.navigate(url.href);
      },
    },
  ],
  'par.once': [
    {
      party: 'as',
      refusal: '400 invalid_request_uri',
      goesOn: LOG_IN,
      async play(cast, wrong) {
        const url = await createBankPortal(cast).authorizationRequest();
        if (wrong) await cast.browser.navigate(url);
        await cast.browser.navigate(url);
      },
    },
    {
      party: 'as',
      refusal: '400 invalid_request_uri',
      goesOn: LOG_IN,
      async play(cast, wrong) {
        const url = await createBankPortal(cast).authorizationRequest();
        if (wrong) cast.world.clock.advance(60);
        await cast.browser.navigate(url);
      },
    },
  ],
} as const satisfies Record<string, readonly CheckCase[]>;
