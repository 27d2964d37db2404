import { form, ask } from '../../../../../tests/rehearsal.ts';
import { createTelevision } from '../../../actors/client/television.ts';
import type { Television } from '../../../actors/client/television.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

const START = 'https://as.lab.test/device_authorization';
const PAGE = 'https://as.lab.test/device';
const ALICE = { username: 'alice', password: 'wonderland' };

async function started(cast: Company): Promise<Television> {
  const tv = createTelevision(cast);
  await tv.start();
  return tv;
}

async function type({ browser }: Company, userCode: string | undefined): Promise<void> {
  await browser.navigate(PAGE);
  await browser.submit({ user_code: userCode ?? '' });
}

async function allow(cast: Company, tv: Television, button = 'Allow'): Promise<void> {
  await type(cast, tv.screen?.userCode);
  await cast.browser.submit(ALICE);
  await cast.browser.submit({}, { button });
}

/** A device whose user has allowed it polls; the wrong way differs in what comes before. */
function polling(refusal: string, before: (cast: Company, tv: Television) => Promise<unknown>, button?: string): CheckCase {
  return {
    party: 'as',
    refusal,
    goesOn: '200',
    async play(cast, wrong) {
      const tv = await started(cast);
      await allow(cast, tv, wrong ? button : undefined);
      if (wrong) await before(cast, tv);
      await tv.poll();
    },
  };
}

export const parameterOnceAtDevice: readonly CheckCase[] = [
  {
    party: 'as',
    refusal: '400 invalid_request',
    goesOn: '200',
    play(cast, wrong) {
      const { body, ...rest } = form(START, { client_id: 'television', scope: 'openid' });
      return ask(cast, { ...rest, body: wrong ? `${body}&scope=profile` : body }, 'television');
    },
  },
  {
    party: 'as',
    refusal: '400 invalid_request',
    goesOn: '200 Connect a device',
    play: ({ browser }, wrong) => browser.navigate(`${PAGE}?user_code=a${wrong ? '&user_code=b' : ''}`),
  },
];

/** A device asks for its codes; the wrong request differs by these parameters. */
function starting(refusal: string, changes: Readonly<Record<string, string>>): CheckCase {
  const right = { client_id: 'television', scope: 'openid' };
  return {
    party: 'as',
    refusal,
    goesOn: '200',
    play: (cast, wrong) => ask(cast, form(START, wrong ? { ...right, ...changes } : right), 'television'),
  };
}

/** What other endpoints check as well, where a device starts and where its user types. */
export const casesAtDevice = {
  'token.grant-allowed': [starting('400 unauthorized_client', { client_id: 'ledger-phone' })],
  'authorize.scope-allowed': [starting('400 invalid_scope', { scope: 'openid payments' })],
  'authorize.resource-known': [starting('400 invalid_target', { resource: 'https://evil.lab.test' })],
  'login.form-token': [
    {
      party: 'as',
      refusal: '403 invalid_request',
      goesOn: '200 Log in',
      async play(cast, wrong) {
        const tv = await started(cast);
        await cast.browser.navigate(PAGE);
        await cast.browser.submit({ user_code: tv.screen?.userCode ?? '', ...(wrong ? { form_token: 'forged' } : {}) });
      },
    },
    {
      party: 'as',
      refusal: '403 invalid_request',
      goesOn: '200 Device connected',
      async play(cast, wrong) {
        const tv = await started(cast);
        await type(cast, tv.screen?.userCode);
        await cast.browser.submit(ALICE);
        await cast.browser.submit(wrong ? { form_token: 'forged' } : {}, { button: 'Allow' });
      },
    },
  ],
} as const satisfies Record<string, readonly CheckCase[]>;

/** Cases of the device authorization grant. */
export const deviceCases = {
  'device.client-match': [
    {
      party: 'as',
      refusal: '400 invalid_grant',
      goesOn: '200',
      async play(cast, wrong) {
        const tv = createTelevision(cast);
        const { device_code: code } = JSON.parse((await tv.start()).body) as { readonly device_code: string };
        await allow(cast, tv);
        const poll = {
          grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
          device_code: code,
          client_id: wrong ? 'printer' : 'television',
        };
        await ask(cast, form('https://as.lab.test/token', poll), 'attacker');
      },
    },
  ],
  'device.state': [
    polling('400 expired_token', ({ world }) => {
      world.clock.advance(600);
      return Promise.resolve();
    }),
    polling('400 invalid_grant', (_cast, tv) => tv.poll()),
    polling('400 access_denied', () => Promise.resolve(), 'Deny'),
    {
      party: 'as',
      refusal: '200 Connect a device',
      goesOn: '200 Log in',
      async play(cast, wrong) {
        const tv = await started(cast);
        if (wrong) cast.world.clock.advance(600);
        await type(cast, tv.screen?.userCode);
      },
    },
    {
      party: 'as',
      refusal: '400 expired_token',
      goesOn: '200 Allow this device',
      async play(cast, wrong) {
        const tv = await started(cast);
        await type(cast, tv.screen?.userCode);
        if (wrong) cast.world.clock.advance(600);
        await cast.browser.submit(ALICE);
      },
    },
  ],
  'device.interval': [
    {
      party: 'as',
      refusal: '400 slow_down',
      goesOn: '400 authorization_pending',
      async play(cast, wrong) {
        const tv = await started(cast);
        if (wrong) await tv.pollNow();
        await tv.pollNow();
      },
      beside: ['device.state'],
    },
  ],
  'device.user-code-throttle': [
    {
      party: 'as',
      refusal: '429 Wait before the next code',
      goesOn: '200 Log in',
      async play(cast, wrong) {
        const tv = await started(cast);
        await cast.browser.navigate(PAGE);
        for (let tried = 0; wrong && tried < 5; tried += 1) await cast.browser.submit({ user_code: 'BBBB-BBBB' });
        await cast.browser.submit({ user_code: tv.screen?.userCode ?? '' });
      },
    },
  ],
  'device.confirm': [
    {
      party: 'as',
      refusal: '200 Device refused',
      goesOn: '200 Device connected',
      play: async (cast, wrong) => allow(cast, await started(cast), wrong ? 'Deny' : 'Allow'),
    },
  ],
} as const satisfies Record<string, readonly CheckCase[]>;
