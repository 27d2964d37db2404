import type { Cast } from '#engine/actors/cast.ts';
import { formatBasic } from '#engine/http/basic.ts';
import { header } from '#engine/http/message.ts';
import type { Header, HttpRequest, HttpResponse } from '#engine/http/message.ts';
import { defineLab } from '#engine/player/play.ts';
import { answered, failedChecks, holdsInvoices, messagesOf, refusedFor } from '#engine/trace/outcomes.ts';
import type { Trace } from '#engine/trace/trace.ts';
import { gatewayData } from '#engine/world/gateway-data.ts';

/** The keys that the gateway gave out. Published, as every secret of the lab is. */
const [CURRENT = '', BEFORE = '', FREE = ''] = gatewayData(0).apiKeys.map(({ key }) => key);

const withKey = (key: string): Header => ['X-API-Key', key];

async function get({ send }: Pick<Cast, 'send'>, from: 'app' | 'attacker', url: string, headers: readonly Header[]): Promise<HttpResponse> {
  return (await send(from, { method: 'GET', url, headers: [...headers, ['Accept', 'application/json']], body: '' })).response;
}

/** What a log kept of a step, as it really went. */
function logged(trace: Trace, step: string): HttpRequest | undefined {
  return messagesOf(trace, step).at(-1)?.request;
}

export default defineLab({
  id: 'basic-and-keys',
  title: 'A password and a key',
  summary:
    'Two ways to show who calls that are as old as APIs. One sends a password with every call, the other a key that names an app and nobody else.',
  teaches: [
    'gateway.basic',
    'gateway.api-key',
    'gateway.api-key-place',
    'gateway.api-key-reach',
    'gateway.strip-credential',
    'gateway.rate',
    'gateway.quota',
    'gateway.credential',
  ],
  switches: [
    'gateway.basic',
    'gateway.api-key',
    'gateway.api-key-place',
    'gateway.api-key-reach',
    'api.user-token',
    'gateway.strip-credential',
    'gateway.rate',
  ],
  parties: ['attacker', 'app', 'gateway', 'invoices'],
  ends: 'both-copied',
  endings: {
    'users-read': 'The attacker reads invoices of users, with a key that names no user.',
    'both-copied': 'The attacker uses the password and the key of others. Nothing in either says who sends it.',
    'one-copied': 'The attacker uses what one copy opens, and nothing with the other.',
    'none-copied': 'The attacker gets nothing with the copies.',
  },
  steps: [
    {
      id: 'password',
      title: 'The app calls with the password of alice',
      text: 'Look at Authorization. What follows Basic is written in base64, which everybody can read: it is alice:wonderland. TLS keeps it from others on the way, and from nobody at the ends.',
    },
    {
      id: 'password-copied',
      title: 'The attacker sends the same header',
      text: 'Some log has kept it. Nothing in it says for what it was meant, so the attacker asks for something else.',
      predict: {
        question: 'The app sent the password to read invoices. What can the attacker do with the header?',
        choices: [
          {
            text: 'Read invoices, as the app did',
            right: false,
            because: 'And all the rest. A password has no scope. Whoever has it is alice, wherever it is asked for.',
          },
          {
            text: 'Everything that alice may do here, until she changes the password',
            right: true,
            because: 'No app, no purpose and no end is written in it. Changing it locks out every app at once.',
          },
          {
            text: 'Nothing: it is encoded',
            right: false,
            because: 'Base64 is a way to write bytes, not to hide them. And a header need not be read to be sent again.',
          },
        ],
      },
    },
    {
      id: 'key',
      title: 'An app calls with its key',
      text: 'The key names an app of the company. Read the checks: who of alice and bob is asking, and how could the gateway know?',
    },
    {
      id: 'usage',
      title: 'The app looks at its meter',
      text: 'This is what keys are good at: counting, limiting and billing by app.',
    },
    {
      id: 'key-in-address',
      title: 'The app puts its key into the address',
      text: 'Addresses are kept in logs, histories and referrers. The gateway knows the key, and refuses it there.',
    },
    {
      id: 'key-copied',
      title: 'The attacker uses the key',
      text: 'It stood in a public repository, in a configuration file. The meter of the app runs.',
    },
    {
      id: 'user-data',
      title: 'The attacker asks for invoices with the key',
      text: 'Invoices belong to users. Read in the answer what a key does not say.',
    },
    {
      id: 'old-key',
      title: 'An app calls with its key of before',
      text: 'A key can only be changed if both work for a while, or every app has to change at the same moment. Move the clock by 1 hour before you send this.',
    },
    {
      id: 'burst',
      title: 'An app on the free plan is in a hurry',
      text: 'Six calls in a row. Watch RateLimit in the answers, and Retry-After in the last one.',
      predict: {
        question: 'The plan allows five calls in ten seconds. What does the sixth get?',
        choices: [
          {
            text: '403: the app may not call here',
            right: false,
            because: 'It may, and it will again. Nothing is wrong with the call but its moment.',
          },
          {
            text: '429, and it says when to come back',
            right: true,
            because: 'Too many requests. Retry-After tells the seconds, so a good client waits and does not guess.',
          },
          {
            text: 'Nothing: the connection is closed',
            right: false,
            because: 'Then the app would try again at once. An answer that says when costs less than another try.',
          },
        ],
      },
    },
  ],
  goals: [
    {
      id: 'password-copied',
      text: 'Use the password of alice for something that the app never asked.',
      reached: (trace) => messagesOf(trace, 'password-copied').some((message) => message.to === 'gateway' && answered(message, 200)),
    },
    {
      id: 'not-in-address',
      text: 'See a key refused because of where it stands.',
      reached: (trace) => messagesOf(trace, 'key-in-address').some((message) => refusedFor(message, 400, 'gateway.api-key-place')),
    },
    {
      id: 'no-user',
      text: 'See a key open no data of users.',
      reached: (trace) => messagesOf(trace, 'user-data').some((message) => refusedFor(message, 403, 'gateway.api-key-reach')),
    },
    {
      id: 'slowed',
      text: 'Be told to come back later.',
      reached: (trace) =>
        messagesOf(trace, 'burst').some(
          (message) => refusedFor(message, 429, 'gateway.rate') && header(message.response ?? { headers: [] }, 'retry-after') !== undefined,
        ),
    },
    {
      id: 'rotated-out',
      text: 'Move the clock until the key of before opens nothing any more.',
      reached: (trace) =>
        messagesOf(trace, 'old-key').some((message) => answered(message, 401) && failedChecks(message).includes('gateway.api-key')),
    },
    {
      id: 'wrong-password',
      text: 'Have the gateway refuse alice for her password alone.',
      reached: (trace) =>
        messagesOf(trace, 'password').some((message) => answered(message, 401) && failedChecks(message).join() === 'gateway.basic'),
    },
  ],
  async play(cast) {
    const { gateway, step, world } = cast;
    const alice: Header = ['Authorization', formatBasic({ user: 'alice', password: 'wonderland' })];
    await step('password', () => get(cast, 'app', `${gateway}/basic/invoices`, [alice]));
    const password = header(logged(world.trace(), 'password') ?? { headers: [] }, 'authorization');
    await step('password-copied', () =>
      get(cast, 'attacker', `${gateway}/basic/me`, password === undefined ? [] : [['Authorization', password]]),
    );

    await step('key', () => get(cast, 'app', `${gateway}/apps/summary`, [withKey(CURRENT)]));
    await step('usage', () => get(cast, 'app', `${gateway}/usage`, [withKey(CURRENT)]));
    await step('key-in-address', () => get(cast, 'app', `${gateway}/apps/summary?api_key=${CURRENT}`, []));
    await step('key-copied', () => get(cast, 'attacker', `${gateway}/apps/summary`, [withKey(CURRENT)]));
    await step('user-data', () => get(cast, 'attacker', `${gateway}/invoices`, [withKey(CURRENT)]));
    await step('old-key', () => get(cast, 'app', `${gateway}/apps/summary`, [withKey(BEFORE)]));
    await step('burst', async () => {
      for (let call = 0; call < 6; call += 1) {
        const { status } = await get(cast, 'app', `${gateway}/usage`, [withKey(FREE)]);
        if (status === 429) return;
      }
    });

    const trace = world.trace();
    if (messagesOf(trace, 'user-data').some(({ to, response }) => to === 'gateway' && response !== undefined && holdsInvoices(response)))
      return 'users-read';
    const copied = ['password-copied', 'key-copied'].filter((id) =>
      messagesOf(trace, id).some((message) => message.to === 'gateway' && answered(message, 200)),
    );
    return copied.length === 2 ? 'both-copied' : copied.length === 1 ? 'one-copied' : 'none-copied';
  },
});
