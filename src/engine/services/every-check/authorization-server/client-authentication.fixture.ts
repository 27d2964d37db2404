import { formatClientBasic } from '../../../http/basic.ts';
import type { Header } from '../../../http/message.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { ATTACKER_KEY, PAYROLL_KEY } from '../../../world/keys/keys.ts';
import { BASIC, NIGHTLY, payroll, payrollClaims, post, REFRESH } from '../../authorization-server/token/request.fixture.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

const WRONG: Header = ['Authorization', formatClientBasic({ user: 'ledger', password: 'guess' })];

/** The payroll importer asks for a token; the wrong assertion differs from the right one. */
function asserting(changes: (claims: JsonObject, cast: Company) => JsonObject, options: Parameters<typeof payroll>[2] = {}): CheckCase {
  return {
    party: 'as',
    refusal: '401 invalid_client',
    goesOn: '200',
    play: async (cast, wrong) => post(cast, await (wrong ? payroll(cast, changes(payrollClaims(cast), cast), options) : payroll(cast))),
  };
}

/** So many wrong secrets, one after the other. */
async function guess(cast: Company, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await post(cast, REFRESH, [WRONG]);
}

const same = (claims: JsonObject): JsonObject => claims;

/** Cases of the ways in which a client proves itself. */
export const clientAuthenticationCases = {
  'client.throttle': [
    {
      party: 'as',
      refusal: '429 invalid_client',
      goesOn: '200',
      async play(cast, wrong) {
        await guess(cast, wrong ? 10 : 9);
        await post(cast, REFRESH, [BASIC]);
      },
    },
    {
      party: 'as',
      refusal: '429 invalid_client',
      goesOn: '200',
      async play(cast, wrong) {
        for (let time = 0; time < (wrong ? 10 : 9); time += 1) await post(cast, { ...NIGHTLY, client_secret: 'guess' });
        await post(cast, NIGHTLY);
      },
    },
  ],
  'client.assertion-signature': [
    asserting(same, { key: { ...ATTACKER_KEY, kid: PAYROLL_KEY.kid } }),
    asserting(same, { header: { typ: 'at+jwt' } }),
    asserting(same, { header: { kid: 'another' } }),
  ],
  'client.assertion-subject': [asserting(() => ({ iss: 'nightly-report' })), asserting(() => ({ sub: 'nightly-report' }))],
  'client.assertion-audience': [
    asserting(() => ({ aud: 'https://as.lab.test/token' })),
    asserting(() => ({ aud: ['https://as.lab.test', 'https://evil.lab.test'] })),
    asserting(() => ({ aud: ['https://as.lab.test'] })),
  ],
  'client.assertion-lifetime': [
    asserting(({ exp }) => ({ exp: Number(exp) - 600 })),
    asserting(({ exp }) => ({ exp: Number(exp) + 3600 })),
    asserting(({ iat }) => ({ iat: Number(iat) + 120 })),
    asserting(() => ({ exp: undefined })),
  ],
  'client.assertion-once': [
    {
      party: 'as',
      refusal: '401 invalid_client',
      goesOn: '200',
      async play(cast, wrong) {
        const first = await payroll(cast);
        if (wrong) await post(cast, first);
        await post(cast, first);
      },
    },
    asserting(() => ({ jti: undefined })),
  ],
} as const satisfies Record<string, readonly CheckCase[]>;
