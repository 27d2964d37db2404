import { request } from 'node:https';
import type { RequestOptions } from 'node:https';
import { text } from 'node:stream/consumers';
import * as oauth from 'oauth4webapi';
import { expect, test } from 'vitest';
import { API, ISSUER, manifest } from './landscape.ts';

const { identities, ca, parties } = manifest.mutual_tls;

/** A `fetch` over connections that bring somebody's certificate, or none. */
function fetchAs(name: string | undefined): (url: string, init?: RequestInit) => Promise<Response> {
  const { certificate, private_key: key } = (name === undefined ? undefined : identities[name]) ?? {};
  return (url, init = {}) =>
    new Promise((resolve, reject) => {
      const options: RequestOptions = { method: init.method ?? 'GET', ca, cert: certificate, key, agent: false };
      const asking = request(url, { ...options, headers: Object.fromEntries(new Headers(init.headers)) }, (answer) => {
        const headers = new Headers();
        for (const [field, value] of Object.entries(answer.headers)) headers.set(field, String(value));
        void text(answer).then((body) => resolve(new Response(body, { status: answer.statusCode ?? 0, headers })));
      });
      asking.on('error', reject);
      asking.end(init.body instanceof URLSearchParams ? init.body.toString() : undefined);
    });
}

/** The client credentials grant of a client that proves itself by its connection. RFC 8705 §2 */
async function grant(clientId: string, name: string | undefined): Promise<Response> {
  const open = { [oauth.allowInsecureRequests]: true };
  const server = await oauth.processDiscoveryResponse(ISSUER, await oauth.discoveryRequest(ISSUER, open));
  const client: oauth.Client = { client_id: clientId, use_mtls_endpoint_aliases: true };
  const parameters = new URLSearchParams({ scope: 'invoice_read' });
  const carried = { ...open, [oauth.customFetch]: fetchAs(name) };
  return oauth.clientCredentialsGrantRequest(server, client, oauth.TlsClientAuth(), parameters, carried);
}

async function tokenOf(clientId: string, name: string): Promise<string> {
  return ((await (await grant(clientId, name)).json()) as { access_token: string }).access_token;
}

async function me(origin: string, token: string, name: string | undefined): Promise<number> {
  const carried = origin.startsWith('https:') ? fetchAs(name) : fetch;
  return (await carried(`${origin}/me`, { headers: { Authorization: `Bearer ${token}` } })).status;
}

test.each([
  ['payroll-import-mtls', 'payroll', 'its subject'],
  ['ledger-batch', 'batch', 'its alternative name'],
  ['archive-export', 'archive', 'the certificate it signed and registered itself'],
])('%s gets a token for %s, known by %s', async (clientId, name) => {
  expect((await grant(clientId, name)).status).toBe(200);
});

test.each([
  ['a neighbor of the same authority', 'printer', 401, /invalid_client/],
  ['nobody', undefined, 401, /invalid_client/],
  ['a certificate that ran out', 'expired', 400, /certificate_expired/],
  ['a certificate that was revoked', 'revoked', 400, /certificate_revoked/],
  ['a certificate for servers', 'serverOnly', 400, /unsupported_certificate/],
  ['the same name by an authority of mallory’s', 'mallory', 400, /unknown_ca/],
])('%s is refused', async (_what, name, status, reason) => {
  const response = await grant('payroll-import-mtls', name);
  expect(response.status).toBe(status);
  expect(await response.text()).toMatch(reason);
});

test('a token is bound to its certificate: another one, or none, opens nothing with it', async () => {
  const gateway = parties['gateway'] ?? '';
  const token = await tokenOf('payroll-import-mtls', 'payroll');
  expect(await me(gateway, token, 'payroll')).toBe(200);
  expect(await me(gateway, token, 'batch')).toBe(401);
  expect(await me(gateway, token, undefined)).toBe(401);
  expect(await me(API, token, undefined)).toBe(401);
});

test('what a sender writes into Client-Cert counts for nothing', async () => {
  const gateway = parties['gateway'] ?? '';
  const token = await tokenOf('payroll-import-mtls', 'payroll');
  const der = (identities['payroll']?.certificate ?? '').split('-----')[2]?.replaceAll('\n', '') ?? '';
  const headers = { Authorization: `Bearer ${token}`, 'Client-Cert': `:${der}:` };
  expect((await fetch(`${API}/me`, { headers })).status).toBe(401);
  expect((await fetchAs('batch')(`${gateway}/me`, { headers })).status).toBe(401);
});

test('a client with a certificate and a DPoP key makes its proofs for the addresses where it brings the certificate', async () => {
  const fetchWith = fetchAs('payroll');
  const asPayroll = (url: string, { method, headers, body }: oauth.CustomFetchOptions<string, unknown>): Promise<Response> =>
    fetchWith(url, { method, headers, body: body instanceof URLSearchParams ? body : null });
  const open = { [oauth.allowInsecureRequests]: true };
  const server = await oauth.processDiscoveryResponse(ISSUER, await oauth.discoveryRequest(ISSUER, open));
  const client: oauth.Client = { client_id: 'payroll-import-mtls', use_mtls_endpoint_aliases: true };
  const carried = { ...open, [oauth.customFetch]: asPayroll, DPoP: oauth.DPoP(client, await oauth.generateKeyPair('ES256')) };
  const parameters = new URLSearchParams({ scope: 'invoice_read' });
  const asking = async (): Promise<oauth.TokenEndpointResponse> =>
    oauth.processClientCredentialsResponse(
      server,
      client,
      await oauth.clientCredentialsGrantRequest(server, client, oauth.TlsClientAuth(), parameters, carried),
    );
  const token = await asking().catch((error: unknown) => {
    if (!oauth.isDPoPNonceError(error)) throw error;
    return asking();
  });
  expect(token.token_type).toBe('dpop');
  const url = new URL(`${parties['gateway'] ?? ''}/me`);
  const calling = (): Promise<Response> => oauth.protectedResourceRequest(token.access_token, 'GET', url, undefined, undefined, carried);
  const answer = await calling().catch((error: unknown) => {
    if (!oauth.isDPoPNonceError(error)) throw error;
    return calling();
  });
  expect([answer.status, await answer.json()]).toMatchObject([200, { sub: 'payroll-import-mtls' }]);
});
