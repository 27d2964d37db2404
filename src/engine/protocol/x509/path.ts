import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { Certificate } from './certificate.ts';
import { formatDistinguishedName, sameName } from './distinguished-name.ts';

/** A certification path: the holder's certificate first, the trust anchor last. RFC 5280 §6.1 */
export type CertificatePath = readonly Certificate[];

/** What came of the search for a path. Where there is none, `path` is what it got to. */
export interface JudgedPath {
  readonly finding: Finding;
  readonly path: CertificatePath;
}

/** The longest path that is followed, both ends counted. */
const LONGEST_PATH = 6;

/** How many signatures one search may verify: certificates that point at each other must not keep a server busy. */
const MOST_SIGNATURES = 20;

function holder({ subject }: Certificate): string {
  return subject.length === 0 ? 'a certificate without a subject' : formatDistinguishedName(subject);
}

/** Whether two are the same certificate, byte by byte. */
function sameCertificate({ der: left }: Certificate, { der: right }: Certificate): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

function isSelfIssued({ subject, issuer }: Certificate): boolean {
  return sameName(subject, issuer);
}

/** Why a certificate may not issue others at this place of a path, if so. RFC 5280 §6.1.4 (k, l, m, n) */
function mayNotIssue(issuer: Certificate, below: CertificatePath): string | undefined {
  if (!issuer.basicConstraints?.ca) return `${holder(issuer)} is no certification authority`;
  if (issuer.keyUsage && !issuer.keyUsage.includes('keyCertSign')) return `${holder(issuer)} may not sign certificates`;
  const { pathLength } = issuer.basicConstraints;
  const intermediates = below.slice(1).filter((certificate) => !isSelfIssued(certificate)).length;
  if (pathLength !== undefined && intermediates > pathLength)
    return `${holder(issuer)} allows ${pathLength} authorities below it, and there are ${intermediates}`;
  return undefined;
}

/** Why nothing can be made of what a certificate says of itself, if so. RFC 5280 §4.1.2.4, §4.1.2.6, §4.2, §4.2.1.9 */
function contradictsItself(certificate: Certificate): string | undefined {
  const { subject, issuer, notUnderstood, basicConstraints, keyUsage } = certificate;
  if (issuer.length === 0) return `${holder(certificate)} names nobody who issued it`;
  if (subject.length === 0 && !certificate.alternativeNamesCritical)
    return 'a certificate without a subject, whose other names one need not have read';
  if (certificate.factorable) return `the key of ${holder(certificate)} can be factored`;
  if (notUnderstood.length > 0)
    return `${holder(certificate)} holds critical extensions that are not understood: ${notUnderstood.join(', ')}`;
  if (!basicConstraints?.ca && keyUsage?.includes('keyCertSign') === true)
    return `${holder(certificate)} is to sign certificates, and is no certification authority`;
  return undefined;
}

/**
 * Does a certificate lead to one of the trust anchors, each one signed by the next, and each that
 * issues allowed to? Searches among what the peer sent along. Dates, purposes and revocation are
 * judged apart. RFC 5280 §6.1
 * @param sent certificates the peer sent with its own, in any order
 * @param pinned certificates that clients have registered: those that name themselves as their issuer are trusted as they are. RFC 8705 §2.2
 */
export async function findPath(
  own: Certificate,
  sent: readonly Certificate[],
  anchors: readonly Certificate[],
  pinned: readonly Certificate[] = [],
): Promise<JudgedPath> {
  const expected = `issued by ${anchors.map(holder).join(' or ') || 'nobody'}, directly or through its authorities`;
  // One that names another as its issuer is that authority's to give and to take back, whoever has registered it.
  if (!own.factorable && isSelfIssued(own) && pinned.some((one) => sameCertificate(one, own)))
    return { finding: passed('a registered certificate', expected), path: [own] };
  let signatures = 0;
  let fault: string | undefined;
  let furthest: CertificatePath = [own];

  async function climb(path: CertificatePath): Promise<CertificatePath | undefined> {
    const last = path.at(-1) ?? own;
    if (path.length > furthest.length) furthest = path;
    const wrong = contradictsItself(last);
    if (wrong !== undefined) {
      fault ??= wrong;
      return undefined;
    }
    if (path.length >= LONGEST_PATH) return undefined;
    const isAnchor = (one: Certificate): boolean => anchors.includes(one);
    for (const issuer of [...anchors, ...sent]) {
      if (!sameName(issuer.subject, last.issuer) || path.some((one) => sameCertificate(one, issuer))) continue;
      // What a trust anchor forbids in a way that is not understood may be what came. RFC 5937 §3
      const reason = mayNotIssue(issuer, path) ?? contradictsItself(issuer);
      if (reason !== undefined) {
        fault ??= reason;
        continue;
      }
      signatures += 1;
      if (signatures > MOST_SIGNATURES) return undefined;
      if (!(await last.signedBy(issuer.publicKey))) {
        fault ??= `the signature on ${holder(last)} does not verify with the key of ${holder(issuer)}`;
        continue;
      }
      const found = isAnchor(issuer) ? [...path, issuer] : await climb([...path, issuer]);
      if (found) return found;
    }
    return undefined;
  }

  const path = await climb([own]);
  if (path) return { finding: passed(path.slice(1).map(holder).join(', by '), expected), path };
  const last = furthest.at(-1) ?? own;
  const nobody = isSelfIssued(last) ? `${holder(last)} vouches for itself` : `nobody known issued ${holder(last)}`;
  return { finding: failed(expected, fault ?? nobody), path: furthest };
}
