import { describe, expect, test } from 'vitest';
import { ask, exchange, form, jsonBody, outcomeOf, rehearse } from '../../../../tests/rehearsal.ts';
import { clientCertHeaders } from '../../http/client-cert.ts';
import { header } from '../../http/message.ts';
import type { Header, HttpResponse } from '../../http/message.ts';
import type { ClientIdentity } from '../../protocol/tls/client-identity.ts';
import { decodeCompact } from '../../protocol/token/jws.ts';
import { parsePem } from '../../protocol/x509/pem.ts';
import { certificateThumbprint } from '../../protocol/x509/thumbprint.ts';
import { IDENTITIES } from '../../world/certificates/identities.ts';
import { createLandscape } from '../../world/landscape.ts';
import { TOKEN } from '../authorization-server/token/request.fixture.ts';
import type { Company } from '../authorization-server/token/request.fixture.ts';
import { REFERENCE, aliceActive, introspects, signedVerdict } from '../gateway/tokens/issuer.fixture.ts';
import { GATEWAY, INVOICES_API, tokenFor } from '../resource-server/protected-world.fixture.ts';

const der = ({ chain }: ClientIdentity): Uint8Array<ArrayBuffer> => parsePem('CERTIFICATE', chain)[0] ?? new Uint8Array();
const PAYROLL = await certificateThumbprint(der(IDENTITIES.payroll));

async function machineToken(cast: Company): Promise<string> {
  const fields = { grant_type: 'client_credentials', client_id: 'payroll-import-mtls', scope: 'invoice_read' };
  const { response } = await cast.send('app', form(TOKEN, fields), IDENTITIES.payroll);
  return String(jsonBody(response)['access_token']);
}

async function call(
  cast: Company,
  url: string,
  token: string,
  identity?: ClientIdentity,
  more: readonly Header[] = [],
): Promise<HttpResponse> {
  const headers: Header[] = [['Authorization', `Bearer ${token}`], ...more];
  return (await cast.send('app', { method: 'GET', url, headers, body: '' }, identity)).response;
}

test('a client that promised it gets tokens that name its certificate, and are sent as bearer tokens', async () => {
  const cast = rehearse();
  const token = await machineToken(cast);
  expect(decodeCompact(token)?.claims['cnf']).toEqual({ 'x5t#S256': PAYROLL });
  expect(jsonBody(exchange(cast).response)).toMatchObject({ token_type: 'Bearer' });
});

test('a client that promised nothing gets tokens for anybody, whatever certificate it presents', async () => {
  const cast = rehearse();
  const fields = { grant_type: 'client_credentials', client_id: 'office-scanner' };
  const { response } = await cast.send('app', form(TOKEN, fields), IDENTITIES.scanner);
  expect(decodeCompact(String(jsonBody(response)['access_token']))?.claims).not.toHaveProperty('cnf');
});

describe('a bound token', () => {
  test('opens the gateway and the API behind it, which judges by what the gateway passes on', async () => {
    const cast = rehearse();
    const response = await call(cast, `${GATEWAY}/summary`, await machineToken(cast), IDENTITIES.payroll);
    expect(response.status).toBe(200);
    const [, at, behind] = cast.world.trace().exchanges;
    for (const made of [at, behind]) expect(made?.checks.find(({ check }) => check === 'mtls.token-binding')?.outcome).toBe('passed');
  });

  test.each<[string, ClientIdentity | undefined, string]>([
    ['another certificate', IDENTITIES.printer, 'The token is bound to another certificate.'],
    ['no certificate', undefined, 'The token is bound to a certificate, and none came.'],
  ])('opens nothing with %s', async (_case, identity, detail) => {
    const cast = rehearse();
    const token = await machineToken(cast);
    for (const url of [`${GATEWAY}/invoices`, `${INVOICES_API}/invoices`]) {
      const response = await call(cast, url, token, identity);
      expect([response.status, jsonBody(response)['error'], jsonBody(response)['detail']]).toEqual([401, 'invalid_token', detail]);
      expect(header(response, 'www-authenticate')).toContain('error="invalid_token"');
    }
  });

  test('opens nothing with the right certificate in a header, at the gateway or around it', async () => {
    const cast = rehearse();
    const token = await machineToken(cast);
    const forged = clientCertHeaders({ certificate: der(IDENTITIES.payroll), chain: [] });
    for (const url of [`${GATEWAY}/invoices`, `${INVOICES_API}/invoices`])
      expect((await call(cast, url, token, undefined, forged)).status).toBe(401);
  });

  test('whose thumbprint is no text is bound to nobody there is', async () => {
    const token = await tokenFor('alice', { cnf: { 'x5t#S256': 7 } });
    expect((await call(rehearse(), `${GATEWAY}/invoices`, token, IDENTITIES.payroll)).status).toBe(401);
  });

  test('that says nothing by itself is bound by what its issuer says of it', async () => {
    const cast = rehearse();
    introspects(cast.world, () => signedVerdict(cast.world, aliceActive(cast.world, { cnf: { 'x5t#S256': PAYROLL } })));
    expect((await call(cast, `${GATEWAY}/invoices`, REFERENCE, IDENTITIES.payroll)).status).toBe(200);
    expect((await call(cast, `${GATEWAY}/invoices`, REFERENCE, IDENTITIES.printer)).status).toBe(401);
    expect((await call(cast, `${GATEWAY}/invoices`, REFERENCE)).status).toBe(401);
  });

  test('of a user opens UserInfo with its certificate alone', async () => {
    const token = await tokenFor('alice', { scope: 'openid', cnf: { 'x5t#S256': PAYROLL } });
    const cast = rehearse();
    expect((await call(cast, 'https://as.lab.test/userinfo', token, IDENTITIES.payroll)).status).toBe(200);
    const refused = await call(cast, 'https://as.lab.test/userinfo', token, IDENTITIES.printer);
    expect([refused.status, jsonBody(refused)['error']]).toEqual([401, 'invalid_token']);
    expect(outcomeOf(cast, 'mtls.token-binding')).toBe('failed');
  });

  test('is believed by an API that checks nothing, and the record says what it would have found', async () => {
    const cast = rehearse({ off: ['api.own-validation'] });
    const token = await tokenFor('alice', { cnf: { 'x5t#S256': PAYROLL } });
    expect((await call(cast, `${INVOICES_API}/invoices`, token, IDENTITIES.printer)).status).toBe(200);
    expect(exchange(cast).checks.find(({ check }) => check === 'api.own-validation')).toMatchObject({ wouldHave: 'failed' });
  });
});

test('a server that takes certificates at another origin says where', async () => {
  const world = createLandscape({
    served: { origins: new Map(), certificateOrigins: { as: 'https://127.0.0.1:9443', gateway: 'https://127.0.0.1:9444' } },
  });
  const url = 'https://as.lab.test/.well-known/openid-configuration';
  const { response } = await world.deliver({ method: 'GET', url, headers: [], body: '' }, { from: 'visitor' });
  expect(jsonBody(response)['mtls_endpoint_aliases']).toEqual({
    token_endpoint: 'https://127.0.0.1:9443/token',
    pushed_authorization_request_endpoint: 'https://127.0.0.1:9443/par',
    device_authorization_endpoint: 'https://127.0.0.1:9443/device_authorization',
    introspection_endpoint: 'https://127.0.0.1:9443/introspect',
    revocation_endpoint: 'https://127.0.0.1:9443/revoke',
    userinfo_endpoint: 'https://127.0.0.1:9443/userinfo',
  });
});

test('a certificate beside a token that is bound to none changes nothing', async () => {
  const response = await call(rehearse(), `${GATEWAY}/invoices`, await tokenFor('alice'), IDENTITIES.printer);
  expect(response.status).toBe(200);
});

test('the metadata says what the token endpoint can do', async () => {
  const metadata = jsonBody(await ask(rehearse(), { url: 'https://as.lab.test/.well-known/oauth-authorization-server' }));
  expect(metadata).toMatchObject({ tls_client_certificate_bound_access_tokens: true });
  // No browser of the lab is asked for a certificate, so every endpoint takes one where it is.
  expect(metadata).not.toHaveProperty('mtls_endpoint_aliases');
  expect(metadata['token_endpoint_auth_methods_supported']).toEqual(
    expect.arrayContaining(['tls_client_auth', 'self_signed_tls_client_auth']),
  );
});
