import { ask } from '../../../../../tests/rehearsal.ts';
import { authorizationUrl } from '../../authorization-server/authorize/request.fixture.ts';
import { METADATA, REGISTER, configure, registered, registering } from '../../authorization-server/register/request.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

/** A registration; the wrong one differs by `changes`. */
function registration(refusal: string, changes: Readonly<Record<string, unknown>>): CheckCase {
  return { party: 'as', refusal, goesOn: '201', play: (cast, wrong) => registering(cast, wrong ? changes : {}) };
}

/** An update of a registration; the wrong one differs by `changes`. */
function changing(refusal: string, changes: Readonly<Record<string, unknown>>): CheckCase {
  return {
    party: 'as',
    refusal,
    goesOn: '200',
    async play(cast, wrong) {
      const told = await registered(cast);
      await configure(cast, told, 'PUT', { ...METADATA, client_id: told.client_id, ...(wrong ? changes : {}) });
    },
  };
}

export const jsonStrictAtRegistration: CheckCase = {
  party: 'as',
  refusal: '400 invalid_client_metadata',
  goesOn: '201',
  play(cast, wrong) {
    const body = JSON.stringify(METADATA);
    const twice = body.replace('{', '{"client_name":"Ledger app",');
    return ask(cast, { method: 'POST', url: REGISTER, headers: [['Content-Type', 'application/json']], body: wrong ? twice : body });
  },
};

/** Cases of dynamic client registration and its management. */
export const registrationCases = {
  'registration.few': [
    {
      party: 'as',
      refusal: '429 invalid_request',
      goesOn: '201',
      async play(cast, wrong) {
        for (let count = 0; wrong && count < 50; count += 1) await registering(cast);
        await registering(cast);
      },
    },
  ],
  'registration.metadata': [
    registration('400 invalid_client_metadata', { grant_types: ['authorization_code', 'password'] }),
    changing('400 invalid_client_metadata', { client_id: 'ledger' }),
    changing('400 invalid_client_metadata', { contacts: 'mallory' }),
  ],
  'registration.metadata-urls': [
    registration('400 invalid_redirect_uri', { redirect_uris: ['https://evil.lab.test/callback', 'http://evil.lab.test/callback'] }),
    registration('400 invalid_client_metadata', { policy_uri: 'https://metadata.internal.lab.test/' }),
    changing('400 invalid_redirect_uri', { redirect_uris: ['https://evil.lab.test/callback', 'javascript:alert(1)'] }),
  ],
  'registration.software-statement': [registration('400 invalid_software_statement', { software_statement: 'x' })],
  'registration.access-token': [
    {
      party: 'as',
      refusal: '401 invalid_token',
      goesOn: '200',
      play: async (cast, wrong) => configure(cast, await registered(cast), 'GET', undefined, wrong ? 'guess' : undefined),
    },
    {
      party: 'as',
      refusal: '401 invalid_token',
      goesOn: '204',
      play: async (cast, wrong) => configure(cast, await registered(cast), 'DELETE', undefined, wrong ? 'guess' : undefined),
    },
  ],
} as const satisfies Record<string, readonly CheckCase[]>;

/** A client that registered itself without the code grant asks for a code. */
export const codeWithoutGrant: CheckCase = {
  party: 'as',
  beside: ['authorize.error-redirect-trusted'],
  refusal: '303 unauthorized_client',
  goesOn: '200 Log in',
  async play(cast, wrong) {
    const withoutCode = { grant_types: ['client_credentials'], response_types: [] };
    const { client_id: id } = await registered(cast, wrong ? withoutCode : {});
    await ask(cast, { url: authorizationUrl({ client_id: id, redirect_uri: 'https://evil.lab.test/callback' }) });
  },
};

/** Calls of the authorization server to what others name. */
export const outboundCasesAtAuthorizationServer = {
  'http.outbound-url': [
    {
      party: 'as',
      beside: ['registration.metadata-urls'],
      refusal: '400 invalid_client_metadata',
      goesOn: '201',
      play: (cast, wrong) =>
        registering(cast, { logo_uri: wrong ? 'https://metadata.internal.lab.test/' : 'https://partner.lab.test/logo.png' }),
    },
    {
      party: 'as',
      beside: ['authorize.request-uri-pushed'],
      refusal: '400 invalid_request_uri',
      goesOn: '400 invalid_request_object',
      play: (cast, wrong) =>
        ask(cast, { url: authorizationUrl({ request_uri: `https://${wrong ? 'metadata.internal' : 'partner'}.lab.test/request` }) }),
    },
  ],
  'http.outbound-redirect': [
    {
      party: 'as',
      beside: ['registration.metadata-urls', 'http.outbound-url'],
      refusal: '400 invalid_client_metadata',
      goesOn: '201',
      play: (cast, wrong) =>
        registering(cast, { logo_uri: wrong ? 'https://expenses.lab.test/login' : 'https://partner.lab.test/logo.png' }),
    },
  ],
} as const satisfies Record<string, readonly CheckCase[]>;
