import { expect, test } from 'vitest';
import { fromBase64 } from '#engine/http/encoding.ts';
import { readCertificate } from '#engine/protocol/x509/certificate.ts';
import { formatDistinguishedName } from '#engine/protocol/x509/distinguished-name.ts';
import { certificateThumbprint } from '#engine/protocol/x509/thumbprint.ts';
import rfc8705 from './rfc8705.json' with { type: 'json' };

test.each(rfc8705.vectors)('RFC 8705: $comment', async ({ certificate, cnf, subject }) => {
  const der = fromBase64(certificate) ?? new Uint8Array();
  expect(await certificateThumbprint(der)).toBe(cnf['x5t#S256']);
  const read = await readCertificate(der);
  expect(read && formatDistinguishedName(read.subject)).toBe(subject);
  // A certificate of version 1: it has no extensions, and so is no authority and forbids nothing.
  expect([read?.basicConstraints, read?.extendedKeyUsage]).toEqual([undefined, undefined]);
  expect(await read?.signedBy(read.publicKey)).toBe(true);
});
