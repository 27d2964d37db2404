import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { expect, test } from 'vitest';
import { CLIENTS } from '#engine/world/clients.ts';
import { INVOICES, ISSUER, PAYMENTS } from '#engine/world/parties.ts';
import { network } from './network.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

test('oauth4webapi exchanges a token, and takes the new one for an access token of RFC 9068', async () => {
  const net = network();
  const options = { [oauth.customFetch]: net.fetch };
  const issuer = new URL(ISSUER);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
  expect(server.grant_types_supported).toContain(GRANT);
  const service = { client_id: 'gateway', [oauth.clockSkew]: net.skew };
  const response = await oauth.genericTokenEndpointRequest(
    server,
    service,
    oauth.ClientSecretBasic(CLIENTS.gateway.secret),
    GRANT,
    {
      subject_token: await net.cast.mintAccessToken({ sub: 'alice', scope: 'invoice_read' }),
      subject_token_type: ACCESS_TOKEN,
      resource: INVOICES,
    },
    options,
  );
  const result = await oauth.processGenericTokenEndpointResponse(server, service, response);
  expect(result).toMatchObject({ issued_token_type: ACCESS_TOKEN, token_type: 'bearer', scope: 'invoice_read' });
  const request = new Request(`${INVOICES}/invoices`, { headers: { authorization: `Bearer ${result.access_token}` } });
  const claims = await oauth.validateJwtAccessToken(server, request, INVOICES, { ...options, [oauth.clockSkew]: net.skew });
  expect(claims).toMatchObject({ sub: 'alice', act: { sub: 'gateway' } });
});

test('openid-client exchanges a token, and is told why it may not', async () => {
  const net = network();
  const config = await client.discovery(
    new URL(ISSUER),
    'invoices-api',
    { [client.clockSkew]: net.skew },
    client.ClientSecretBasic(CLIENTS.invoices.secret),
    { [client.customFetch]: net.fetch },
  );
  const parameters = {
    subject_token: await net.cast.mintAccessToken({ sub: 'alice', scope: 'invoice_read payment_write' }),
    subject_token_type: ACCESS_TOKEN,
  };
  const tokens = await client.genericGrantRequest(config, GRANT, { ...parameters, resource: PAYMENTS, scope: 'payment_write' });
  expect(tokens).toMatchObject({ issued_token_type: ACCESS_TOKEN, scope: 'payment_write' });
  await expect(client.genericGrantRequest(config, GRANT, { ...parameters, resource: INVOICES })).rejects.toMatchObject({
    error: 'invalid_target',
  });
  await expect(client.genericGrantRequest(config, GRANT, { ...parameters, scope: 'payment_read' })).rejects.toMatchObject({
    error: 'invalid_scope',
  });
});
