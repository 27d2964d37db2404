import { ask, exchange, form, jsonBody } from '../../../../../tests/rehearsal.ts';
import { json } from '../../../http/problem.ts';
import { header } from '../../../http/message.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { ATTACKER_KEY, ACCESS_TOKEN_KEY } from '../../../world/keys/keys.ts';
import { GATEWAY } from '../../../world/parties.ts';
import { BASIC, REFRESH } from '../../authorization-server/token/request.fixture.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import { aliceActive, introspects, REFERENCE, signedVerdict } from '../../gateway/tokens/issuer.fixture.ts';
import { tokenFor } from '../../resource-server/protected-world.fixture.ts';
import type { DutyCase } from '../duties.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

type Answer = (cast: Company) => HttpResponse | Promise<HttpResponse>;

const good: Answer = ({ world }) => signedVerdict(world, aliceActive(world));

function call(cast: Company, token: string, path = '/invoices'): Promise<HttpResponse> {
  return ask(cast, { url: GATEWAY + path, headers: [['Authorization', `Bearer ${token}`]] }, 'app');
}

/** One call with a token that the issuer is asked about; the wrong one gets another answer. */
function asking(
  [refusal, goesOn]: readonly [string, string],
  wrongAnswer: Answer,
  token = () => Promise.resolve(REFERENCE),
  path?: string,
): CheckCase {
  return {
    party: 'gateway',
    refusal,
    goesOn,
    right: '200',
    async play(cast, wrong) {
      introspects(cast.world, () => (wrong ? wrongAnswer : good)(cast));
      return call(cast, await token(), path);
    },
  };
}

/** A call whose verdict is remembered, and another after so many seconds, when the issuer answers otherwise. */
function askingAgain(refusal: string, later: Answer, rightWait: number, together: CheckCase['together'] = []): CheckCase {
  return {
    party: 'gateway',
    together,
    refusal,
    goesOn: '200',
    async play(cast, wrong) {
      introspects(cast.world, () => good(cast));
      await call(cast, REFERENCE);
      cast.world.clock.advance(wrong ? 31 : rightWait);
      introspects(cast.world, () => (wrong ? later : good)(cast));
      return call(cast, REFERENCE);
    },
  };
}

const revoked: Answer = ({ world }) => signedVerdict(world, { active: false });

/** The half of a new token, as the web app gets it from the gateway. */
async function half(cast: Company, refreshToken = REFRESH.refresh_token): Promise<Record<string, unknown>> {
  const { url, ...rest } = form(`${GATEWAY}/split/token`, { ...REFRESH, refresh_token: refreshToken }, [BASIC]);
  return jsonBody(await ask(cast, { url, ...rest }, 'app'));
}

/** Cases of tokens that do not stand for themselves. */
export const gatewayTokenCases = {
  'gateway.token-live': [
    asking(['401 invalid_token', '200'], ({ world }) =>
      signedVerdict(world, aliceActive(world, { aud: 'https://payments.internal.lab.test' })),
    ),
    asking(['401 invalid_token', '200'], revoked, () => tokenFor('alice'), '/live/invoices'),
  ],
  'gateway.cache-bounded': [askingAgain('401 invalid_token', revoked, 29, ['gateway.token-live'])],
  'gateway.introspection-signed': [
    asking(['503', '200'], ({ world }) => json(200, aliceActive(world))),
    asking(['503', '200'], ({ world }) => signedVerdict(world, aliceActive(world), { ...ATTACKER_KEY, kid: ACCESS_TOKEN_KEY.kid })),
  ],
  'gateway.fail-closed': [
    asking(['503', '401 invalid_token'], () => json(500, {})),
    askingAgain('503', () => json(503, { active: true }), 31),
    {
      party: 'gateway',
      refusal: '503',
      goesOn: '200',
      async play(cast, wrong) {
        cast.world.meddler = (answer, { url }) => (wrong && url.endsWith('/token') ? json(500, {}) : answer);
        return call(cast, await tokenFor('alice'), '/exchanged/invoices');
      },
    },
  ],
  'gateway.split-token': [
    {
      party: 'gateway',
      beside: ['jwt.signature'],
      refusal: '401 invalid_token',
      goesOn: '200',
      async play(cast, wrong) {
        const one = await half(cast);
        const two = await half(cast, String(one['refresh_token']));
        const [, signature = ''] = /~([^~]+)$/.exec(String(two['access_token'])) ?? [];
        return call(cast, wrong ? String(one['access_token']).replace(/[^~]+$/, signature) : String(one['access_token']));
      },
    },
  ],
} as const satisfies Record<string, readonly CheckCase[]>;

function seenInside(play: (cast: Company) => Promise<string>, path: string): DutyCase {
  return {
    party: 'gateway',
    seen: ['nothing', 'the token from outside'],
    async play(cast) {
      introspects(cast.world, () => good(cast));
      await call(cast, await play(cast), path);
      return header(exchange(cast).request, 'x-original-authorization') === undefined ? 'nothing' : 'the token from outside';
    },
  };
}

/** Duties where another token travels on than came. */
export const strippedTokens: readonly DutyCase[] = [
  seenInside(() => Promise.resolve(REFERENCE), '/invoices'),
  seenInside(() => tokenFor('alice'), '/exchanged/invoices'),
];
