import { describe, expect, test } from 'vitest';
import { ask, exchange, jsonBody, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import { formatBasic } from '../../../http/basic.ts';
import { header, headerValues } from '../../../http/message.ts';
import type { Header } from '../../../http/message.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { gatewayData } from '../../../world/gateway-data.ts';
import { LAB_START } from '../../../world/clock.ts';
import { IDENTITIES } from '../../../world/certificates/identities.ts';
import { GATEWAY } from '../../../world/parties.ts';
import { tokenFor } from '../../resource-server/protected-world.fixture.ts';

const ALICE: Header = ['Authorization', formatBasic({ user: 'alice', password: 'wonderland' })];
const [CURRENT = '', OLD = ''] = gatewayData(LAB_START).apiKeys.map(({ key }) => key);

describe('a user name and password', () => {
  test('reach the API as a short-lived token of the gateway, and no further', async () => {
    const cast = rehearse();
    const { status, body } = await ask(cast, { url: `${GATEWAY}/basic/me`, headers: [ALICE] });
    expect([status, JSON.parse(body)]).toMatchObject([200, { sub: 'alice', department: 'Finance' }]);
    const inner = exchange(cast, 2);
    expect(inner.request.url).toBe('https://invoices.internal.lab.test/me');
    const token = header(inner.request, 'authorization')?.slice('Bearer '.length) ?? '';
    expect(decodeCompact(token)).toMatchObject({
      header: { typ: 'at+jwt', kid: 'gateway-2026-11' },
      claims: { iss: GATEWAY, sub: 'alice', client_id: 'api.lab.test', exp: LAB_START / 1000 + 60 },
    });
    expect(JSON.stringify(inner.request)).not.toContain(ALICE[1].slice('Basic '.length));
  });

  test('are what the token of the gateway is not outside: that one opens nothing there', async () => {
    const cast = rehearse();
    await ask(cast, { url: `${GATEWAY}/basic/me`, headers: [ALICE] });
    const stolen = headerValues(exchange(cast, 2).request, 'authorization').map((value): Header => ['Authorization', value]);
    const { status } = await ask(cast, { url: `${GATEWAY}/me`, headers: stolen });
    expect([status, outcomeOf(cast, 'jwt.issuer', 3)]).toEqual([401, 'failed']);
  });

  test('that are missing are asked for beside the token that would do as well', async () => {
    const response = await ask(rehearse(), { url: `${GATEWAY}/basic/me` });
    expect([response.status, headerValues(response, 'www-authenticate')]).toEqual([
      401,
      [
        'Basic realm="api.lab.test", charset="UTF-8"',
        'Bearer realm="api.lab.test", resource_metadata="https://api.lab.test/.well-known/oauth-protected-resource"',
        'DPoP realm="api.lab.test", resource_metadata="https://api.lab.test/.well-known/oauth-protected-resource", algs="Ed25519 EdDSA ES256 PS256 RS256"',
      ],
    ]);
  });

  test('that are wrong are asked for again, without a word about a token', async () => {
    const headers: Header[] = [['Authorization', formatBasic({ user: 'alice', password: 'guess' })]];
    const response = await ask(rehearse(), { url: `${GATEWAY}/basic/me`, headers });
    expect(headerValues(response, 'www-authenticate')).toEqual(['Basic realm="api.lab.test", charset="UTF-8"']);
  });

  test('are not looked for in a scheme whose name only begins like theirs', async () => {
    const cast = rehearse();
    const { status } = await ask(cast, { url: `${GATEWAY}/basic/me`, headers: [['Authorization', 'Basic-X YWxpY2U6']] });
    expect([status, outcomeOf(cast, 'gateway.credential'), outcomeOf(cast, 'gateway.basic')]).toEqual([401, 'failed', undefined]);
  });

  test('do nothing at a route that asks for a token', async () => {
    const cast = rehearse();
    const { status } = await ask(cast, { url: `${GATEWAY}/me`, headers: [ALICE] });
    expect([status, outcomeOf(cast, 'gateway.credential'), outcomeOf(cast, 'gateway.basic')]).toEqual([401, 'failed', undefined]);
  });

  test('open nothing beside a token in the URL, unless that check is off', async () => {
    const url = `${GATEWAY}/basic/me?access_token=${await tokenFor('bob')}`;
    const refused = await ask(rehearse(), { url, headers: [ALICE] });
    expect([refused.status, jsonBody(refused)['error'], headerValues(refused, 'www-authenticate')[0]]).toEqual([
      400,
      'invalid_request',
      'Bearer realm="api.lab.test", error="invalid_request", error_description="The token stands in the address.", resource_metadata="https://api.lab.test/.well-known/oauth-protected-resource"',
    ]);
    const taken = await ask(rehearse({ off: ['bearer.not-in-query'] }), { url, headers: [ALICE] });
    expect([taken.status, jsonBody(taken)['sub']]).toEqual([200, 'alice']);
  });

  test('are not needed where a token comes', async () => {
    const headers: Header[] = [['Authorization', `Bearer ${await tokenFor('bob')}`]];
    const { body } = await ask(rehearse(), { url: `${GATEWAY}/basic/me`, headers });
    expect(JSON.parse(body)).toMatchObject({ sub: 'bob' });
  });
});

describe('a guesser of passwords', () => {
  const guess = (user: string): Header => ['Authorization', formatBasic({ user, password: 'guess' })];

  test('may try five times in five minutes, and is not told that the sixth was right', async () => {
    const cast = rehearse();
    const status = async (credentials: Header) => (await ask(cast, { url: `${GATEWAY}/basic/me`, headers: [credentials] })).status;
    for (let call = 0; call < 5; call += 1) expect(await status(guess('alice'))).toBe(401);
    const [right, wrong] = [await ask(cast, { url: `${GATEWAY}/basic/me`, headers: [ALICE] }), await status(guess('alice'))];
    expect([right.status, header(right, 'retry-after'), header(right, 'www-authenticate'), wrong]).toEqual([429, '300', undefined, 429]);
    expect(await status(['Authorization', formatBasic({ user: 'bob', password: 'builder' })])).toBe(200);
    cast.world.clock.advance(300);
    expect(await status(ALICE)).toBe(200);
  });

  test('cannot have wrong passwords forgotten by making up names', async () => {
    const cast = rehearse();
    const status = async (credentials: Header) => (await ask(cast, { url: `${GATEWAY}/basic/me`, headers: [credentials] })).status;
    for (let call = 0; call < 5; call += 1) expect(await status(guess('alice'))).toBe(401);
    for (let call = 0; call < 510; call += 1) await status(guess(`made-up-${call}`));
    expect(await status(ALICE)).toBe(429);
  });

  test('is not who sends what names nobody, however often', async () => {
    const cast = rehearse();
    const statuses = new Set<number>();
    for (const value of ['Basic', 'Basic !', `Basic ${btoa('no colon')}`, `Basic ${btoa(':wonderland')}`, 'Basic a b', 'Basic e', 'Basic'])
      statuses.add((await ask(cast, { url: `${GATEWAY}/basic/me`, headers: [['Authorization', value]] })).status);
    expect([...statuses]).toEqual([401]);
  });

  test('learns nothing from how names that nobody has are answered', async () => {
    const cast = rehearse();
    const answers = async (user: string): Promise<string[]> => {
      const seen: string[] = [];
      for (let call = 0; call < 6; call += 1) {
        const { status, headers, body } = await ask(cast, { url: `${GATEWAY}/basic/me`, headers: [guess(user)] });
        seen.push(JSON.stringify([status, headers, body]));
      }
      return seen;
    };
    expect(await answers('nobody')).toEqual(await answers('carol'));
  });
});

describe('an API key', () => {
  test('is good beside its successor for an hour, then refused as replaced', async () => {
    const cast = rehearse();
    const refused = async (key: string): Promise<boolean> =>
      (await ask(cast, { url: `${GATEWAY}/rates`, headers: [['X-API-Key', key]] })).status === 401;
    expect([await refused(CURRENT), await refused(OLD)]).toEqual([false, false]);
    cast.world.clock.advance(3600);
    expect([await refused(CURRENT), await refused(OLD)]).toEqual([false, true]);
    expect(exchange(cast).checks.find(({ check }) => check === 'gateway.api-key')?.refusal).toBe('the API key was replaced by a new one');
  });

  test('may be sent as the challenge asks for it', async () => {
    const cast = rehearse();
    const asked = await ask(cast, { url: `${GATEWAY}/usage` });
    expect(headerValues(asked, 'www-authenticate')[0]).toBe('ApiKey realm="api.lab.test"');
    expect((await ask(cast, { url: `${GATEWAY}/apps/summary`, headers: [['Authorization', `ApiKey ${CURRENT}`]] })).status).toBe(200);
    expect(JSON.stringify(exchange(cast).request)).not.toContain(CURRENT);
  });

  test('opens no invoices; a user’s token does, and the key beside it says by which app', async () => {
    const cast = rehearse();
    const key: Header = ['X-API-Key', CURRENT];
    expect((await ask(cast, { url: `${GATEWAY}/invoices`, headers: [key] })).status).toBe(403);
    const token: Header = ['Authorization', `Bearer ${await tokenFor('alice')}`];
    expect((await ask(cast, { url: `${GATEWAY}/invoices`, headers: [token, key] })).status).toBe(200);
    expect(header(exchange(cast).request, 'x-api-key')).toBeUndefined();
    expect((await ask(cast, { url: `${GATEWAY}/invoices`, headers: [token, ['X-API-Key', 'guess']] })).status).toBe(401);
  });

  test('in the URL is refused for its place, however good it is', async () => {
    const cast = rehearse();
    const response = await ask(cast, { url: `${GATEWAY}/rates?api_key=${CURRENT}` });
    expect([response.status, outcomeOf(cast, 'gateway.api-key')]).toEqual([400, 'passed']);
    expect(header(response, 'www-authenticate')).toBeUndefined();
  });
});

describe('a client certificate', () => {
  const SUMMARY = `${GATEWAY}/machines/summary`;

  test.each([
    ['an app', 'apps', [['X-API-Key', CURRENT]]],
    ['a machine', 'machines', []],
  ] as const)('%s of one tenant is told of no other', async (_who, prefix, headers) => {
    const cast = rehearse();
    const asked = { method: 'GET', url: `${GATEWAY}/${prefix}/summary`, headers, body: '' };
    const { response } = await cast.world.deliver(asked, { from: 'machine', identity: IDENTITIES.payroll });
    expect(JSON.parse(response.body)).toEqual({ open: { count: 2, sum: 1_375 }, paid: { count: 1, sum: 340.5 } });
  });

  test('says which machine is calling, and the API gets a token for it', async () => {
    const cast = rehearse();
    const { response } = await cast.send('app', { method: 'GET', url: SUMMARY, headers: [], body: '' }, IDENTITIES.payroll);
    const token = header(exchange(cast).request, 'authorization')?.slice('Bearer '.length) ?? '';
    expect([response.status, decodeCompact(token)?.claims['sub'], decodeCompact(token)?.claims['client_id']]).toEqual([
      200,
      'payroll-import-mtls',
      'payroll-import-mtls',
    ]);
  });

  test('is asked for by no challenge: what asks is the handshake', async () => {
    const { status, headers } = await ask(rehearse(), { url: SUMMARY });
    expect([status, headers.filter(([name, value]) => name === 'WWW-Authenticate' && !/^(?:Bearer|DPoP) /.test(value))]).toEqual([401, []]);
  });

  test('that somebody writes into a header is nobody’s', async () => {
    const cast = rehearse();
    const { response } = await cast.send('app', { method: 'GET', url: SUMMARY, headers: [], body: '' }, IDENTITIES.payroll);
    expect(response.status).toBe(200);
    const cert = header(exchange(cast, 2).request, 'client-cert') ?? ':AAAA:';
    expect((await ask(cast, { url: SUMMARY, headers: [['Client-Cert', cert]] })).status).toBe(401);
  });

  test('opens nothing at a route that asks for a token', async () => {
    const { response } = await rehearse().send('app', { method: 'GET', url: `${GATEWAY}/me`, headers: [], body: '' }, IDENTITIES.payroll);
    expect(response.status).toBe(401);
  });
});
