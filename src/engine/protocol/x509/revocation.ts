import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { dayOf } from './certificate-rules.ts';
import type { Certificate } from './certificate.ts';
import { formatDistinguishedName, sameName } from './distinguished-name.ts';
import type { CertificatePath } from './path.ts';
import type { RevocationList } from './revocation-list.ts';

/** What the lists say of a path: whether one was revoked for certain, or it only cannot be told. */
export interface JudgedRevocation {
  readonly finding: Finding;
  readonly revoked: boolean;
}

/** The list that its issuer keeps and signed, if it is current. RFC 5280 §6.3.3 (a, c, f, g) */
async function currentList(issuer: Certificate, lists: readonly RevocationList[], now: number): Promise<RevocationList | string> {
  let fault = 'there is no list of its issuer';
  for (const list of lists) {
    if (!sameName(list.issuer, issuer.subject)) continue;
    // Written so that a date which is none makes no list current.
    const current = now >= list.thisUpdate && list.nextUpdate !== undefined && now < list.nextUpdate;
    if (!current) fault = 'the list of its issuer is not current';
    else if (list.notUnderstood) fault = 'the list of its issuer holds what is not understood';
    else if (issuer.keyUsage && !issuer.keyUsage.includes('cRLSign')) fault = 'its issuer may not sign lists';
    else if (await list.signedBy(issuer.publicKey)) return list;
    else fault = 'the list is not signed by its issuer';
  }
  return fault;
}

/**
 * Does a current list of its issuer leave each certificate of the path out? Without such a list it
 * cannot be told, which fails as well. A path of one, a registered certificate, has nobody who could
 * revoke it but whoever keeps it registered. RFC 5280 §6.3
 * @param now milliseconds since 1970
 */
export async function notRevoked(path: CertificatePath, lists: readonly RevocationList[], now: number): Promise<JudgedRevocation> {
  const expected = 'not on the current list of its issuer';
  for (const [index, certificate] of path.entries()) {
    const issuer = path[index + 1];
    if (!issuer) break;
    const name = formatDistinguishedName(certificate.subject);
    const list = await currentList(issuer, lists, now);
    if (typeof list === 'string')
      return { finding: failed(expected, `${name}: ${list}`, 'it cannot tell whether the certificate was revoked'), revoked: false };
    const entry = list.revoked.get(certificate.serial);
    // A day that is still to come takes nothing back: whatever is on the list is revoked. RFC 5280 §6.3.3 (j)
    if (entry) {
      const reason = entry.reason === undefined ? '' : `: ${entry.reason}`;
      return { finding: failed(expected, `${name} was revoked on ${dayOf(entry.at)}${reason}`), revoked: true };
    }
  }
  return { finding: passed(path.length > 1 ? 'on no list' : 'registered, so nobody else can revoke it', expected), revoked: false };
}
