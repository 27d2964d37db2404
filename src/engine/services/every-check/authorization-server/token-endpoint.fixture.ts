import { ask, form } from '../../../../../tests/rehearsal.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { formatClientBasic } from '../../../http/basic.ts';
import type { Header } from '../../../http/message.ts';
import { BASIC, codeFields, post, REFRESH, TOKEN, without } from '../../authorization-server/token/request.fixture.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import { introspectedCases } from './introspection.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

type Fields = Readonly<Record<string, string>>;

/** A code is redeemed; the wrong form differs from the right one by `change`. */
function redeeming(refusal: string, change: (fields: Fields, cast: Company) => Fields | Promise<Fields>): CheckCase {
  return {
    party: 'as',
    refusal,
    goesOn: '200',
    async play(cast, wrong) {
      const fields = await codeFields(cast);
      await post(cast, wrong ? await change(fields, cast) : fields);
    },
  };
}

/** The refresh token is used; the wrong request has other fields or other headers. */
function refreshing(
  refusal: string,
  { fields = {}, headers = [BASIC], wait = 0 }: { readonly fields?: Fields; readonly headers?: readonly Header[]; readonly wait?: number },
  beside: readonly CheckId[] = [],
): CheckCase {
  return {
    party: 'as',
    beside,
    refusal,
    goesOn: '200',
    async play(cast, wrong) {
      if (wrong) cast.world.clock.advance(wait);
      await (wrong ? post(cast, { ...REFRESH, ...fields }, headers) : post(cast, REFRESH, [BASIC]));
    },
  };
}

export const parameterOnceAtToken: CheckCase = {
  party: 'as',
  refusal: '400 invalid_request',
  goesOn: '200',
  play(cast, wrong) {
    const { body, ...rest } = form(TOKEN, REFRESH, [BASIC]);
    return ask(cast, { ...rest, body: wrong ? `${body}&grant_type=refresh_token` : body }, 'app');
  },
};

/** The retired password grant, where its own check is off; the wrong request differs by these parameters. */
function byPassword(refusal: string, changes: Fields): CheckCase {
  const right = { grant_type: 'password', username: 'alice', password: 'wonderland' };
  return {
    party: 'as',
    beside: ['token.grant-allowed'],
    refusal,
    goesOn: '200',
    play: (cast, wrong) => post(cast, wrong ? { ...right, ...changes } : right, [BASIC]),
  };
}

/** What other endpoints check as well, at the password grant. */
export const casesAtPasswordGrant = {
  'login.password': [byPassword('400 invalid_grant', { password: 'guess' })],
  'authorize.scope-allowed': [byPassword('400 invalid_scope', { scope: 'openid payments' })],
  'authorize.resource-known': [byPassword('400 invalid_target', { resource: 'https://evil.lab.test' })],
} as const satisfies Record<string, readonly CheckCase[]>;

/** Cases of the token endpoint and of client authentication. */
export const tokenEndpointCases = {
  'token.grant-allowed': [
    refreshing('400 unsupported_grant_type', { fields: { grant_type: 'password', username: 'alice', password: 'wonderland' } }),
  ],
  'token.code-fresh': [
    redeeming('400 invalid_grant', (fields, { world }) => {
      world.clock.advance(60);
      return fields;
    }),
  ],
  'token.code-once': [
    redeeming('400 invalid_grant', async (fields, cast) => {
      await post(cast, fields);
      return fields;
    }),
  ],
  'token.code-client': [
    {
      ...redeeming('400 invalid_grant', (fields) => fields),
      async play(cast, wrong) {
        const fields = await codeFields(cast);
        await (wrong ? post(cast, without(fields, 'client_id'), [BASIC]) : post(cast, fields));
      },
    },
  ],
  'token.code-redirect-uri': [redeeming('400 invalid_grant', (fields) => ({ ...fields, redirect_uri: 'test.lab.ledger:/other' }))],
  'token.pkce-verifier': [
    redeeming('400 invalid_grant', (fields) => ({ ...fields, code_verifier: 'x'.repeat(43) })),
    redeeming('400 invalid_grant', (fields) => without(fields, 'code_verifier')),
  ],
  'token.pkce-expected': [
    {
      party: 'as',
      beside: ['authorize.pkce-required'],
      refusal: '400 invalid_grant',
      goesOn: '200',
      async play(cast, wrong) {
        const fields = await codeFields(cast, { withoutPkce: true });
        await post(cast, wrong ? { ...fields, code_verifier: 'x'.repeat(43) } : fields);
      },
    },
  ],
  'token.scope-narrower': [refreshing('400 invalid_scope', { fields: { scope: 'invoice_read invoice_write' } })],
  'token.resource-granted': [
    redeeming('400 invalid_target', (fields) => ({ ...fields, resource: 'https://evil.lab.test' })),
    refreshing('400 invalid_target', { fields: { resource: 'https://evil.lab.test' } }),
  ],
  'token.refresh-client': [refreshing('400 invalid_grant', { fields: { client_id: 'ledger-phone' }, headers: [] })],
  'token.refresh-once': [
    ...introspectedCases['token.refresh-once'],
    {
      party: 'as',
      refusal: '400 invalid_grant',
      goesOn: '200',
      async play(cast, wrong) {
        if (wrong) await post(cast, REFRESH, [BASIC]);
        await post(cast, REFRESH, [BASIC]);
      },
    },
  ],
  'token.refresh-lifetime': [...introspectedCases['token.refresh-lifetime'], refreshing('400 invalid_grant', { wait: 30 * 86_400 })],
  'client.authenticated': [
    refreshing('401 invalid_client', { fields: { client_id: 'ledger' }, headers: [] }, ['client.method-registered']),
  ],
  'client.one-method': [refreshing('400 invalid_request', { fields: { client_secret: 'x' } })],
  'client.method-registered': [
    refreshing('401 invalid_client', { fields: { client_id: 'ledger', client_secret: 'ledger-secret-7f3a9c51e8b24d06' }, headers: [] }),
  ],
  'client.secret': [
    refreshing('401 invalid_client', { headers: [['Authorization', formatClientBasic({ user: 'ledger', password: 'guess' })]] }),
  ],
} as const satisfies Record<string, readonly CheckCase[]>;
