import { describe, expect, test } from 'vitest';
import { exchange, rehearse } from '../../../../tests/rehearsal.ts';
import { IDENTITIES } from '../../world/certificates/identities.ts';
import { NetworkError } from '../../world/world.ts';
import { createCertificateClient } from './certificate-client.ts';

describe.each(['payroll', 'batch', 'archive', 'scanner'] as const)('the machine of %s', (played) => {
  test('gets a token by its certificate and reads the sums with both', async () => {
    const cast = rehearse();
    const machine = createCertificateClient(cast, played);
    expect((await machine.requestToken({ scope: 'invoice_read' })).tokens?.accessToken).toBe(machine.accessToken);
    expect((await machine.get(`${cast.gateway}/summary`)).status).toBe(200);
    expect(exchange(cast, 1)).toMatchObject({
      from: 'machine',
      to: 'as',
      request: { body: expect.stringContaining(machine.clientId) as string },
    });
  });
});

test('a stolen token is worth nothing without the certificate', async () => {
  const cast = rehearse();
  const machine = createCertificateClient(cast, 'payroll');
  await machine.requestToken();
  const url = `${cast.gateway}/invoices`;
  expect((await cast.attacker.get(url, machine.accessToken ?? '')).status).toBe(401);
  const request = { method: 'GET', url, headers: [['Authorization', `Bearer ${machine.accessToken ?? ''}`]], body: '' } as const;
  expect((await cast.attacker.send(request, IDENTITIES.printer)).response.status).toBe(401);
});

test('a stolen certificate is worth nothing without its key', async () => {
  const cast = rehearse();
  const copied = { chain: IDENTITIES.payroll.chain, key: IDENTITIES.mallory.key };
  await expect(createCertificateClient(cast, 'payroll').requestToken({ identity: copied })).rejects.toThrow(NetworkError);
  expect(exchange(cast).handshake?.alert).toBe('decrypt_error');
});

test("a neighbor's certificate gets a handshake and no token", async () => {
  const cast = rehearse();
  const outcome = await createCertificateClient(cast, 'payroll').requestToken({ identity: IDENTITIES.printer });
  expect(outcome.refused).toBe('invalid_client');
});
