import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import type { Server, TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REVOCATION_LISTS, ROOT_CERTIFICATE } from '#engine/world/certificates/authorities.ts';
import { IDENTITIES } from '#engine/world/certificates/identities.ts';
import { SERVER_CHAIN, SERVER_KEY } from '#engine/world/certificates/server.ts';

/** The certificates of the lab in the hands of OpenSSL, over a real connection. */
const pem = (key: object): string => createPrivateKey({ key: { ...key }, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' });
const lists = REVOCATION_LISTS.split(/(?<=-----END X509 CRL-----\n)/).filter((text) => text.trim() !== '');

let server: Server;

beforeAll(async () => {
  server = createServer({
    cert: SERVER_CHAIN,
    key: pem(SERVER_KEY),
    ca: ROOT_CERTIFICATE,
    crl: lists,
    requestCert: true,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.3',
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => {
  server.close();
});

async function meet(name: keyof typeof IDENTITIES): Promise<string> {
  const { chain, key } = IDENTITIES[name];
  const met = once(server, 'secureConnection').then(([socket]: TLSSocket[]) => {
    const error = socket?.authorizationError as Error | string | undefined;
    const seen = socket?.authorized === true ? `${String(socket.getPeerCertificate().subject.CN)} is trusted` : String(error);
    socket?.end();
    return seen;
  });
  const { port } = server.address() as AddressInfo;
  const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', ca: ROOT_CERTIFICATE, cert: chain, key: pem(key) });
  await once(socket, 'secureConnect');
  expect(socket.authorized).toBe(true);
  const seen = await met;
  socket.destroy();
  return seen;
}

describe('a real TLS server finds of the certificates of the lab what the lab finds', () => {
  test.each([
    ['payroll', 'payroll-import is trusted'],
    ['batch', 'ledger-batch is trusted'],
    ['printer', 'printer-3 is trusted'],
    ['revoked', 'CERT_REVOKED'],
    ['serverOnly', 'INVALID_PURPOSE'],
    // No path, and so no list of its issuer either: which of the two it names is OpenSSL's choice.
    ['archive', /SELF_SIGNED|UNABLE_TO_GET/],
    ['mallory', /SELF_SIGNED|UNABLE_TO_GET/],
  ] as const)('%s: %s', async (name, seen) => {
    expect(await meet(name)).toMatch(seen);
  });
});

test('OpenSSL does not even send a certificate with the key of another', () => {
  const { port } = server.address() as AddressInfo;
  expect(() => connect({ port, cert: IDENTITIES.payroll.chain, key: pem(IDENTITIES.printer.key) })).toThrow(/key values mismatch/i);
});
