import { ask, exchange, jsonBody } from '../../../../../tests/rehearsal.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { header, headerValues } from '../../../http/message.ts';
import type { Header, HttpResponse } from '../../../http/message.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import type { DutyCase } from '../duties.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

const APP = 'https://expenses.lab.test';
const ALICE = { username: 'alice', password: 'wonderland' };
const OWN: Header = ['X-Requested-By', 'expenses'];
const PARTY = 'expenses';

/** Alice is logged in; the cookies that her browser was given by the app. */
async function cookies(cast: Company): Promise<string> {
  await cast.browser.navigate(`${APP}/login?return=/sum`);
  await cast.browser.submit(ALICE);
  await cast.browser.submit({}, { button: 'Allow' });
  const given = cast.world.trace().exchanges.filter(({ to }) => to === PARTY);
  return given
    .flatMap(({ response }) => headerValues(response ?? { headers: [] }, 'set-cookie'))
    .map((value) => value.split(';')[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ');
}

async function call(cast: Company, path: string, headers: readonly Header[], method = 'GET'): Promise<HttpResponse> {
  return ask(cast, { method, url: `${APP}${path}`, headers });
}

function calling(refusal: string, wrong: { readonly path?: string; readonly own?: boolean; readonly cookie?: boolean }): CheckCase {
  return {
    party: PARTY,
    refusal,
    goesOn: '200',
    async play(cast, isWrong) {
      const session = await cookies(cast);
      const { path = '/api/invoices', own = true, cookie = true } = isWrong ? wrong : {};
      await call(cast, path, [...(own ? [OWN] : []), ...(cookie ? [['Cookie', session] as const] : [])]);
    },
  };
}

/** Somebody begins a login in a browser of their own: its flow cookie, and the address it is sent to. */
async function begunElsewhere(cast: Company): Promise<{ readonly flow: string; readonly url: string }> {
  const begun = await ask(cast, { url: `${APP}/login` });
  return { flow: header(begun, 'set-cookie')?.split(';')[0] ?? '', url: header(begun, 'location') ?? '' };
}

async function finish({ browser }: Company, url: string): Promise<void> {
  await browser.navigate(url);
  await browser.submit(ALICE);
  await browser.submit({}, { button: 'Allow' });
}

/** The issuer's answer to a login begun elsewhere is caught on its way, changed, and brought to where it began. */
function returning(change: (url: URL) => void, together: readonly CheckId[] = []): CheckCase {
  return {
    party: PARTY,
    together,
    refusal: '400 Expenses',
    goesOn: '303',
    async play(cast, wrong) {
      const { flow, url } = await begunElsewhere(cast);
      await finish(cast, url);
      const answer = new URL(exchange(cast).request.url);
      if (wrong) change(answer);
      await ask(cast, { url: answer.href, headers: [['Cookie', flow]] });
    },
  };
}

/** Cases of the back end for a front end. */
export const backEndCases = {
  'rp.return-local': [
    {
      party: PARTY,
      refusal: '400 Expenses',
      goesOn: '303',
      play: (cast, wrong) => ask(cast, { url: `${APP}/login?return=${wrong ? '//evil.lab.test' : '/sum'}` }),
    },
  ],
  'rp.flow-session': [
    {
      party: PARTY,
      beside: ['rp.state'],
      refusal: '400 Expenses',
      goesOn: '303',
      async play(cast, wrong) {
        await finish(cast, wrong ? (await begunElsewhere(cast)).url : `${APP}/login`);
      },
    },
  ],
  'rp.csrf-header': [
    calling('403', { own: false }),
    {
      party: PARTY,
      refusal: '403',
      goesOn: '303',
      async play(cast, wrong) {
        await call(cast, '/logout', [...(wrong ? [] : [OWN]), ['Cookie', await cookies(cast)]], 'POST');
      },
    },
  ],
  'rp.proxy-target': [calling('404', { path: '/api//evil.lab.test/' })],
} as const satisfies Record<string, readonly CheckCase[]>;

/** Checks of other groups, as they are made at the back end. */
export const casesAtBackEnd = {
  'http.parameter-once': [returning((url) => url.searchParams.append('code', 'other'))],
  'rp.state': [returning((url) => url.searchParams.set('state', 'other'), ['rp.flow-session'])],
  'rp.issuer-response': [returning((url) => url.searchParams.set('iss', 'https://evil.lab.test'))],
  'gateway.credential': [calling('401', { cookie: false })],
} as const satisfies Record<string, readonly CheckCase[]>;

/** What others see of the duties that the back end does. */
export const backEndDuties = {
  'rp.tokens-in-back-end': [
    {
      party: PARTY,
      seen: ['a name', 'a name and a token'],
      play: async (cast) => {
        const body = jsonBody(await call(cast, '/session', [['Cookie', await cookies(cast)]]));
        return 'access_token' in body ? 'a name and a token' : 'a name';
      },
    },
  ],
  'rp.callback-clean': [
    {
      party: PARTY,
      seen: ['/sum', '/callback'],
      play: async (cast) => {
        await cookies(cast);
        return new URL(cast.browser.page?.url ?? APP).pathname;
      },
    },
  ],
  'http.session-cookie': [
    {
      party: PARTY,
      seen: ['__Host-expenses-flow', 'expenses-flow'],
      play: async (cast) => header(await ask(cast, { url: `${APP}/login` }), 'set-cookie')?.split('=')[0],
    },
  ],
} as const satisfies Record<string, readonly DutyCase[]>;
