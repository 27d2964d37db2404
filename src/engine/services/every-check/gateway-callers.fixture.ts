import { ask, exchange } from '../../../../tests/rehearsal.ts';
import { formatBasic } from '../../http/basic.ts';
import { header } from '../../http/message.ts';
import type { Header } from '../../http/message.ts';
import { gatewayData } from '../../world/gateway-data.ts';
import { GATEWAY } from '../../world/parties.ts';
import type { DutyCase } from './duties.fixture.ts';
import type { CheckCase } from './trial.fixture.ts';

const [REPORTS] = gatewayData(0).apiKeys;
const KEY = REPORTS?.key ?? '';
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

const ME = `${GATEWAY}/basic/me`;
const RATES = `${GATEWAY}/rates`;

/** Cases of who calls the gateway without a token. */
export const gatewayCallerCases = {
  'gateway.basic': [
    calling(['401', '200'], [ME, [BASIC]], [ME, [['Authorization', formatBasic({ user: 'alice', password: 'guess' })]]]),
    calling(['401', '200'], [ME, [BASIC]], [ME, [['Authorization', 'Basic YWxpY2U=']]]),
  ],
  'gateway.api-key': [
    calling(['401', '502'], [RATES, [IN_HEADER]], [RATES, [['X-API-Key', 'tsk_guess']]]),
    calling(
      ['401', '502'],
      [RATES, [['X-API-Key', gatewayData(0).apiKeys[1]?.key ?? '']]],
      [RATES, [['X-API-Key', gatewayData(0).apiKeys[1]?.key ?? '']]],
      3600,
    ),
    calling(['401', '200'], [ME, [BASIC, IN_HEADER]], [ME, [BASIC, ['X-API-Key', 'tsk_guess']]]),
  ],
  'gateway.api-key-place': [calling(['400 invalid_request', '502'], [RATES, [IN_HEADER]], [`${RATES}?api_key=${KEY}`, []])],
  'gateway.api-key-reach': [calling(['403', '200', '502'], [RATES, [IN_HEADER]], [`${GATEWAY}/invoices`, [IN_HEADER]])],
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
  ],
} as const satisfies Record<string, readonly DutyCase[]>;
