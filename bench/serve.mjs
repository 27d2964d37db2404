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
    // Its tokens are signed with ES256, as those of every server here.
    machine: clients.find((client) => client.client_id === 'annual-report'),
    // Both servers give it tokens by reference.
    web: clients.find((client) => client.client_id === 'dashboard'),
    service: clients.find((client) => client.client_id === 'gateway'),
    /** @type {{ username: string, password: string }} */
    user: manifest.users[0],
  };
}

/** Requests until an engine has compiled what a server does with them, and its rate has come to rest. */
const UNTIL_WARM = 20_000;

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

/**
 * Memory of a server of its own after ever more token requests, beside what it was after ten thousand.
 * @param {readonly number[]} amounts rising
 */
async function flatMemory(amounts) {
  const server = await startServer('tokenscope');
  try {
    const { machine } = await ourClients(server.origin);
    if (!machine) return;
    const bytes = wireBytes(server.origin, machineRequest(basic(machine.client_id, machine.client_secret)));
    let sent = 10_000;
    await load(server.origin, bytes, { count: sent });
    const reference = { what: 'after 10,000', value: server.memory() };
    for (const amount of amounts) {
      await load(server.origin, bytes, { count: amount - sent });
      sent = amount;
      const what = `Memory after ${amount.toLocaleString('en')} token requests`;
      report({ what, value: server.memory(), unit: 'MB', reference, aim: 'flat' });
    }
  } finally {
    await server.stop();
  }
}

/** The client credentials grant, as every server here is asked for it. @param {Record<string, string>} [authorization] */
function machineRequest(authorization = {}) {
  return {
    method: 'POST',
    path: '/token',
    headers: { ...FORM, ...authorization },
    body: 'grant_type=client_credentials&scope=invoice_read',
  };
}

/** @param {number} rounds */
async function benchStarts(rounds) {
  const started = await starts(rounds);
  const ours = started['tokenscope'] ?? [];
  compare('Start to first answer', 'ms', ours, 'oidc-provider', started['oidc-provider'] ?? [], '≤ 0.5×');
  compare('Start to first answer', 'ms', ours, 'oauth2-mock-server', started['oauth2-mock-server'] ?? []);
  compare('Start to first answer', 'ms', ours, 'bare', started['bare'] ?? [], '≤ 1.6×');
}

/** @param {Servers} servers @param {number} rounds */
async function benchTokens({ ours, provider, mock, floor }, rounds) {
  const { machine } = await ourClients(ours.origin);
  if (!machine) throw new Error('The manifest names no machine.');
  /** @param {{ origin: string }} server @param {Record<string, string>} [authorization] */
  const target = ({ origin }, authorization) => ({ origin, bytes: wireBytes(origin, machineRequest(authorization)) });
  const targets = {
    tokenscope: target(ours, basic(machine.client_id, machine.client_secret)),
    'oidc-provider': target(provider, basic('machine', 'machine-secret-6d4c1f')),
    'oauth2-mock-server': target(mock),
    floor: target(floor),
  };
  const fresh = await rates(targets, { rounds, count: 1500 });
  compare('Client credentials, just started', '/s', fresh['tokenscope'] ?? [], 'oidc-provider', fresh['oidc-provider'] ?? []);
  for (const { origin, bytes } of Object.values(targets)) await load(origin, bytes, { count: UNTIL_WARM });
  const measured = await rates(targets, { rounds, count: 1500 });
  const rate = measured['tokenscope'] ?? [];
  const what = 'Client credentials, ES256 JWT';
  compare(what, '/s', rate, 'oidc-provider', measured['oidc-provider'] ?? [], '≥ 2×');
  compare(what, '/s', rate, 'oauth2-mock-server', measured['oauth2-mock-server'] ?? []);
  compare(what, '/s', rate, 'floor', measured['floor'] ?? [], '≥ 0.5×');
}

/** The web client of both servers that have pages. @param {Servers} servers */
async function webClients({ ours, provider }) {
  const { web, user } = await ourClients(ours.origin);
  if (!web) throw new Error('The manifest names no web client.');
  return {
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
}

/** @param {Servers} servers @param {number} rounds */
async function benchFlow(servers, rounds) {
  const clients = await webClients(servers);
  /** @type {Record<string, number[]>} */
  const times = { tokenscope: [], 'oidc-provider': [] };
  for (const client of Object.values(clients)) for (let flown = 0; flown < 200; flown += 1) await flow(client);
  for (let round = 0; round < rounds; round += 1)
    for (const [name, client] of Object.entries(clients)) {
      const begin = performance.now();
      for (let flown = 0; flown < 20; flown += 1) await flow(client);
      times[name]?.push((performance.now() - begin) / 20);
    }
  const what = 'Code flow with PKCE, login and consent';
  compare(what, 'ms', times['tokenscope'] ?? [], 'oidc-provider', times['oidc-provider'] ?? [], '≤ 0.5×');
}

/** What is asked with a token at hand. @param {Servers} servers @param {number} rounds */
async function benchTokenUse(servers, rounds) {
  const { ours, provider } = servers;
  const clients = await webClients(servers);
  const [own, peer] = [await flow(clients.tokenscope), await flow(clients['oidc-provider'])];
  /** @param {string} what @param {Message} request @param {Message} theirs */
  const both = async (what, request, theirs) => {
    const measured = await rates(
      {
        tokenscope: { origin: ours.origin, bytes: wireBytes(ours.origin, request) },
        'oidc-provider': { origin: provider.origin, bytes: wireBytes(provider.origin, theirs) },
      },
      { rounds, count: 1500 },
    );
    compare(what, '/s', measured['tokenscope'] ?? [], 'oidc-provider', measured['oidc-provider'] ?? [], '≥ 2×');
  };
  /** @param {string} token */
  const bearer = (token) => ({ Authorization: `Bearer ${token}` });
  /** @param {string} path @param {Record<string, string>} authorization @param {string} token */
  const asking = (path, authorization, token) => ({
    method: 'POST',
    path,
    headers: { ...FORM, ...authorization },
    body: new URLSearchParams({ token }).toString(),
  });
  const { service } = await ourClients(ours.origin);
  if (!service) throw new Error('The manifest names no gateway.');
  await both(
    'Introspection',
    asking('/introspect', basic(service.client_id, service.client_secret), own.access_token),
    asking('/token/introspection', basic('web', 'web-secret-6d4c1f'), peer.access_token),
  );
  await both('UserInfo', { path: '/userinfo', headers: bearer(own.access_token) }, { path: '/me', headers: bearer(peer.access_token) });
}

/** @typedef {{ method?: string, path: string, headers: Record<string, string>, body?: string }} Message */

/** @typedef {Record<'ours' | 'provider' | 'mock' | 'floor', Awaited<ReturnType<typeof startServer>>>} Servers */

/** Prints one line for each comparison. */
export async function benchServe({ rounds = 9, million = false } = {}) {
  await (await startServer('tokenscope')).stop(); // makes the bundle
  await benchStarts(rounds);
  const servers = {
    ours: await startServer('tokenscope'),
    provider: await startServer('oidc-provider'),
    mock: await startServer('oauth2-mock-server'),
    floor: await startServer('floor'),
  };
  try {
    await benchTokens(servers, rounds);
    await benchFlow(servers, rounds);
    await benchTokenUse(servers, rounds);
    const reference = { what: 'oidc-provider', value: servers.provider.memory() };
    report({ what: 'Memory after all that, beside oidc-provider', value: servers.ours.memory(), unit: 'MB', reference, aim: '≤ 0.7×' });
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  }
  await flatMemory(million ? [100_000, 1_000_000] : [100_000]);
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' }, million: { type: 'boolean', default: false } } });
  await benchServe({ rounds: Number(values.rounds), million: values.million });
}
