import fc from 'fast-check';
import type { JWK } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { IDENTITY_KEYS } from '../../world/certificates/identity-keys.ts';
import { MACHINES, MALLORY, ROOT, issue, labCertificates, revoke } from '../../world/certificates/make-certificates.fixture.ts';
import type { Holder, Issue } from '../../world/certificates/make-certificates.fixture.ts';
import { meantForClients, withinDates } from './certificate-rules.ts';
import { readCertificate } from './certificate.ts';
import type { Certificate } from './certificate.ts';
import { findPath } from './path.ts';
import type { JudgedPath } from './path.ts';
import { readRevocationList } from './revocation-list.ts';
import type { RevocationList } from './revocation-list.ts';
import { notRevoked } from './revocation.ts';

const NOW = Date.UTC(2026, 10, 24, 10, 4, 12);
const OWN: Holder = { name: 'O=Lab Company, CN=batch', key: IDENTITY_KEYS.batch };
const DEEP: Holder = { name: 'O=Lab Company, CN=Deep CA', key: IDENTITY_KEYS.printer };

async function certificate(der: Uint8Array): Promise<Certificate> {
  const read = await readCertificate(new Uint8Array(der));
  if (!read) throw new TypeError('That is no certificate.');
  return read;
}

async function list(der: Uint8Array): Promise<RevocationList> {
  const read = await readRevocationList(new Uint8Array(der));
  if (!read) throw new TypeError('That is no list.');
  return read;
}

/** A certificate of its own for one test: issued to a machine unless said otherwise. */
const made = (more: Partial<Issue> = {}): Promise<Certificate> =>
  issue({ subject: OWN, issuer: MACHINES, serial: '77', ...more }).then(certificate);

/** An RSA key of that many bits. */
async function rsaKey(modulusLength: number): Promise<JWK> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength, publicExponent: new Uint8Array([1, 0, 1]) };
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return await crypto.subtle.exportKey('jwk', privateKey);
}

let lab: Readonly<Record<string, Uint8Array>>;
let root: Certificate;
let machines: Certificate;
let lists: readonly RevocationList[];

beforeAll(async () => {
  lab = await labCertificates();
  root = await certificate(lab['root'] ?? new Uint8Array());
  machines = await certificate(lab['machines'] ?? new Uint8Array());
  lists = [await list(lab['rootList'] ?? new Uint8Array()), await list(lab['machinesList'] ?? new Uint8Array())];
});

const judged = (own: Certificate, sent: readonly Certificate[] = [machines]): Promise<JudgedPath> => findPath(own, sent, [root]);

describe('a certificate leads to the trusted authority', () => {
  test('through the authority that issued it', async () => {
    const { finding, path } = await judged(await made());
    expect(finding.passed).toBe(true);
    expect(path).toHaveLength(3);
  });

  test('whatever else was sent along, in any order', async () => {
    const own = await made();
    expect((await judged(own, [own, root, await made({ serial: '78' }), machines])).finding.passed).toBe(true);
  });

  test.each<[string, () => Promise<JudgedPath>, RegExp]>([
    ['its issuer was not sent along', async () => judged(await made(), []), /nobody known issued CN=batch/],
    [
      'another authority issued it',
      async () => {
        const evil = await issue({ subject: MALLORY, issuer: MALLORY, serial: '01', authority: {} }).then(certificate);
        return judged(await made({ issuer: MALLORY }), [evil]);
      },
      /CN=Evil CA,O=Mallory vouches for itself/,
    ],
    [
      "another authority goes by the trusted one's name",
      async () => {
        const impostor = { ...MALLORY, name: MACHINES.name };
        const evil = await issue({ subject: impostor, issuer: impostor, serial: '02', authority: {} }).then(certificate);
        return judged(await made({ issuer: impostor }), [evil]);
      },
      /vouches for itself/,
    ],
    ['it signed itself', async () => judged(await made({ issuer: OWN }), []), /vouches for itself/],
    [
      'its issuer is no authority (CA:FALSE)',
      async () => {
        const middle = await made({ subject: DEEP });
        return judged(await made({ issuer: DEEP }), [middle, machines]);
      },
      /CN=Deep CA,O=Lab Company is no certification authority/,
    ],
    [
      'its issuer has no basic constraints',
      async () => {
        const middle = await made({ subject: DEEP, issuer: ROOT, authority: { withoutConstraints: true } });
        return judged(await made({ issuer: DEEP }), [middle]);
      },
      /is no certification authority/,
    ],
    [
      'its issuer may not sign certificates',
      async () => {
        const middle = await made({ subject: DEEP, issuer: ROOT, authority: {}, keyUsage: ['cRLSign'] });
        return judged(await made({ issuer: DEEP }), [middle]);
      },
      /may not sign certificates/,
    ],
    [
      'there are more authorities than one of them allows',
      async () => {
        const middle = await made({ subject: DEEP, authority: {} });
        return judged(await made({ issuer: DEEP }), [middle, machines]);
      },
      /allows 0 authorities below it, and there are 1/,
    ],
    [
      'it is to sign certificates and is no authority',
      async () => judged(await made({ keyUsage: ['digitalSignature', 'keyCertSign'] })),
      /is no certification authority/,
    ],
    ['it holds a critical extension nobody understands', async () => judged(await made({ strange: true })), /1\.3\.6\.1\.4\.1\.32473\.1/],
    ['its signature hashes with SHA-1', async () => judged(await made({ hash: 'SHA-1' })), /the signature on CN=batch,O=Lab Company/],
    [
      'its issuer has a key that can be factored',
      async () => {
        const weak = { name: 'O=Lab Company, CN=Weak CA', key: await rsaKey(1024) };
        const middle = await made({ subject: weak, issuer: ROOT, authority: {} });
        return judged(await made({ issuer: weak }), [middle]);
      },
      /the key of CN=Weak CA,O=Lab Company can be factored/,
    ],
    [
      'its own key can be factored',
      async () => judged(await made({ subject: { name: OWN.name, key: await rsaKey(1024) } })),
      /the key of CN=batch,O=Lab Company can be factored/,
    ],
    [
      'it has neither a subject nor names that must be read',
      async () => judged(await made({ subject: { ...OWN, name: '' } })),
      /a certificate without a subject, whose other names one need not have read/,
    ],
    [
      'its signature was changed',
      async () => {
        const own = await made();
        const changed = new Uint8Array(own.der);
        changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
        return judged(await certificate(changed));
      },
      /the signature on CN=batch,O=Lab Company does not verify/,
    ],
    [
      'what is signed was changed',
      async () => {
        const own = await made();
        const at = new TextDecoder('latin1').decode(own.der).indexOf('batch');
        const changed = new Uint8Array(own.der);
        changed.set(new TextEncoder().encode('patch'), at);
        return judged(await certificate(changed));
      },
      /CN=patch,O=Lab Company does not verify/,
    ],
  ])('not where %s', async (_case, judge, received) => {
    const { finding } = await judge();
    expect(finding.passed).toBe(false);
    expect(finding.received).toMatch(received);
  });

  test('where a deeper authority is allowed', async () => {
    const middle = await made({ subject: DEEP, issuer: ROOT, authority: { pathLength: 0 } });
    expect((await judged(await made({ issuer: DEEP }), [middle])).finding.passed).toBe(true);
  });

  test('where a client has registered it, whoever made it', async () => {
    const own = await made({ issuer: OWN });
    expect((await findPath(own, [], [root], [own])).finding.passed).toBe(true);
    expect((await findPath(own, [], [root], [await made({ issuer: OWN, serial: '78' })])).finding.passed).toBe(false);
  });

  test('not where a client has registered what another issued: only its authority vouches for that, and may take it back', async () => {
    const evil = await made({ issuer: MALLORY });
    expect((await findPath(evil, [], [root], [evil])).finding.passed).toBe(false);
    const own = await made();
    expect((await findPath(own, [machines], [root], [own])).path).toHaveLength(3);
  });

  test('not even where a client has registered it, once its key can be factored', async () => {
    const weak = { name: OWN.name, key: await rsaKey(1024) };
    const own = await made({ subject: weak, issuer: weak });
    const { finding } = await findPath(own, [], [root], [own]);
    expect(finding).toMatchObject({ passed: false, received: 'the key of CN=batch,O=Lab Company can be factored' });
  });

  test('authorities that vouch for each other in a ring are given up', async () => {
    const [one, other] = [DEEP, { name: 'O=Lab Company, CN=Ring CA', key: IDENTITY_KEYS.scanner }];
    const ring = await Promise.all([
      made({ subject: one, issuer: other, authority: {} }),
      made({ subject: other, issuer: one, authority: {} }),
    ]);
    expect((await judged(await made({ issuer: one }), ring)).finding.passed).toBe(false);
  });

  test('many authorities of one name cost a bounded number of signatures', async () => {
    const crowd = await Promise.all(
      Array.from({ length: 40 }, (_, index) => made({ subject: DEEP, issuer: DEEP, authority: {}, serial: `${100 + index}` })),
    );
    let verified = 0;
    const own = await made({ issuer: DEEP });
    const counting = { ...own, signedBy: () => Promise.resolve((verified += 1) < 0) };
    expect((await judged(counting, crowd)).finding.passed).toBe(false);
    expect(verified).toBeLessThanOrEqual(20);
  });
});

describe('a certificate is within its dates', () => {
  const within = async (more: Partial<Issue>, now = NOW): Promise<boolean> =>
    withinDates((await judged(await made(more))).path, now).passed;

  test.each<[string, Partial<Issue>, number, boolean]>([
    ['in the midst of them', {}, NOW, true],
    ['in its first second', { from: '2026-11-24T10:04:12Z' }, NOW, true],
    ['not a second before', { from: '2026-11-24T10:04:13Z' }, NOW, false],
    ['to the end of its last second', { until: '2026-11-24T10:04:12Z' }, NOW + 999, true],
    ['not a second after', { until: '2026-11-24T10:04:12Z' }, NOW + 1000, false],
  ])('%s', async (_case, more, now, expected) => {
    expect(await within(more, now)).toBe(expected);
  });

  test('and so is the authority that issued it', async () => {
    const middle = await made({ subject: DEEP, issuer: ROOT, authority: {}, until: '2026-01-01T00:00:00Z' });
    const { path, finding } = await judged(await made({ issuer: DEEP }), [middle]);
    expect(finding.passed).toBe(true);
    expect(withinDates(path, NOW)).toMatchObject({ passed: false, received: expect.stringContaining('(CN=Deep CA') as string });
  });
});

describe('a certificate is meant for clients', () => {
  const meant = async (more: Partial<Issue>): Promise<boolean> => meantForClients((await judged(await made(more))).path).passed;

  test.each<[string, Partial<Issue>, boolean]>([
    ['where it says so', { usage: 'clientAuth' }, true],
    ['where it names no purpose', { usage: 'none' }, true],
    ['not where it is for servers alone', { usage: 'serverAuth' }, false],
    ['not where its key may not sign', { keyUsage: ['keyEncipherment'] }, false],
  ])('%s', async (_case, more, expected) => {
    expect(await meant(more)).toBe(expected);
  });
});

test('an authority that may only issue to servers issues to no client', async () => {
  const middle = await made({ subject: DEEP, issuer: ROOT, authority: {}, usage: 'serverAuth' });
  const { path, finding } = await judged(await made({ issuer: DEEP }), [middle]);
  expect(finding.passed).toBe(true);
  expect(meantForClients(path)).toMatchObject({ passed: false, received: expect.stringContaining('(CN=Deep CA') as string });
});

describe('a certificate is not revoked', () => {
  const judge = async (own: Certificate, known = lists, now = NOW): Promise<string | undefined> => {
    const { finding, revoked } = await notRevoked((await judged(own)).path, known, now);
    return finding.passed ? 'good' : revoked ? 'revoked' : finding.received;
  };

  test('where no list has it', async () => {
    expect(await judge(await made())).toBe('good');
  });

  test('but it is where the list of its issuer has its number', async () => {
    expect(await judge(await made({ serial: '4a11' }))).toBe('revoked');
  });

  test('and the number on the list of another issuer means another certificate', async () => {
    expect(await judge(await made(), [await list(await revoke(ROOT, ['77'])), ...lists.slice(1)])).toBe('good');
  });

  test.each<[string, () => Promise<readonly RevocationList[]>, RegExp]>([
    ['there is no list', () => Promise.resolve([]), /no list of its issuer/],
    ['the list ran out', async () => [await list(await revoke(MACHINES, [], { until: '2026-11-24T10:04:12Z' }))], /not current/],
    ['the list is of tomorrow', async () => [await list(await revoke(MACHINES, [], { from: '2026-11-25T00:00:00Z' }))], /not current/],
    [
      'mallory signed the list',
      async () => [await list(await revoke({ ...MALLORY, name: MACHINES.name }, []))],
      /not signed by its issuer/,
    ],
    ['it is open when the next list comes', async () => [await list(await revoke(MACHINES, [], { until: null }))], /not current/],
    ['the list holds what is strange', async () => [await list(await revoke(MACHINES, [], { strange: 'list' }))], /not understood/],
    [
      'something strange is said of another certificate on it',
      async () => [await list(await revoke(MACHINES, ['55'], { strange: 'entry' }))],
      /not understood/,
    ],
    ['the list hashes with SHA-1', async () => [await list(await revoke(MACHINES, [], { hash: 'SHA-1' }))], /not signed by its issuer/],
  ])('cannot be told where %s', async (_case, known, received) => {
    expect(await judge(await made(), [...(await known()), ...lists.slice(0, 1)])).toMatch(received);
  });

  test('cannot be told where the authority may sign certificates and no lists', async () => {
    const authority = await issue({ subject: DEEP, issuer: ROOT, serial: '03', authority: {}, keyUsage: ['keyCertSign'] }).then(
      certificate,
    );
    const { path, finding } = await judged(await made({ issuer: DEEP }), [authority]);
    expect(finding.passed).toBe(true);
    const known = [await list(await revoke(DEEP, [])), ...lists];
    expect(await notRevoked(path, known, NOW)).toMatchObject({
      revoked: false,
      finding: { passed: false, received: expect.stringMatching(/may not sign lists/) as string },
    });
  });

  test('and a list that revokes it from tomorrow on revokes it today', async () => {
    expect(await judge(await made(), [await list(await revoke(MACHINES, ['77'], { at: '2026-11-25T00:00:00Z' })), ...lists])).toBe(
      'revoked',
    );
  });

  test('an authority that was revoked takes its certificates along', async () => {
    expect(await judge(await made(), [await list(await revoke(ROOT, ['02'])), ...lists.slice(1)])).toBe('revoked');
  });
});

describe('bytes', () => {
  const sample = async (): Promise<Uint8Array<ArrayBuffer>> => (await made()).der;

  test('that hide something behind the certificate are no certificate', async () => {
    expect(await readCertificate(new Uint8Array([...(await sample()), 0]))).toBeUndefined();
  });

  test('that say one thing twice are no certificate', async () => {
    const twice = await issue({ subject: OWN, issuer: MACHINES, serial: '77', twice: true });
    expect(await readCertificate(twice)).toBeUndefined();
  });

  test('of any kind are read or not, and never throw', async () => {
    const der = await sample();
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.tuple(fc.nat(der.length - 1), fc.nat(255)).map(([at, byte]) => der.with(at, byte)),
      fc.nat(der.length).map((length) => der.slice(0, length)),
      fc.nat(5000).map((depth) => new Uint8Array(depth * 2).fill(0x30)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (some) => {
        const read = await readCertificate(new Uint8Array(some));
        await readRevocationList(new Uint8Array(some));
        if (read) {
          const { path } = await judged(read);
          withinDates(path, NOW);
          meantForClients(path);
          await notRevoked(path, lists, NOW);
        }
      }),
    );
  });

  test('of a list with one more behind it are no list', async () => {
    expect(await readRevocationList(new Uint8Array([...(await revoke(MACHINES, [])), 0]))).toBeUndefined();
  });
});
