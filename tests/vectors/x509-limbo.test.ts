import { describe, expect, test } from 'vitest';
import { fromBase64 } from '#engine/http/encoding.ts';
import type { Finding } from '#engine/protocol/finding.ts';
import { meantForClients, withinDates } from '#engine/protocol/x509/certificate-rules.ts';
import { readCertificate } from '#engine/protocol/x509/certificate.ts';
import { findPath } from '#engine/protocol/x509/path.ts';
import type { CertificatePath } from '#engine/protocol/x509/path.ts';
import limbo from './x509-limbo.json' with { type: 'json' };

/** One case as x509-limbo has it, its certificates in base64; `time` where the case sets the clock. */
interface Case {
  readonly id: string;
  readonly result: string;
  readonly time?: string;
  readonly trusted: readonly string[];
  readonly untrusted: readonly string[];
  readonly peer: string;
}

interface Answer {
  readonly finding: Finding;
  readonly path: CertificatePath;
}

const cases: readonly Case[] = limbo.tests;

/** Published as valid, and refused here because name constraints are not understood. RFC 5280 §4.2, §4.2.1.10 */
const UNSUPPORTED: ReadonlySet<string> = new Set([
  'rfc5280::ca-nameconstraints-permitted-dns-match',
  'rfc5280::ca-nameconstraints-permitted-dns-match-more',
  'rfc5280::ca-nameconstraints-permitted-ip-match',
  'rfc5280::ca-nameconstraints-permitted-dn-match',
  'rfc5280::ca-nameconstraints-permitted-self-issued',
  'rfc5280::ca-nameconstraints-permitted-different-constraint-type',
  'rfc5280::ca-nameconstraints-excluded-different-constraint-type',
]);

const KEY_IDENTIFIERS = 'key identifiers help to find a path; one that is found and verifies is taken without them (RFC 5280 §6.1)';
const DEPTH = 'no caller sets a longest path: it is six certificates for everybody';
const WEB = "a rule of the CA/Browser Forum for the certificates of web servers, and a client's is judged by RFC 8705";

/** Published as invalid, and taken here, with why. */
const TAKEN: ReadonlyMap<string, string> = new Map([
  ['pathlen::max-chain-depth-0-exhausted', DEPTH],
  ['pathlen::max-chain-depth-1-exhausted', DEPTH],
  ['rfc5280::leaf-missing-aki', KEY_IDENTIFIERS],
  ['rfc5280::intermediate-missing-aki', KEY_IDENTIFIERS],
  ['rfc5280::cross-signed-root-missing-aki', KEY_IDENTIFIERS],
  ['rfc5280::missing-ski', KEY_IDENTIFIERS],
  [
    'rfc5280::root-non-critical-basic-constraints',
    'whoever issues has to mark them critical; whoever validates asks what they say (RFC 5280 §6.1.4)',
  ],
  ['rfc5280::serial-number-zero', 'certificate users should bear with such numbers (RFC 5280 §4.1.2.2)'],
  ['rfc5280::serial-number-too-long', 'a duty of whoever issues; nobody can pass for another by it (RFC 5280 §4.1.2.2)'],
  ['rfc5280::wrong-eku', 'it is for clients, of whom this server asks, and not for servers'],
  ['webpki::eku-contains-anyeku', WEB],
  ['webpki::ee-basicconstraints-ca', WEB],
  ['webpki::no-san', WEB],
  ['webpki::v1-cert', `${WEB}; without extensions version 1 is right (RFC 5280 §4.1.2.1)`],
]);

/** Why those that are to be refused are: for their own fault, and not for a letter that was lost on the way here. */
const FAULTS: readonly (readonly [id: RegExp, received: RegExp])[] = [
  [/^pathlen::/, /allows 0 authorities below it/],
  [/critical-aki/, /not understood: 2\.5\.29\.35/],
  [/critical-ski/, /not understood: 2\.5\.29\.14/],
  [/critical-aia/, /not understood: 1\.3\.6\.1\.5\.5\.7\.1\.1/],
  [/unknown-critical-extension/, /not understood: 1\.3\.6\.1\.4\.1\.55738\.666\.1/],
  [/nameconstraints/, /not understood: 2\.5\.29\.30/],
  [/leaf-ku-keycertsign/, /is to sign certificates, and is no certification authority/],
  [/without-ca-bit|root-missing-basic-constraints/, /is no certification authority/],
  [/root-inconsistent-ca-extensions/, /may not sign certificates/],
  [/intermediate-ca-missing-basic-constraints|ica-ku-keycertsign/, /nobody known issued/],
  [/chain-untrusted-root/, /vouches for itself/],
  [/empty-issuer|ca-empty-subject/, /names nobody who issued it/],
  [/san-noncritical-with-empty-subject/, /whose other names one need not have read/],
  [/duplicate-extensions|malformed-subject-alternative-name|mismatching-signature-algorithm/, /no certificate/],
  [/forbidden-signature-algorithm/, /does not verify/],
];

const NOW = Date.UTC(2026, 10, 24);

async function judge({ peer, trusted, untrusted, time }: Case): Promise<Answer> {
  const read = (text: string): ReturnType<typeof readCertificate> => readCertificate(fromBase64(text) ?? new Uint8Array());
  const [own, anchors, sent] = await Promise.all([read(peer), Promise.all(trusted.map(read)), Promise.all(untrusted.map(read))]);
  const known = (all: typeof anchors): CertificatePath => all.flatMap((one) => (one ? [one] : []));
  if (!own) return { finding: { passed: false, expected: 'a certificate', received: 'no certificate' }, path: [] };
  const { finding, path } = await findPath(own, known(sent), known(anchors));
  return { finding: finding.passed ? withinDates(path, time === undefined ? NOW : Date.parse(time)) : finding, path };
}

describe('x509-limbo', () => {
  test.each(cases.filter(({ id }) => !UNSUPPORTED.has(id) && !TAKEN.has(id)))('$id: $result', async (one) => {
    const { finding } = await judge(one);
    expect(finding.passed).toBe(one.result === 'SUCCESS');
    if (!finding.passed) expect(finding.received).toMatch(FAULTS.find(([id]) => id.test(one.id))?.[1] ?? 'no fault is named for it');
  });

  test.each(cases.filter(({ id }) => UNSUPPORTED.has(id)))('$id is refused, whatever it permits: name constraints are not understood', async (one) => {
    const { finding } = await judge(one);
    expect(one.result).toBe('SUCCESS');
    expect(finding).toMatchObject({ passed: false, received: expect.stringMatching(/not understood: 2\.5\.29\.30$/) as string });
  });

  test.each(cases.flatMap((one) => (TAKEN.has(one.id) ? [{ ...one, why: TAKEN.get(one.id) }] : [])))('$id is taken: $why', async (one) => {
    const { finding } = await judge(one);
    expect(one.result).toBe('FAILURE');
    expect(finding.passed).toBe(true);
  });

  test('every exception is a case', () => {
    const ids = cases.map(({ id }) => id);
    expect([...UNSUPPORTED, ...TAKEN.keys()].filter((id) => !ids.includes(id))).toEqual([]);
  });
});

/** Those whose purposes reach to clients: the rest is for servers alone, which a rule of its own refuses. RFC 5280 §4.2.1.12 */
const FOR_CLIENTS = ['rfc5280::wrong-eku', 'webpki::cryptographydotio-chain', 'webpki::eku-contains-anyeku', 'webpki::v1-cert'];

test('of the paths of x509-limbo that are taken, those are meant for clients that say so or say nothing', async () => {
  const judged = await Promise.all(cases.map(async (one) => ({ id: one.id, ...(await judge(one)) })));
  const meant = judged.filter(({ finding, path }) => finding.passed && meantForClients(path).passed);
  expect(meant.map(({ id }) => id).toSorted()).toEqual(FOR_CLIENTS);
});
