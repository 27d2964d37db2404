import { describe, expect, test } from 'vitest';
import { exchange, form, jsonBody, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { clientCertHeaders } from '../../../http/client-cert.ts';
import type { Header, HttpResponse } from '../../../http/message.ts';
import type { ClientIdentity } from '../../../protocol/tls/client-identity.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { parsePem } from '../../../protocol/x509/pem.ts';
import { IDENTITIES } from '../../../world/certificates/identities.ts';
import { BASIC, REFRESH, TOKEN } from '../token/request.fixture.ts';
import type { Company } from '../token/request.fixture.ts';

const PAYROLL = { grant_type: 'client_credentials', client_id: 'payroll-import-mtls' };

async function token(
  cast: Company,
  fields: Readonly<Record<string, string>>,
  identity?: ClientIdentity,
  headers: readonly Header[] = [],
): Promise<HttpResponse> {
  return (await cast.send('app', form(TOKEN, fields, headers), identity)).response;
}

function forged(identity: ClientIdentity): Header[] {
  const [certificate = new Uint8Array()] = parsePem('CERTIFICATE', identity.chain);
  return clientCertHeaders({ certificate, chain: [] });
}

describe.each([
  ['payroll-import-mtls', 'payroll', 'client.certificate-subject'],
  ['ledger-batch', 'batch', 'client.certificate-subject'],
  ['archive-export', 'archive', 'client.certificate-registered'],
] as const)('%s', (client, name, check) => {
  test('gets a token with its certificate and no secret', async () => {
    const cast = rehearse();
    const response = await token(cast, { ...PAYROLL, client_id: client }, IDENTITIES[name]);
    expect(response.status).toBe(200);
    expect(decodeCompact(String(jsonBody(response)['access_token']))?.claims).toMatchObject({ sub: client, client_id: client });
    expect(outcomeOf(cast, check)).toBe('passed');
  });

  test('gets none without', async () => {
    const cast = rehearse();
    const response = await token(cast, { ...PAYROLL, client_id: client });
    expect([response.status, jsonBody(response)['error']]).toEqual([401, 'invalid_client']);
    expect(outcomeOf(cast, 'client.authenticated')).toBe('failed');
  });
});

describe('the certificate alone', () => {
  test('names no client: client_id has to', async () => {
    const response = await token(rehearse(), { grant_type: 'client_credentials' }, IDENTITIES.payroll);
    expect([response.status, jsonBody(response)['error']]).toEqual([401, 'invalid_client']);
  });

  test('does nothing for a client of another method', async () => {
    const cast = rehearse();
    expect((await token(cast, REFRESH, IDENTITIES.payroll, [BASIC])).status).toBe(200);
    const { checks } = exchange(cast);
    expect(checks.filter(({ check }) => check.startsWith('client.certificate'))).toEqual([]);
    expect((await token(rehearse(), { ...REFRESH, client_id: 'ledger' }, IDENTITIES.payroll)).status).toBe(401);
  });

  test('does not make up for a secret that a client of certificates sends', async () => {
    const cast = rehearse();
    expect((await token(cast, { ...PAYROLL, client_secret: 'x' }, IDENTITIES.payroll)).status).toBe(401);
    expect(outcomeOf(cast, 'client.method-registered')).toBe('failed');
  });
});

describe('a certificate in a header of the sender', () => {
  test('opens nothing', async () => {
    const cast = rehearse();
    expect((await token(cast, PAYROLL, undefined, forged(IDENTITIES.payroll))).status).toBe(401);
    expect(outcomeOf(cast, 'client.authenticated')).toBe('failed');
  });

  test('opens nothing beside a certificate of its own', async () => {
    const cast = rehearse();
    expect((await token(cast, PAYROLL, IDENTITIES.printer, forged(IDENTITIES.payroll))).status).toBe(401);
    expect(outcomeOf(cast, 'client.certificate-subject')).toBe('failed');
  });

  test('opens everything where whoever ends TLS passes it on', async () => {
    const off: readonly CheckId[] = ['mtls.forwarded-certificate'];
    expect((await token(rehearse({ off }), PAYROLL, undefined, forged(IDENTITIES.payroll))).status).toBe(200);
  });

  test('that cannot be read is a certificate that names nobody', async () => {
    const off: readonly CheckId[] = ['mtls.forwarded-certificate'];
    for (const value of ['', ':AAAA:', 'x', ':'.repeat(2000)]) {
      const cast = rehearse({ off });
      expect((await token(cast, PAYROLL, undefined, [['Client-Cert', value]])).status).toBe(401);
      expect(outcomeOf(cast, 'client.certificate-subject')).toBe('failed');
    }
  });
});

test('what mallory issued to the name of payroll opens payroll where nobody asks for the authority', async () => {
  const off: readonly CheckId[] = ['mtls.chain'];
  expect((await token(rehearse({ off }), PAYROLL, IDENTITIES.mallory)).status).toBe(200);
});
