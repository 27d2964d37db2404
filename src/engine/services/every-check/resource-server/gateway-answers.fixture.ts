import { ask, jsonBody } from '../../../../../tests/rehearsal.ts';
import { header } from '../../../http/message.ts';
import { json } from '../../../http/problem.ts';
import { LAB_START } from '../../../world/clock.ts';
import { CLIENTS } from '../../../world/clients.ts';
import { GATEWAY } from '../../../world/parties.ts';
import { introspects, REFERENCE } from '../../gateway/tokens/issuer.fixture.ts';
import { tokenFor } from '../../resource-server/protected-world.fixture.ts';
import type { DutyCase } from '../duties.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

const FRESH = { acr: 'urn:example:acr:two-factors', auth_time: LAB_START / 1000 };

/** A token of a strong, fresh login against one that is neither or only one of the two. */
function loggedIn(wrong: Readonly<Record<string, unknown>>): CheckCase {
  return {
    party: 'gateway',
    refusal: '401 insufficient_user_authentication',
    goesOn: '200',
    async play(cast, isWrong) {
      const token = await tokenFor('alice', { ...FRESH, ...(isWrong ? wrong : {}) });
      return ask(cast, { url: `${GATEWAY}/step-up/me`, headers: [['Authorization', `Bearer ${token}`]] });
    },
  };
}

/** Cases of what the gateway asks beyond a valid token. */
export const gatewayAnswerCases = {
  'gateway.step-up': [
    loggedIn({ acr: 'urn:example:acr:password' }),
    loggedIn({ auth_time: LAB_START / 1000 - 301 }),
    loggedIn({ auth_time: undefined }),
  ],
} as const satisfies Record<string, readonly CheckCase[]>;

/** Duties of every answer of the gateway. */
export const gatewayAnswerDuties = {
  'http.cors': [
    {
      party: 'gateway',
      seen: ['nothing', 'https://evil.lab.test'],
      async play(cast) {
        const headers = [['Authorization', `Bearer ${await tokenFor('alice')}`] as const, ['Origin', 'https://evil.lab.test'] as const];
        return header(await ask(cast, { url: `${GATEWAY}/invoices`, headers }), 'access-control-allow-origin') ?? 'nothing';
      },
    },
    {
      party: 'gateway',
      seen: ['403', '204'],
      async play(cast) {
        const headers = [['Origin', 'https://evil.lab.test'] as const, ['Access-Control-Request-Method', 'POST'] as const];
        return String((await ask(cast, { method: 'OPTIONS', url: `${GATEWAY}/invoices`, headers })).status);
      },
    },
  ],
  'http.error-detail': [
    {
      party: 'gateway',
      seen: ['nothing', 'the inside'],
      async play(cast) {
        const headers = [['Authorization', `Bearer ${await tokenFor('alice')}`] as const];
        return jsonBody(await ask(cast, { url: `${GATEWAY}/archive`, headers }))['internal'] === undefined ? 'nothing' : 'the inside';
      },
    },
    {
      party: 'gateway',
      seen: ['nothing', 'the inside'],
      async play(cast) {
        introspects(cast.world, () => json(500, {}));
        const { body } = await ask(cast, { url: `${GATEWAY}/invoices`, headers: [['Authorization', `Bearer ${REFERENCE}`]] });
        return body.includes(CLIENTS.gateway.secret) ? 'the inside' : 'nothing';
      },
    },
  ],
} as const satisfies Record<string, readonly DutyCase[]>;
