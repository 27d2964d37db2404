import { ask } from '../../../../../tests/rehearsal.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import type { Header } from '../../../http/message.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { LAB_START } from '../../../world/clock.ts';
import { ACCESS_TOKEN_KEY, ATTACKER_KEY, ID_TOKEN_KEY } from '../../../world/keys/keys.ts';
import { tokenFor } from '../../resource-server/protected-world.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

const PAYMENTS = 'https://payments.internal.lab.test';
const NOW = LAB_START / 1000;
const BY_ATTACKER = { ...ATTACKER_KEY, kid: ACCESS_TOKEN_KEY.kid };

function carol(claims: JsonObject = {}, head: JsonObject = {}, key = ACCESS_TOKEN_KEY): Promise<string> {
  return tokenFor('carol', { aud: PAYMENTS, scope: 'payment_read', ...claims }, head, key);
}

const bearer = (token: string): Header => ['Authorization', `Bearer ${token}`];

/** A token that this API, too, finds wrong by itself. */
function token(wrongToken: () => Promise<string>, beside: readonly CheckId[] = []): readonly CheckCase[] {
  return [
    {
      party: 'payments',
      beside,
      together: ['api.own-validation'],
      refusal: '401 invalid_token',
      goesOn: '200',
      play: async (cast, wrong) => ask(cast, { url: `${PAYMENTS}/payments`, headers: [bearer(await (wrong ? wrongToken() : carol()))] }),
    },
  ];
}

/** One request against another, where the token is good. */
function sending(
  [refusal, goesOn]: readonly [string, string],
  wrongUrl: string,
  headers: (good: string) => readonly Header[],
  together: readonly CheckId[] = [],
): readonly CheckCase[] {
  return [
    {
      party: 'payments',
      together,
      refusal,
      goesOn,
      async play(cast, wrong) {
        const good = await carol();
        return ask(cast, {
          url: wrong ? PAYMENTS + wrongUrl.replace('{token}', good) : `${PAYMENTS}/payments`,
          headers: wrong ? headers(good) : [bearer(good)],
        });
      },
    },
  ];
}

/** Of somebody else's token: what it may see is another's. */
function reading(check: 'scope' | 'object' | 'tenant'): readonly CheckCase[] {
  const wrong = {
    scope: { scope: 'payment_write' },
    object: { sub: 'dave', department: 'Sales', roles: [] },
    tenant: { tenant: 'one' },
  }[check];
  return [
    {
      party: 'payments',
      refusal: check === 'scope' ? '403 insufficient_scope' : '404',
      goesOn: '200',
      play: async (cast, isWrong) =>
        ask(cast, { url: `${PAYMENTS}/payments/pay-2001`, headers: [bearer(await carol(isWrong ? wrong : {}))] }),
    },
  ];
}

/** The payments API judges every token anew: what the gateway and the invoices API have found does not reach it. RFC 9068 §4 */
export const tokenCasesAtPayments = {
  'gateway.credential': sending(['401', '200'], '/payments', () => []),
  'bearer.one-place': sending(['400 invalid_request', '200'], '/payments', (good) => [bearer(good), bearer(good)], ['api.own-validation']),
  'bearer.not-in-query': sending(['400 invalid_request', '200'], '/payments?access_token={token}', () => [], ['api.own-validation']),
  'jwt.compact-form': token(async () => `${await carol()}.AA`),
  'jwt.key-url': token(() => carol({}, { jku: 'https://evil.lab.test/jwks' })),
  'jwt.critical': token(() => carol({}, { crit: ['cash'] })),
  'jwt.signature': token(() => carol({}, {}, BY_ATTACKER)),
  'jwt.type': token(() => carol({}, { typ: 'JWT', alg: 'RS256', kid: ID_TOKEN_KEY.kid }, ID_TOKEN_KEY)),
  'jwt.claim-types': token(() => carol({ roles: 'manager' })),
  'jwt.required-claims': token(() => carol({ jti: undefined })),
  'jwt.issuer': token(() => carol({ iss: 'https://evil.lab.test' })),
  'jwt.audience': token(() => carol({ aud: 'https://api.lab.test' })),
  'jwt.expiry': token(() => carol({ exp: NOW - 3600, iat: NOW - 7200 })),
  'jwt.not-before': token(() => carol({ nbf: NOW + 3600 })),
  'jwt.issued-at': token(() => carol({ iat: NOW + 3600, exp: NOW + 7200 })),
  'api.own-validation': [
    {
      party: 'payments',
      together: ['jwt.signature'],
      refusal: '401 invalid_token',
      goesOn: '200',
      play: async (cast, wrong) =>
        ask(cast, { url: `${PAYMENTS}/payments`, headers: [bearer(await carol({}, {}, wrong ? BY_ATTACKER : ACCESS_TOKEN_KEY))] }),
    },
  ],
  'api.scope': reading('scope'),
  'api.object': reading('object'),
  'api.tenant': reading('tenant'),
} as const satisfies Partial<Record<CheckId, readonly CheckCase[]>>;
