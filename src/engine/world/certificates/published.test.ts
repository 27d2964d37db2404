import { X509Certificate, createPrivateKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parsePem } from '../../protocol/x509/pem.ts';
import { LAB_START } from '../clock.ts';
import { MACHINES_CERTIFICATE, REVOCATION_LISTS, ROOT_CERTIFICATE } from './authorities.ts';
import { IDENTITIES } from './identities.ts';
import { labCertificates } from './make-certificates.fixture.ts';
import { SERVER_CHAIN, SERVER_KEY } from './server.ts';

const root = new X509Certificate(ROOT_CERTIFICATE);
const machines = new X509Certificate(MACHINES_CERTIFICATE);
const own = (chain: string): X509Certificate => new X509Certificate(chain);

test('every published certificate and list is what the fixture makes of the published keys', async () => {
  const made = await labCertificates();
  const first = (text: string): Uint8Array | undefined => parsePem('CERTIFICATE', text)[0];
  const [rootList, machinesList] = parsePem('X509 CRL', REVOCATION_LISTS);
  const published: Record<string, Uint8Array | undefined> = {
    root: first(ROOT_CERTIFICATE),
    machines: first(MACHINES_CERTIFICATE),
    rootList,
    machinesList,
    server: first(SERVER_CHAIN),
    malloryAuthority: parsePem('CERTIFICATE', IDENTITIES.mallory.chain)[1],
    ...Object.fromEntries(Object.entries(IDENTITIES).map(([name, { chain }]) => [name, first(chain)])),
  };
  expect(Object.keys(published).toSorted()).toEqual(Object.keys(made).toSorted());
  for (const [name, der] of Object.entries(made)) expect(published[name], name).toEqual(der);
});

describe('as OpenSSL sees them, through node:crypto', () => {
  test('the two authorities stand in a line', () => {
    expect([root.ca, machines.ca]).toEqual([true, true]);
    expect(root.verify(root.publicKey)).toBe(true);
    expect(machines.checkIssued(root) && machines.verify(root.publicKey)).toBe(true);
  });

  test.each(['payroll', 'batch', 'printer', 'expired', 'revoked', 'serverOnly'] as const)('%s was issued to a machine', (name) => {
    const certificate = own(IDENTITIES[name].chain);
    expect(certificate.ca).toBe(false);
    expect(certificate.checkIssued(machines) && certificate.verify(machines.publicKey)).toBe(true);
  });

  test.each(['archive', 'scanner'] as const)('%s signed its own', (name) => {
    const certificate = own(IDENTITIES[name].chain);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.verify(machines.publicKey)).toBe(false);
  });

  test('no key of the lab made what mallory presents', () => {
    const certificate = own(IDENTITIES.mallory.chain);
    expect(certificate.subject).toBe(own(IDENTITIES.payroll.chain).subject);
    expect(certificate.verify(machines.publicKey) || certificate.verify(root.publicKey)).toBe(false);
  });

  test.each(Object.entries(IDENTITIES))('the private key of %s belongs to its certificate', (_name, { chain, key }) => {
    expect(own(chain).checkPrivateKey(createPrivateKey({ key, format: 'jwk' }))).toBe(true);
  });

  test('the server answers for a served lab as well', () => {
    const server = own(SERVER_CHAIN);
    expect(server.checkPrivateKey(createPrivateKey({ key: { ...SERVER_KEY }, format: 'jwk' }))).toBe(true);
    expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(server.checkHost('localhost')).toBe('localhost');
    expect(server.checkHost('as.lab.test')).toBe('*.lab.test');
    expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });

  test('one alone has run out when a lab begins', () => {
    const out = Object.entries(IDENTITIES).filter(([, { chain }]) => Date.parse(own(chain).validTo) < LAB_START);
    expect(out.map(([name]) => name)).toEqual(['expired']);
  });
});
