import type { KeyUsageFlags } from '@peculiar/x509';
import type { JWK } from 'jose';
import { x509Library } from '../../protocol/x509/library.ts';
import { MACHINES_KEY, MALLORY_AUTHORITY_KEY, ROOT_KEY } from './authority-keys.fixture.ts';
import { IDENTITY_KEYS } from './identity-keys.ts';
import { SERVER_KEY } from './server.ts';

function algorithmFor(key: JWK, hash = 'SHA-256'): Algorithm & { readonly hash?: string } {
  return key.kty === 'RSA' ? { name: 'RSASSA-PKCS1-v1_5', hash } : { name: 'Ed25519' };
}

/** A private key as WebCrypto has it. */
function signingKey(key: JWK, hash = 'SHA-256'): Promise<CryptoKey> {
  const { kty, crv, x, d, n, e, p, q, dp, dq, qi } = key;
  const jwk = kty === 'RSA' ? { kty, d, n, e, p, q, dp, dq, qi } : { kty, crv, x, d };
  return crypto.subtle.importKey('jwk', JSON.parse(JSON.stringify(jwk)) as JWK, algorithmFor(key, hash), true, ['sign']);
}

/** A public key as WebCrypto has it. */
function verifyingKey({ kty, crv, x, n, e }: JWK): Promise<CryptoKey> {
  const jwk = JSON.parse(JSON.stringify(kty === 'RSA' ? { kty, n, e } : { kty, crv, x })) as JWK;
  return crypto.subtle.importKey('jwk', jwk, algorithmFor(jwk), true, ['verify']);
}

/** A holder of a certificate: its name and its key pair. */
export interface Holder {
  readonly name: string;
  readonly key: JWK;
}

/** What a certificate is made from. */
export interface Issue {
  readonly subject: Holder;
  readonly issuer: Holder;
  /** Hexadecimal. */
  readonly serial: string;
  readonly from?: string;
  readonly until?: string;
  readonly authority?: { readonly pathLength?: number; readonly withoutConstraints?: boolean } | undefined;
  readonly usage?: 'clientAuth' | 'serverAuth' | 'none';
  readonly names?: readonly { readonly type: 'dns' | 'ip' | 'url' | 'email'; readonly value: string }[];
  readonly keyUsage?: readonly ('digitalSignature' | 'keyEncipherment' | 'keyCertSign' | 'cRLSign')[];
  /** A critical extension that nobody understands. */
  readonly strange?: boolean;
  /** The same extension twice. */
  readonly twice?: boolean;
  /** For an issuer with an RSA key. */
  readonly hash?: 'SHA-1' | 'SHA-256' | 'SHA-512';
}

/** A certificate in DER, made by the library alone. */
export async function issue({
  subject,
  issuer,
  serial,
  from = '2025-01-01T00:00:00Z',
  until = '2034-12-31T23:59:59Z',
  authority,
  usage = authority ? 'none' : 'clientAuth',
  names = [],
  keyUsage = authority ? ['keyCertSign', 'cRLSign'] : ['digitalSignature'],
  strange = false,
  twice = false,
  hash = 'SHA-256',
}: Issue): Promise<Uint8Array<ArrayBuffer>> {
  const x509 = await x509Library();
  const publicKey = await verifyingKey(subject.key);
  // The library's type names single bits, and a usage is several.
  const flags: unknown = keyUsage.reduce<number>((sum, name) => sum | x509.KeyUsageFlags[name], 0);
  const extensions = [
    ...(authority?.withoutConstraints ? [] : [new x509.BasicConstraintsExtension(authority !== undefined, authority?.pathLength, true)]),
    new x509.KeyUsagesExtension(flags as KeyUsageFlags, true),
    ...(usage === 'none' ? [] : [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage[usage]])]),
    ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension([...names])]),
    await x509.SubjectKeyIdentifierExtension.create(publicKey),
    await x509.AuthorityKeyIdentifierExtension.create(await verifyingKey(issuer.key)),
    ...(twice
      ? [
          new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'a.test' }]),
          new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'b.test' }]),
        ]
      : []),
    ...(strange ? [new x509.Extension('1.3.6.1.4.1.32473.1', true, new Uint8Array([5, 0]))] : []),
  ];
  const made = await x509.X509CertificateGenerator.create({
    subject: subject.name,
    issuer: issuer.name,
    serialNumber: serial,
    notBefore: new Date(from),
    notAfter: new Date(until),
    extensions,
    publicKey,
    signingKey: await signingKey(issuer.key, hash),
    signingAlgorithm: algorithmFor(issuer.key, hash),
  });
  return new Uint8Array(made.rawData);
}

/** What makes a revocation list another than usual. */
export interface Revoke {
  readonly from?: string;
  /** Null where the list says of no time that the next one will be there. */
  readonly until?: string | null;
  /** When each certificate on it is revoked. */
  readonly at?: string;
  /** A critical extension that nobody understands: of the list, or of each certificate on it. */
  readonly strange?: 'list' | 'entry';
  /** For an issuer with an RSA key. */
  readonly hash?: 'SHA-1' | 'SHA-256';
}

/** A revocation list in DER. */
export async function revoke(
  issuer: Holder,
  serials: readonly string[],
  { from = '2025-01-01T00:00:00Z', until = '2034-12-31T23:59:59Z', at = '2026-06-02T08:00:00Z', strange, hash = 'SHA-256' }: Revoke = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const x509 = await x509Library();
  const odd = new x509.Extension('1.3.6.1.4.1.32473.1', true, new Uint8Array([5, 0]));
  const made = await x509.X509CrlGenerator.create({
    issuer: issuer.name,
    thisUpdate: new Date(from),
    ...(until !== null && { nextUpdate: new Date(until) }),
    entries: serials.map((serialNumber) => ({
      serialNumber,
      revocationDate: new Date(at),
      reason: x509.X509CrlReason.keyCompromise,
      ...(strange === 'entry' && { extensions: [odd] }),
    })),
    // Whose key signed it, and the number of the list, an INTEGER of one byte. RFC 5280 §5.2.1, §5.2.3
    extensions: [
      await x509.AuthorityKeyIdentifierExtension.create(await verifyingKey(issuer.key)),
      new x509.Extension('2.5.29.20', false, new Uint8Array([2, 1, 1])),
      ...(strange === 'list' ? [odd] : []),
    ],
    signingAlgorithm: algorithmFor(issuer.key, hash),
    signingKey: await signingKey(issuer.key, hash),
  });
  return new Uint8Array(made.rawData);
}

export const ROOT: Holder = { name: 'O=Lab Company, CN=Lab Root CA', key: ROOT_KEY };
export const MACHINES: Holder = { name: 'O=Lab Company, CN=Lab Machines CA', key: MACHINES_KEY };
export const MALLORY: Holder = { name: 'O=Mallory, CN=Evil CA', key: MALLORY_AUTHORITY_KEY };
const PAYROLL = 'O=Lab Company, OU=Finance, CN=payroll-import';

const ALWAYS = { from: '2020-01-01T00:00:00Z', until: '2049-12-31T23:59:59Z' };

/** Every certificate and list of the lab, made again. Both algorithms repeat, so these are the published bytes. */
export async function labCertificates(): Promise<Readonly<Record<string, Uint8Array>>> {
  const machine = (name: string, key: JWK, serial: string, more: Partial<Issue> = {}): Promise<Uint8Array> =>
    issue({ subject: { name, key }, issuer: MACHINES, serial, ...more });
  const own = (name: string, key: JWK, serial: string): Promise<Uint8Array> =>
    issue({ subject: { name, key }, issuer: { name, key }, serial });
  const keys = IDENTITY_KEYS;
  return {
    root: await issue({ subject: ROOT, issuer: ROOT, serial: '01', authority: { pathLength: 1 }, ...ALWAYS }),
    machines: await issue({ subject: MACHINES, issuer: ROOT, serial: '02', authority: { pathLength: 0 }, ...ALWAYS }),
    rootList: await revoke(ROOT, []),
    machinesList: await revoke(MACHINES, ['4a11']),
    server: await machine('O=Lab Company, CN=lab.test', SERVER_KEY, '4a01', {
      usage: 'serverAuth',
      keyUsage: ['digitalSignature', 'keyEncipherment'],
      names: [
        { type: 'dns', value: '*.lab.test' },
        { type: 'dns', value: '*.internal.lab.test' },
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ],
      ...ALWAYS,
    }),
    payroll: await machine(PAYROLL, keys.payroll, '4a02'),
    batch: await machine('O=Lab Company, CN=ledger-batch', keys.batch, '4a03', {
      names: [{ type: 'dns', value: 'ledger-batch.internal.lab.test' }],
    }),
    printer: await machine('O=Lab Company, OU=Office, CN=printer-3', keys.printer, '4a04'),
    expired: await machine(PAYROLL, keys.expired, '4a10', { until: '2026-10-31T23:59:59Z' }),
    revoked: await machine(PAYROLL, keys.revoked, '4a11'),
    serverOnly: await machine(PAYROLL, keys.serverOnly, '4a12', { usage: 'serverAuth' }),
    archive: await own('O=Archive, CN=archive-export', keys.archive, '01'),
    scanner: await own('O=Scanners, CN=office-scanner', keys.scanner, '01'),
    malloryAuthority: await issue({ subject: MALLORY, issuer: MALLORY, serial: '01', authority: {} }),
    mallory: await issue({ subject: { name: PAYROLL, key: keys.mallory }, issuer: MALLORY, serial: '4a02' }),
  };
}
