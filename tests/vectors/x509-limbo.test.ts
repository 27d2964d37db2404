import { describe, expect, test } from 'vitest';
import { fromBase64 } from '#engine/http/encoding.ts';
import { withinDates } from '#engine/protocol/x509/certificate-rules.ts';
import { readCertificate } from '#engine/protocol/x509/certificate.ts';
import type { Certificate } from '#engine/protocol/x509/certificate.ts';
import { findPath } from '#engine/protocol/x509/path.ts';
import limbo from './x509-limbo.json' with { type: 'json' };

/** Where the answer here is not the published one, with why. */
const OTHERWISE: ReadonlyMap<string, string> = new Map([
  [
    'rfc5280::ca-nameconstraints-permitted-dns-match',
    'name constraints are not understood here, so no path with a critical one is taken, whatever it permits (RFC 5280 §4.2)',
  ],
  [
    'rfc5280::leaf-missing-aki',
    'the authority key identifier helps to find a path; one that is found and verifies is taken without it (RFC 5280 §6.1)',
  ],
]);

/** Why the paths that are to be refused are: for their own fault, and not for a letter that was lost on the way here. */
const FAULTS: Readonly<Record<string, RegExp>> = {
  'pathlen::intermediate-pathlen-too-long': /allows 0 authorities below it/,
  'rfc5280::critical-aki': /not understood: 2\.5\.29\.35/,
  'rfc5280::critical-ski': /not understood: 2\.5\.29\.14/,
  'rfc5280::leaf-ku-keycertsign': /is no certification authority/,
  'rfc5280::ca-nameconstraints-permitted-dns-mismatch': /not understood: 2\.5\.29\.30/,
  'rfc5280::ca-nameconstraints-permitted-dns-match': /not understood: 2\.5\.29\.30/,
};

const NOW = Date.UTC(2026, 10, 24);

async function read(text: string): Promise<Certificate> {
  const certificate = await readCertificate(fromBase64(text) ?? new Uint8Array());
  if (!certificate) throw new TypeError('That is no certificate.');
  return certificate;
}

async function passes({ id, peer, trusted, untrusted }: (typeof limbo.tests)[number]): Promise<boolean> {
  const [own, anchors, sent] = await Promise.all([read(peer), Promise.all(trusted.map(read)), Promise.all(untrusted.map(read))]);
  const { finding, path } = await findPath(own, sent, anchors);
  if (FAULTS[id]) expect(finding.received).toMatch(FAULTS[id]);
  return finding.passed && withinDates(path, NOW).passed;
}

describe('x509-limbo', () => {
  test.each(limbo.tests.filter(({ id }) => !OTHERWISE.has(id)))('$id: $result', async (one) => {
    expect(await passes(one)).toBe(one.result === 'SUCCESS');
  });

  test.each([...OTHERWISE])('%s is answered otherwise: %s', async (id) => {
    const one = limbo.tests.find((known) => known.id === id);
    expect(one && (await passes(one))).toBe(one?.result !== 'SUCCESS');
  });
});
