import { jsonBody } from '../../../../../tests/rehearsal.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import {
  BASIC,
  codeFields,
  dashboardTokens,
  NIGHTLY,
  post,
  REFRESH,
  userinfo,
  withdraw,
} from '../../authorization-server/token/request.fixture.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import { CLIENTS } from '../../../world/clients.ts';
import type { DutyCase } from '../duties.fixture.ts';
import { introspectedCases, revocationDuties } from './introspection.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

/** A code is redeemed twice, which ends all that its first use gave. */
async function replayedCode(cast: Company, replay: boolean): Promise<unknown> {
  const fields = await codeFields(cast, { scope: 'openid invoice_read' });
  const { access_token } = jsonBody(await post(cast, fields));
  if (replay) await post(cast, fields);
  return access_token;
}

/** Cases of tokens that are ended before their time. */
export const tokenCases = {
  'token.grant-alive': [
    ...introspectedCases['token.grant-alive'],
    {
      party: 'as',
      refusal: '400 invalid_grant',
      goesOn: '200',
      async play(cast, wrong) {
        if (wrong) await withdraw(cast, 'ledger');
        await post(cast, REFRESH, [BASIC]);
      },
    },
  ],
  'jwt.not-revoked': [
    ...introspectedCases['jwt.not-revoked'],
    {
      party: 'as',
      refusal: '401 invalid_token',
      goesOn: '200',
      play: async (cast, wrong) => userinfo(cast, await replayedCode(cast, wrong)),
    },
    {
      party: 'as',
      refusal: '401 invalid_token',
      goesOn: '200',
      async play(cast, wrong) {
        const { access_token } = await dashboardTokens(cast);
        if (wrong) await withdraw(cast, 'dashboard');
        await userinfo(cast, access_token);
      },
    },
  ],
} as const satisfies Record<string, readonly CheckCase[]>;

function randomOrCounted(value: unknown): string {
  return /^\d{1,9}$/.test(String(value)) ? 'the next number' : /^[\w-]{43}$/.test(String(value)) ? 'random' : 'neither';
}

function claimsSeen(claim: string, issued: (cast: Company) => Promise<unknown>): DutyCase {
  return {
    party: 'as',
    seen: ['left out', 'in the token'],
    play: async (cast) => (decodeCompact(String(await issued(cast)))?.claims[claim] === undefined ? 'left out' : 'in the token'),
  };
}

const refreshed = async (cast: Company): Promise<Record<string, unknown>> => jsonBody(await post(cast, REFRESH, [BASIC]));

/** Duties about what tokens are made of, and what they take with them. */
export const tokenDuties = {
  'token.no-refresh-for-machines': [
    {
      party: 'as',
      seen: ['no refresh token', 'a refresh token'],
      play: async (cast) => (jsonBody(await post(cast, NIGHTLY))['refresh_token'] === undefined ? 'no refresh token' : 'a refresh token'),
    },
  ],
  'token.subject-distinct': [
    {
      party: 'as',
      seen: ['client:alice', 'alice'],
      play: async (cast) => {
        const fields = { grant_type: 'client_credentials', client_id: 'alice', client_secret: CLIENTS.namesake.secret };
        return String(decodeCompact(String(jsonBody(await post(cast, fields))['access_token']))?.claims['sub']);
      },
    },
  ],
  'token.unguessable': [
    { party: 'as', seen: ['random', 'the next number'], play: async (cast) => randomOrCounted((await codeFields(cast))['code']) },
    { party: 'as', seen: ['random', 'the next number'], play: async (cast) => randomOrCounted((await refreshed(cast))['refresh_token']) },
    {
      party: 'as',
      seen: ['random', 'the next number'],
      play: async (cast) => randomOrCounted((await dashboardTokens(cast))['access_token']),
    },
  ],
  'token.minimal-claims': ['email', 'salary', 'address', 'name'].map((claim) =>
    claimsSeen(claim, async (cast) => (await refreshed(cast))['access_token']),
  ),
  'revocation.cascade': [
    ...revocationDuties,
    { party: 'as', seen: ['401', '200'], play: async (cast) => String((await userinfo(cast, await replayedCode(cast, true))).status) },
    {
      party: 'as',
      seen: ['401', '200'],
      play: async (cast) => {
        const { access_token } = await dashboardTokens(cast);
        await withdraw(cast, 'dashboard');
        return String((await userinfo(cast, access_token)).status);
      },
    },
  ],
} as const satisfies Record<string, readonly DutyCase[]>;
