// `npm run serve` beside its peers and the floor: rounds in turn in one run, and the median of each round's ratios.
import { parseArgs } from 'node:util';
import { quantile, report } from './measure.mjs';
import { flow } from './serve/flow.mjs';
import { load, wireBytes } from './serve/load.mjs';
import { startServer } from './serve/process.mjs';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** @param {string} id @param {string} secret */
function basic(id, secret) {
  return { Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
}

/** @param {readonly number[]} values */
const median = (values) => quantile(values, 0.5);

/**
 * One line: the median over the rounds, beside a peer's, and the median of the ratios of each round.
 * @param {string} what @param {string} unit @param {readonly number[]} ours @param {string} peer @param {readonly number[]} theirs @param {string} [aim]
 */
function compare(what, unit, ours, peer, theirs, aim) {
  const ratio = median(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
  report({
    what: `${what}, beside ${peer}`,
    value: median(ours),
    unit,
    reference: { what: peer, value: median(theirs) },
    ratio,
    ...(aim === undefined ? {} : { aim }),
  });
}

/** Milliseconds from the start of a process to its first answer. @param {number} rounds */
async function starts(rounds) {
  /** @type {Record<string, number[]>} */
  const times = { tokenscope: [], 'oidc-provider': [], 'oauth2-mock-server': [], bare: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, measured] of Object.entries(times)) {
      const server = await startServer(name);
      measured.push(server.started);
      await server.stop();
    }
  }
  return times;
}

/** The clients and addresses of this landscape, by its manifest. @param {string} origin */
async function ourClients(origin) {
  const manifest = await (await fetch(`${origin}/.well-known/tokenscope`)).json();
  /** @type {{ client_id: string, client_secret: string, grant_types: string[], token_endpoint_auth_method: string, redirect_uris: string[] }[]} */
  const clients = manifest.clients;
  return {
    machine: clients.find(({ grant_types: grants, client_secret: secret }) => grants.includes('client_credentials') && secret),
    web: clients.find((client) => client.client_id === 'ledger'),
    /** @type {{ username: string, password: string }} */
    user: manifest.users[0],
  };
}

/**
 * Requests a second of each server for the same thing, rounds in turn.
 * @param {Readonly<Record<string, { origin: string, bytes: Buffer }>>} targets @param {{ rounds: number, count: number }} amount
 */
async function rates(targets, { rounds, count }) {
  /** @type {Record<string, number[]>} */
  const measured = Object.fromEntries(Object.keys(targets).map((name) => [name, []]));
  for (const { origin, bytes } of Object.values(targets)) await load(origin, bytes, { count });
  for (let round = 0; round < rounds; round += 1)
    for (const [name, { origin, bytes }] of Object.entries(targets)) measured[name]?.push(await load(origin, bytes, { count }));
  return measured;
}

/** Prints one line for each comparison. */
export async function benchServe({ rounds = 9, million = false } = {}) {
  await (await startServer('tokenscope')).stop(); // makes the bundle
  const started = await starts(rounds);
  for (const [peer, aim] of [
    ['oidc-provider', '≤ 0.5×'],
    ['oauth2-mock-server', undefined],
    ['bare', '≤ 1.6×'],
  ])
    compare('Start to first answer', 'ms', started['tokenscope'] ?? [], peer ?? '', started[peer ?? ''] ?? [], aim);

  const [ours, provider, mock, floor] = await Promise.all(['tokenscope', 'oidc-provider', 'oauth2-mock-server', 'floor'].map(startServer));
  if (!ours || !provider || !mock || !floor) throw new Error('A server did not start.');
  const servers = [ours, provider, mock, floor];
  try {
    const { machine, web, user } = await ourClients(ours.origin);
    if (!web) throw new Error('The manifest names no web client.');
    const body = 'grant_type=client_credentials&scope=invoice_read';
    /** @param {Record<string, string>} authorization */
    const asking = (authorization) => ({ method: 'POST', path: '/token', headers: { ...FORM, ...authorization }, body });
    if (machine) {
      const { client_id: id, client_secret: secret } = machine;
      const request = {
        ...asking({}),
        body: new URLSearchParams({
          client_id: id,
          client_secret: secret,
          grant_type: 'client_credentials',
          scope: 'invoice_read',
        }).toString(),
      };
      const targets = {
        tokenscope: { origin: ours.origin, bytes: wireBytes(ours.origin, request) },
        'oidc-provider': { origin: provider.origin, bytes: wireBytes(provider.origin, asking(basic('machine', 'machine-secret-6d4c1f'))) },
        'oauth2-mock-server': { origin: mock.origin, bytes: wireBytes(mock.origin, asking({})) },
        floor: { origin: floor.origin, bytes: wireBytes(floor.origin, asking({})) },
      };
      const measured = await rates(targets, { rounds, count: 1500 });
      for (const [peer, aim] of [
        ['oidc-provider', '≥ 2×'],
        ['oauth2-mock-server', undefined],
        ['floor', '≥ 0.5×'],
      ])
        compare('Client credentials, Ed25519 JWT', '/s', measured['tokenscope'] ?? [], peer ?? '', measured[peer ?? ''] ?? [], aim);
    }

    const clients = {
      tokenscope: {
        authorize: `${ours.origin}/authorize`,
        token: `${ours.origin}/token`,
        clientId: web.client_id,
        secret: web.client_secret,
        redirectUri: web.redirect_uris[0] ?? '',
        login: { username: user.username, password: user.password },
      },
      'oidc-provider': {
        authorize: `${provider.origin}/auth`,
        token: `${provider.origin}/token`,
        clientId: 'web',
        secret: 'web-secret-6d4c1f',
        redirectUri: 'http://127.0.0.1:1/callback',
        login: { login: 'alice', password: 'wonderland' },
      },
    };
    /** @type {Record<string, number[]>} */
    const flows = { tokenscope: [], 'oidc-provider': [] };
    for (let round = 0; round < rounds; round += 1)
      for (const [name, client] of Object.entries(clients)) {
        const begin = performance.now();
        for (let flown = 0; flown < 20; flown += 1) await flow(client);
        flows[name]?.push((performance.now() - begin) / 20);
      }
    compare(
      'Code flow with PKCE, login and consent',
      'ms',
      flows['tokenscope'] ?? [],
      'oidc-provider',
      flows['oidc-provider'] ?? [],
      '≤ 0.5×',
    );

    const tokens = { tokenscope: await flow(clients.tokenscope), 'oidc-provider': await flow(clients['oidc-provider']) };
    const info = await rates(
      {
        tokenscope: {
          origin: ours.origin,
          bytes: wireBytes(ours.origin, { path: '/userinfo', headers: { Authorization: `Bearer ${tokens.tokenscope.access_token}` } }),
        },
        'oidc-provider': {
          origin: provider.origin,
          bytes: wireBytes(provider.origin, { path: '/me', headers: { Authorization: `Bearer ${tokens['oidc-provider'].access_token}` } }),
        },
      },
      { rounds, count: 1500 },
    );
    compare('UserInfo', '/s', info['tokenscope'] ?? [], 'oidc-provider', info['oidc-provider'] ?? [], '≥ 2×');
    report({
      what: 'Memory after all that, beside oidc-provider',
      value: ours.memory(),
      unit: 'MB',
      reference: { what: 'oidc-provider', value: provider.memory() },
      aim: '≤ 0.7×',
    });
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
  void million;
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' }, million: { type: 'boolean', default: false } } });
  await benchServe({ rounds: Number(values.rounds), million: values.million });
}
