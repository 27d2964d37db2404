import { expect, test } from 'vitest';
import { running, testLab } from '../lab.fixture.ts';
import { openssl } from './openssl.ts';

const print = async (line: string, stdin = ''): Promise<string> => (await running(openssl, line.split(' '), { stdin })).stdout;

test('a certificate is described', async () => {
  const text = await print('x509 -in ~/certs/payroll.pem -text -noout');
  expect(text).toContain('        Issuer: CN=Lab Machines CA,O=Lab Company\n');
  expect(text).toContain('            Not After : Dec 31 23:59:59 2034 GMT\n');
  expect(text).toContain('                TLS Web Client Authentication\n');
  expect(text).not.toContain('BEGIN');
  expect(await print('x509 -in ~/certs/batch.pem -subject -noout')).toBe('subject=CN=ledger-batch,O=Lab Company\n');
  expect(await print('x509 -in ~/certs/payroll.pem -noout -fingerprint')).toMatch(/^sha256 Fingerprint=(?:[0-9A-F]{2}:){31}[0-9A-F]{2}\n$/);
  expect(await print('x509 -in ~/certs/payroll.pem -noout -pubkey')).toContain('BEGIN PUBLIC KEY');
});

test('a certificate of the lab is verified at the time of the lab', async () => {
  expect(await print('verify ~/certs/payroll.pem')).toBe('~/certs/payroll.pem: OK\n');
  expect((await running(openssl, ['verify', '~/certs/expired.pem'])).stderr).toContain('error 10: certificate has expired');
  expect((await running(openssl, ['verify', '~/certs/mallory.pem'])).status).toBe(2);
});

test('a connection shows the chain, and a certificate of one’s own makes a handshake', async () => {
  const text = await print('s_client -connect api.lab.test:443 -showcerts');
  expect(text.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  expect(text).toContain('Verify return code: 0 (ok)');
  const { lab, sent } = testLab();
  const args = ['s_client', '-connect', 'as.lab.test:443', '-cert', '~/certs/mallory.pem', '-key', '~/certs/mallory.key'];
  expect((await running(openssl, args, { lab })).stdout).toContain('the alert unknown_ca');
  expect(sent).toEqual(['HEAD https://as.lab.test/']);
});

test('digests are those of everybody', async () => {
  expect(await print('dgst -sha256', 'abc')).toBe('SHA2-256(stdin)= ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n');
  expect(await print('dgst -sha256 -hmac key', 'The quick brown fox jumps over the lazy dog')).toBe(
    'HMAC-SHA256(stdin)= f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8\n',
  );
  expect(await running(openssl, ['dgst', '-sha256', '-binary'], { stdin: 'abc' })).toMatchObject({
    binary: true,
    stdout: expect.stringMatching(/^.{32}$/s),
  });
});

test('random bytes in the form and number that were asked for', async () => {
  expect(await print('rand -hex 16')).toMatch(/^[0-9a-f]{32}\n$/);
  await expect(print('rand -hex many')).rejects.toThrow('Say how many bytes');
});

test.each([
  ['x509 -in nothing', 'There is no file nothing'],
  ['x509 -in ~/README', 'There is no certificate in ~/README'],
  ['s_client -connect nowhere.example:443', 'no host of this lab'],
  ['s_client -connect api.lab.test:8443', 'nobody answers at port 8443'],
  ['genrsa', 'There is no "genrsa" here'],
])('openssl %s names the way out', async (line, message) => {
  await expect(print(line)).rejects.toThrow(message);
});
