import { importJWK } from 'jose';
import * as oauth from 'oauth4webapi';
import { expect, test } from 'vitest';
import { CLIENTS } from '#engine/world/clients.ts';
import { PAYROLL_KEY } from '#engine/world/keys/keys.ts';
import { ISSUER } from '#engine/world/parties.ts';
import { network } from './network.ts';
import type { Network } from './network.ts';

interface Started {
  readonly net: Network;
  readonly server: oauth.AuthorizationServer;
  readonly options: { [oauth.customFetch]: Network['fetch'] };
  readonly as: (id: string) => oauth.Client;
}

async function start(): Promise<Started> {
  const net = network();
  const options = { [oauth.customFetch]: net.fetch };
  const issuer = new URL(ISSUER);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
  return { net, server, options, as: (client_id) => ({ client_id, [oauth.clockSkew]: net.skew }) };
}

async function payrollAuthentication(): Promise<oauth.ClientAuth> {
  const key = await importJWK(PAYROLL_KEY, 'Ed25519', { extractable: false });
  if (!('type' in key)) throw new TypeError('A key pair was expected.');
  return oauth.PrivateKeyJwt({ key, kid: PAYROLL_KEY.kid });
}

const NIGHTLY = oauth.ClientSecretPost(CLIENTS.nightlyReport.secret);
const GATEWAY = oauth.ClientSecretBasic(CLIENTS.gateway.secret);

async function nightlyToken({ server, options, as }: Started): Promise<string> {
  const client = as('nightly-report');
  const response = await oauth.clientCredentialsGrantRequest(server, client, NIGHTLY, { scope: 'invoice_read' }, options);
  const tokens = await oauth.processClientCredentialsResponse(server, client, response);
  expect(tokens.refresh_token).toBeUndefined();
  return tokens.access_token;
}

test('a client with its secret in the form gets a token for itself', async () => {
  const started = await start();
  const token = await nightlyToken(started);
  const request = new Request('https://api.lab.test/invoices', { headers: { authorization: `Bearer ${token}` } });
  const claims = await oauth.validateJwtAccessToken(started.server, request, 'https://api.lab.test', {
    ...started.options,
    [oauth.clockSkew]: started.net.skew,
  });
  expect(claims).toMatchObject({ sub: 'nightly-report', client_id: 'nightly-report' });
});

test('a client that signs who it is gets one as well, time after time', async () => {
  const { server, options, as } = await start();
  const [client, authentication] = [as('payroll-import'), await payrollAuthentication()];
  for (const resource of ['https://api.lab.test', undefined]) {
    const parameters = resource === undefined ? {} : { resource };
    const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, parameters, options);
    expect((await oauth.processClientCredentialsResponse(server, client, response)).scope).toBe('invoice_read invoice_write');
  }
});

test('a scope it is not registered for is an error of the response body', async () => {
  const { server, options, as } = await start();
  const client = as('nightly-report');
  const response = await oauth.clientCredentialsGrantRequest(server, client, NIGHTLY, { scope: 'invoice_write' }, options);
  await expect(oauth.processClientCredentialsResponse(server, client, response)).rejects.toMatchObject({
    error: 'invalid_scope',
    status: 400,
  });
});

test.each([false, true])('a resource server introspects a token, signed: %s', async (requestJwtResponse) => {
  const started = await start();
  const { server, options, as } = started;
  const token = await nightlyToken(started);
  const client = as('gateway');
  const response = await oauth.introspectionRequest(server, client, GATEWAY, token, { ...options, requestJwtResponse });
  const answer = await oauth.processIntrospectionResponse(server, client, response);
  if (requestJwtResponse) await oauth.validateApplicationLevelSignature(server, response, options);
  expect(answer).toMatchObject({ active: true, sub: 'nightly-report', scope: 'invoice_read', token_type: 'Bearer' });
});

test('a revoked token is not active any more', async () => {
  const started = await start();
  const { server, options, as } = started;
  const token = await nightlyToken(started);
  await oauth.processRevocationResponse(await oauth.revocationRequest(server, as('nightly-report'), NIGHTLY, token, options));
  const client = as('gateway');
  const response = await oauth.introspectionRequest(server, client, GATEWAY, token, options);
  expect(await oauth.processIntrospectionResponse(server, client, response)).toEqual({ active: false });
});

test('introspection with a wrong secret is a challenge, and revocation by a stranger an error', async () => {
  const started = await start();
  const { server, options, as } = started;
  const token = await nightlyToken(started);
  const client = as('gateway');
  const refused = await oauth.introspectionRequest(server, client, oauth.ClientSecretBasic('wrong'), token, options);
  await expect(oauth.processIntrospectionResponse(server, client, refused)).rejects.toBeInstanceOf(oauth.WWWAuthenticateChallengeError);
  const strange = await oauth.revocationRequest(server, client, GATEWAY, token, options);
  await expect(oauth.processRevocationResponse(strange)).rejects.toMatchObject({ error: 'invalid_grant', status: 400 });
});
