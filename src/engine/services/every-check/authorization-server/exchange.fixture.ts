import { ask, form, jsonBody, logIn } from '../../../../../tests/rehearsal.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { PAYMENTS } from '../../../world/parties.ts';
import { exchangeAs } from '../../authorization-server/token/exchange/request.fixture.ts';
import type { Service } from '../../authorization-server/token/exchange/request.fixture.ts';
import { BASIC } from '../../authorization-server/token/request.fixture.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import { tokenFor } from '../../resource-server/protected-world.fixture.ts';
import type { DutyCase } from '../duties.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

type Changes = Readonly<Record<string, string | undefined>>;

/** A token of alice is exchanged; the wrong request has other fields, or another subject token. */
function exchanging(
  refusal: string,
  wrongFields: Changes | ((cast: Company) => Promise<Changes>),
  { by = 'gateway', goesOn = '200' }: { readonly by?: Service; readonly goesOn?: string } = {},
): CheckCase {
  return {
    party: 'as',
    refusal,
    goesOn,
    right: '200',
    async play(cast, wrong) {
      const fields = typeof wrongFields === 'function' ? await wrongFields(cast) : wrongFields;
      await exchangeAs(cast, by, await tokenFor('alice'), wrong ? fields : {});
    },
  };
}

async function idTokenOfAlice(cast: Company): Promise<string> {
  await logIn(cast, cast.app.authorizationRequest());
  return (await cast.app.redeem()).tokens?.idToken ?? '';
}

/** One rule of an access token, where that token is exchanged. */
export function exchangedToken(wrongToken: () => Promise<string>, beside: CheckCase['beside'] = []): CheckCase {
  return {
    party: 'as',
    beside,
    together: ['exchange.subject-token'],
    refusal: '400 invalid_request',
    goesOn: '200',
    play: async (cast, wrong) => exchangeAs(cast, 'gateway', await (wrong ? wrongToken() : tokenFor('alice'))),
  };
}

/** A token that was revoked, where it is exchanged. */
export const revokedAtExchange: CheckCase = {
  party: 'as',
  together: ['exchange.subject-token'],
  refusal: '400 invalid_request',
  goesOn: '200',
  async play(cast, wrong) {
    await logIn(cast, cast.app.authorizationRequest());
    const subject = (await cast.app.redeem()).tokens?.accessToken ?? '';
    if (wrong) await ask(cast, form('https://as.lab.test/revoke', { token: subject }, [BASIC]), 'app');
    await exchangeAs(cast, 'gateway', subject);
  },
};

/** Cases of the token exchange grant. */
export const exchangeCases = {
  'exchange.subject-token': [
    {
      ...exchanging('400 invalid_request', async () => ({ subject_token: await tokenFor('alice', { aud: PAYMENTS }) })),
      together: ['jwt.audience'],
    },
    exchanging('400 invalid_request', async (cast) => ({
      subject_token: `${await idTokenOfAlice(cast)}AA`,
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      scope: 'invoice_read',
    })),
  ],
  'exchange.token-type': [
    exchanging('400 invalid_request', async (cast) => ({ subject_token: await idTokenOfAlice(cast), scope: 'invoice_read' })),
    exchanging(
      '400 invalid_request',
      async (cast) => ({
        subject_token: await idTokenOfAlice(cast),
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
        scope: 'invoice_read',
      }),
      { by: 'invoices' },
    ),
    exchanging('400 invalid_request', { requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' }),
    exchanging('400 invalid_request', { actor_token_type: 'urn:ietf:params:oauth:token-type:access_token' }),
  ],
  'exchange.actor': [
    exchanging('400 invalid_request', async () => ({
      actor_token: await tokenFor('bob', { client_id: 'gateway' }),
      actor_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    })),
    exchanging('400 invalid_request', async () => ({ subject_token: await tokenFor('alice', { may_act: { sub: 'invoices-api' } }) })),
  ],
  'exchange.scope-narrower': [exchanging('400 invalid_scope', { scope: 'invoice_read payment_write' })],
  'exchange.target': [
    exchanging('400 invalid_target', { resource: 'https://evil.lab.test' }),
    exchanging('400 invalid_target', { audience: 'invoices-api' }, { by: 'invoices' }),
  ],
} as const satisfies Record<string, readonly CheckCase[]>;

/** The duty of the token exchange grant. */
export const exchangeDuties = {
  'exchange.actor-chain': [
    {
      party: 'as',
      seen: ['{"sub":"gateway"}', 'nobody'],
      play: async (cast) => {
        const { access_token } = jsonBody(await exchangeAs(cast, 'gateway', await tokenFor('alice')));
        return JSON.stringify(decodeCompact(String(access_token))?.claims['act'] ?? 'nobody').replaceAll(/^"|"$/g, '');
      },
    },
  ],
} as const satisfies Record<string, readonly DutyCase[]>;
