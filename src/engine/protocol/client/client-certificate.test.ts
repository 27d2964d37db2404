import { beforeAll, describe, expect, test } from 'vitest';
import { base64 } from '../../http/encoding.ts';
import { IDENTITY_KEYS } from '../../world/certificates/identity-keys.ts';
import { MACHINES, issue } from '../../world/certificates/make-certificates.fixture.ts';
import { readCertificate } from '../x509/certificate.ts';
import type { Certificate } from '../x509/certificate.ts';
import { certificateNamesClient, certificateRegistered } from './client-certificate.ts';
import type { RegisteredSubject } from './client-certificate.ts';

const BATCH = { name: 'O=Lab Company, CN=ledger-batch', key: IDENTITY_KEYS.batch };

async function made(issuer = MACHINES): Promise<Certificate> {
  const der = await issue({
    subject: BATCH,
    issuer,
    serial: '77',
    names: [
      { type: 'dns', value: 'batch.lab.test' },
      { type: 'dns', value: '*.lab.test' },
      { type: 'url', value: 'spiffe://lab.test/Batch' },
      { type: 'ip', value: '192.0.2.7' },
      { type: 'ip', value: '2001:db8::7' },
      { type: 'email', value: 'Batch@lab.test' },
    ],
  });
  const read = await readCertificate(der);
  if (!read) throw new TypeError('That is no certificate.');
  return read;
}

let issued: Certificate;
let ownMade: Certificate;
beforeAll(async () => {
  [issued, ownMade] = [await made(), await made(BATCH)];
});

describe('a certificate names a client', () => {
  test.each<[RegisteredSubject['by'], string, boolean]>([
    ['subject_dn', 'CN=ledger-batch,O=Lab Company', true],
    ['subject_dn', 'cn=Ledger-Batch, o=lab  company', true],
    ['subject_dn', 'O=Lab Company,CN=ledger-batch', false],
    ['subject_dn', 'CN=ledger-batch', false],
    ['subject_dn', 'ledger-batch', false],
    ['subject_dn', '', false],
    ['san_dns', 'batch.lab.test', true],
    ['san_dns', 'BATCH.lab.test', true],
    ['san_dns', 'other.lab.test', false],
    ['san_dns', 'ledger-batch', false],
    ['san_uri', 'spiffe://lab.test/Batch', true],
    ['san_uri', 'spiffe://lab.test/batch', false],
    ['san_ip', '192.0.2.7', true],
    ['san_ip', '2001:db8:0:0::7', true],
    ['san_ip', '192.0.2.8', false],
    ['san_email', 'Batch@LAB.test', true],
    ['san_email', 'batch@lab.test', false],
    ['san_dns', '192.0.2.7', false],
  ])('registered by %s as %j: %s', (by, value, expected) => {
    expect(certificateNamesClient(issued, { by, value }).passed).toBe(expected);
  });

  test('never by what its holder wrote into it', () => {
    const finding = certificateNamesClient(ownMade, { by: 'subject_dn', value: 'CN=ledger-batch,O=Lab Company' });
    expect(finding).toMatchObject({ passed: false, refusal: 'no authority issued the certificate' });
  });

  test('not where nothing came, or nothing is registered', () => {
    expect(certificateNamesClient(undefined, { by: 'san_dns', value: 'batch.lab.test' }).passed).toBe(false);
    expect(certificateNamesClient(issued, undefined).passed).toBe(false);
  });
});

describe('a certificate is registered', () => {
  const set = (...certificates: readonly Certificate[]) => [{ kty: 'OKP', x5c: certificates.map(({ der }) => base64(der)) }];

  test('where it comes first in x5c', () => {
    expect(certificateRegistered(ownMade, set(ownMade, issued)).passed).toBe(true);
  });

  test('not where another comes first', () => {
    expect(certificateRegistered(ownMade, set(issued, ownMade)).passed).toBe(false);
  });

  test('not where it says the same and was made again', () => {
    expect(certificateRegistered({ ...ownMade, der: ownMade.der.with(-1, 0) }, set(ownMade)).passed).toBe(false);
  });

  test('not where the set holds no certificate, or none that can be read', () => {
    expect(certificateRegistered(ownMade, []).passed).toBe(false);
    expect(certificateRegistered(ownMade, [{ kty: 'OKP' }, { kty: 'OKP', x5c: ['-'] }, { kty: 'OKP', x5c: [] }]).passed).toBe(false);
    expect(certificateRegistered(undefined, set(ownMade)).passed).toBe(false);
  });
});
