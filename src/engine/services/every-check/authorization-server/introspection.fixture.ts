import { ask, form, jsonBody } from '../../../../../tests/rehearsal.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { formatClientBasic } from '../../../http/basic.ts';
import type { Header, HttpResponse } from '../../../http/message.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { signCompact } from '../../../protocol/token/jws.ts';
import type { PartyId } from '../../../trace/trace.ts';
import {
  BASIC,
  codeFields,
  DASHBOARD,
  dashboardTokens,
  NIGHTLY,
  post,
  REFRESH,
  userinfo,
  withdraw,
} from '../../authorization-server/token/request.fixture.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import { CLIENTS } from '../../../world/clients.ts';
import { ACCESS_TOKEN_KEY, ATTACKER_KEY } from '../../../world/keys/keys.ts';
import type { LabKey } from '../../../world/keys/keys.ts';
import { tokenFor } from '../../resource-server/protected-world.fixture.ts';
import type { DutyCase } from '../duties.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

export const INTROSPECT = 'https://as.lab.test/introspect';
export const REVOKE = 'https://as.lab.test/revoke';

/** How the gateway proves itself. */
export const GATEWAY_BASIC: Header = ['Authorization', formatClientBasic({ user: 'gateway', password: CLIENTS.gateway.secret })];

/** Asks whether a token is live, as the gateway unless said otherwise. */
export function introspect(cast: Company, token: unknown, headers: readonly Header[] = [GATEWAY_BASIC]): Promise<HttpResponse> {
  return ask(cast, form(INTROSPECT, { token: String(token) }, headers), 'gateway');
}

/** Gives a token back, as the web app unless said otherwise. */
export function revoke(cast: Company, token: unknown, headers: readonly Header[] = [BASIC]): Promise<HttpResponse> {
  return ask(cast, form(REVOKE, { token: String(token) }, headers), 'app');
}

/** What an answer says of the token. */
async function liveness(response: Promise<HttpResponse>): Promise<string> {
  const { active } = jsonBody(await response);
  return active === undefined ? 'an error' : active === true ? 'live' : 'not live';
}

function judged(play: (cast: Company, wrong: boolean) => Promise<HttpResponse>, beside: readonly CheckId[] = []): CheckCase {
  return { party: 'as', beside, refusal: 'not live', goesOn: 'live', play: (cast, wrong) => liveness(play(cast, wrong)) };
}

/** A token that is wrong in one way is introspected, against a good one. */
export function introspectedToken(wrongToken: () => Promise<string>, beside: readonly CheckId[] = []): CheckCase {
  return judged(async (cast, wrong) => introspect(cast, await (wrong ? wrongToken() : tokenFor('alice'))), beside);
}

const WITHOUT_AUDIENCE: readonly CheckId[] = ['introspection.audience'];

function twice(url: string, headers: readonly Header[]): CheckCase {
  return {
    party: 'as',
    refusal: '400 invalid_request',
    goesOn: '200',
    async play(cast, wrong) {
      const { body, ...rest } = form(url, { token: await tokenFor('alice') }, headers);
      return ask(cast, { ...rest, body: wrong ? `${body}&token=y` : body }, 'app');
    },
  };
}

export const parameterOnceAtIntrospect = twice(INTROSPECT, [GATEWAY_BASIC]);
export const parameterOnceAtRevoke = twice(REVOKE, [BASIC]);

function revoking(
  refusal: string,
  token: (cast: Company) => Promise<unknown>,
  [owner, stranger]: readonly [readonly Header[], readonly Header[]],
): CheckCase {
  return { party: 'as', refusal, goesOn: '200', play: async (cast, wrong) => revoke(cast, await token(cast), wrong ? stranger : owner) };
}

const refreshed = async (cast: Company): Promise<Record<string, unknown>> => jsonBody(await post(cast, REFRESH, [BASIC]));

/** A token of alice is taken back before it is used at a resource server. */
function revokedAt(party: PartyId, url: string, claims: JsonObject = {}): CheckCase {
  return {
    party,
    together: party === 'gateway' ? [] : ['api.own-validation'],
    refusal: '401 invalid_token',
    goesOn: '200',
    async play(cast, wrong) {
      const token = await tokenFor('alice', claims);
      if (wrong) await revoke(cast, token);
      await ask(cast, { url, headers: [['Authorization', `Bearer ${token}`]] }, 'app');
    },
  };
}

/** Where resource servers are told of revoked tokens, and what each is called in a notice. */
const LISTENERS: readonly (readonly [PartyId, string])[] = [
  ['gateway', 'https://api.lab.test'],
  ['invoices', 'https://invoices.internal.lab.test'],
  ['payments', 'https://payments.internal.lab.test'],
];

/** A notice as the issuer would send it, but for some members. */
export async function sendNotice(
  cast: Company,
  origin: string,
  {
    claims = {},
    header = {},
    key = ACCESS_TOKEN_KEY,
  }: { readonly claims?: JsonObject; readonly header?: JsonObject; readonly key?: LabKey } = {},
): Promise<HttpResponse> {
  const now = Math.floor(cast.world.clock.now() / 1000);
  const events = { 'https://as.lab.test/events/tokens-revoked': { tokens: [{ jti: 'token-1', exp: now + 300 }] } };
  const usual = { iss: 'https://as.lab.test', aud: origin, iat: now, jti: 'notice-1', events };
  const body = await signCompact({ alg: key.alg, typ: 'secevent+jwt', kid: ACCESS_TOKEN_KEY.kid, ...header }, { ...usual, ...claims }, key);
  return ask(
    cast,
    { method: 'POST', url: `${origin}/revoked-tokens`, headers: [['Content-Type', 'application/secevent+jwt']], body },
    'attacker',
  );
}

function noticed(wrongly: Parameters<typeof sendNotice>[2]): CheckCase[] {
  return LISTENERS.map(([party, origin]) => ({
    party,
    refusal: '400',
    goesOn: '202',
    play: (cast, wrong) => sendNotice(cast, origin, wrong ? wrongly : {}),
  }));
}

/** Cases of introspection and revocation. */
export const introspectionCases = {
  'introspection.caller': [
    {
      party: 'as',
      beside: WITHOUT_AUDIENCE,
      refusal: '401 invalid_client',
      goesOn: '200',
      play: async (cast, wrong) => introspect(cast, await tokenFor('alice'), wrong ? [] : [GATEWAY_BASIC]),
    },
    {
      party: 'as',
      beside: WITHOUT_AUDIENCE,
      refusal: '401 invalid_client',
      goesOn: '200',
      play: async (cast, wrong) =>
        ask(
          cast,
          form(
            INTROSPECT,
            { token: await tokenFor('alice'), ...(wrong ? { client_id: 'ledger-phone' } : {}) },
            wrong ? [] : [GATEWAY_BASIC],
          ),
        ),
    },
  ],
  'introspection.audience': [
    judged(async (cast, wrong) => introspect(cast, await tokenFor('alice', wrong ? { aud: 'https://payments.internal.lab.test' } : {}))),
    judged(async (cast, wrong) => introspect(cast, await tokenFor('alice'), [wrong ? BASIC : GATEWAY_BASIC])),
    judged((cast, wrong) => introspect(cast, REFRESH.refresh_token, [wrong ? GATEWAY_BASIC : BASIC])),
  ],
  'revocation.notice': [
    ...noticed({ key: { ...ATTACKER_KEY, kid: ACCESS_TOKEN_KEY.kid } }),
    ...noticed({ header: { typ: 'at+jwt' } }),
    ...noticed({ claims: { aud: 'https://as.lab.test' } }),
    ...noticed({ claims: { iss: 'https://evil.lab.test' } }),
  ],
  'revocation.client': [
    revoking('400 invalid_grant', () => Promise.resolve(REFRESH.refresh_token), [[BASIC], [DASHBOARD]]),
    revoking('400 invalid_grant', async (cast) => (await refreshed(cast))['access_token'], [[BASIC], [DASHBOARD]]),
    revoking('400 invalid_grant', async (cast) => (await dashboardTokens(cast))['access_token'], [[DASHBOARD], [BASIC]]),
    {
      party: 'as',
      refusal: '400 unsupported_token_type',
      goesOn: '200',
      async play(cast, wrong) {
        const tokens = await refreshed(cast);
        await revoke(cast, tokens[wrong ? 'id_token' : 'access_token']);
      },
    },
  ],
} as const satisfies Record<string, readonly CheckCase[]>;

/** A refresh token of which nothing is used up by asking about it. */
function refreshTokenState(spoil: (cast: Company) => Promise<unknown>): CheckCase {
  return judged(async (cast, wrong) => {
    if (wrong) await spoil(cast);
    return introspect(cast, REFRESH.refresh_token, [BASIC]);
  });
}

/** Cases of checks that are made elsewhere as well, at introspection. */
export const introspectedCases = {
  'jwt.not-revoked': [
    revokedAt('gateway', 'https://api.lab.test/invoices'),
    revokedAt('invoices', 'https://invoices.internal.lab.test/invoices'),
    revokedAt('payments', 'https://payments.internal.lab.test/payments', {
      aud: 'https://payments.internal.lab.test',
      scope: 'payment_read',
    }),
    judged(async (cast, wrong) => {
      const { access_token } = jsonBody(await post(cast, NIGHTLY));
      if (wrong)
        await ask(cast, form(REVOKE, { token: String(access_token), client_id: NIGHTLY.client_id, client_secret: NIGHTLY.client_secret }));
      return introspect(cast, access_token);
    }),
    judged(async (cast, wrong) => {
      const { access_token } = await dashboardTokens(cast);
      if (wrong) await revoke(cast, access_token, [DASHBOARD]);
      return introspect(cast, access_token);
    }),
  ],
  'token.refresh-lifetime': [
    refreshTokenState((cast) => {
      cast.world.clock.advance(30 * 86_400);
      return Promise.resolve();
    }),
  ],
  'token.refresh-once': [
    refreshTokenState((cast) => post(cast, REFRESH, [BASIC])),
    refreshTokenState((cast) => revoke(cast, REFRESH.refresh_token)),
  ],
  'token.grant-alive': [refreshTokenState((cast) => withdraw(cast, 'ledger'))],
} as const satisfies Record<string, readonly CheckCase[]>;

async function openAfterRevocation(cast: Company, tokens: Record<string, unknown>, client: Header): Promise<string> {
  await revoke(cast, tokens['refresh_token'], [client]);
  return String((await userinfo(cast, tokens['access_token'])).status);
}

/** What a revoked refresh token takes with it. */
export const revocationDuties = [
  { party: 'as', seen: ['401', '200'], play: async (cast) => openAfterRevocation(cast, await dashboardTokens(cast), DASHBOARD) },
  { party: 'as', seen: ['401', '200'], play: async (cast) => openAfterRevocation(cast, await refreshed(cast), BASIC) },
  {
    party: 'as',
    seen: ['401', '200'],
    async play(cast) {
      const fields = await codeFields(cast, { scope: 'openid invoice_read' });
      const tokens = jsonBody(await post(cast, fields));
      await ask(cast, form(REVOKE, { token: String(tokens['refresh_token']), client_id: 'ledger-phone' }));
      return String((await userinfo(cast, tokens['access_token'])).status);
    },
  },
] as const satisfies readonly DutyCase[];
