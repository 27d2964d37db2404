import { ask, exchange } from '../../../../../tests/rehearsal.ts';
import { formatBasic } from '../../../http/basic.ts';
import { header } from '../../../http/message.ts';
import type { Header } from '../../../http/message.ts';
import { gatewayData } from '../../../world/gateway-data.ts';
import { GATEWAY } from '../../../world/parties.ts';
import { strippedTokens } from './gateway-tokens.fixture.ts';
import type { DutyCase } from '../duties.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

const [KEY = '', OLD = '', FREE = ''] = gatewayData(0).apiKeys.map(({ key }) => key);
const OLD_KEY: Header = ['X-API-Key', OLD];
const IN_HEADER: Header = ['X-API-Key', KEY];
const BASIC: Header = ['Authorization', formatBasic({ user: 'alice', password: 'wonderland' })];

/** A call at the gateway; the wrong one differs in its address or in its headers. */
function calling(
  [refusal, goesOn, right = goesOn]: readonly [string, string, string?],
  [url, headers]: readonly [string, readonly Header[]],
  [wrongUrl, wrongHeaders]: readonly [string, readonly Header[]],
  wait = 0,
): CheckCase {
  return {
    party: 'gateway',
    refusal,
    goesOn,
    right,
    play(cast, wrong) {
      if (wrong) cast.world.clock.advance(wait);
      return ask(cast, wrong ? { url: wrongUrl, headers: wrongHeaders } : { url, headers }, 'app');
    },
  };
}

/** One more call of the app on the free plan, after so many, so many seconds apart. */
function afterCalls(url: string, calls: number, seconds: number): CheckCase {
  return {
    party: 'gateway',
    refusal: '429',
    goesOn: '200',
    async play(cast, wrong) {
      for (let call = 0; call < calls && wrong; call += 1) {
        await ask(cast, { url, headers: [['X-API-Key', FREE]] });
        cast.world.clock.advance(seconds);
      }
      await ask(cast, { url, headers: [['X-API-Key', FREE]] });
    },
  };
}

const ME = `${GATEWAY}/basic/me`;
const USAGE = `${GATEWAY}/usage`;
const RATES = `${GATEWAY}/rates`;

/** The right password, after five wrong ones. */
export const throttleAtGateway: CheckCase = {
  party: 'gateway',
  refusal: '429',
  goesOn: '200',
  async play(cast, wrong) {
    const guess: Header = ['Authorization', formatBasic({ user: 'alice', password: 'guess' })];
    for (let call = 0; call < 5 && wrong; call += 1) await ask(cast, { url: ME, headers: [guess] });
    await ask(cast, { url: ME, headers: [BASIC] });
  },
};

/** Cases of who calls the gateway without a token. */
export const gatewayCallerCases = {
  'gateway.basic': [
    calling(['401', '200'], [ME, [BASIC]], [ME, [['Authorization', formatBasic({ user: 'alice', password: 'guess' })]]]),
    calling(['401', '200'], [ME, [BASIC]], [ME, [['Authorization', 'Basic YWxpY2U=']]]),
  ],
  'gateway.api-key': [
    calling(['401', '200'], [USAGE, [IN_HEADER]], [USAGE, [['X-API-Key', 'tsk_guess']]]),
    calling(['401', '200'], [USAGE, [OLD_KEY]], [USAGE, [OLD_KEY]], 3600),
    calling(['401', '200'], [ME, [BASIC, IN_HEADER]], [ME, [BASIC, ['X-API-Key', 'tsk_guess']]]),
  ],
  'gateway.api-key-place': [calling(['400 invalid_request', '200'], [USAGE, [IN_HEADER]], [`${USAGE}?api_key=${KEY}`, []])],
  'gateway.api-key-reach': [
    { ...calling(['403', '200'], [USAGE, [IN_HEADER]], [`${GATEWAY}/invoices`, [IN_HEADER]]), beside: ['api.user-token'] },
  ],
  'gateway.rate': [afterCalls(USAGE, 5, 0)],
  'gateway.quota': [afterCalls(RATES, 20, 2)],
} as const satisfies Record<string, readonly CheckCase[]>;

/** What an API sees of a caller's own credential. */
function seenInside(url: string, headers: readonly Header[], name: string, seen: DutyCase['seen']): DutyCase {
  return {
    party: 'gateway',
    seen,
    async play(cast) {
      await ask(cast, { url, headers });
      return header(exchange(cast).request, name) ?? 'nothing';
    },
  };
}

/** Duties that come with these callers. */
export const gatewayCallerDuties = {
  'gateway.strip-credential': [
    seenInside(ME, [BASIC], 'X-Original-Authorization', ['nothing', BASIC[1]]),
    seenInside(RATES, [IN_HEADER], 'X-API-Key', ['nothing', KEY]),
    ...strippedTokens,
  ],
} as const satisfies Record<string, readonly DutyCase[]>;
