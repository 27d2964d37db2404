import { expect, test } from 'vitest';
import { clientCertHeaders, forwardedCertificate } from '#engine/http/client-cert.ts';
import { fromBase64 } from '#engine/http/encoding.ts';
import { meantForClients, withinDates } from '#engine/protocol/x509/certificate-rules.ts';
import { readCertificate } from '#engine/protocol/x509/certificate.ts';
import { formatDistinguishedName } from '#engine/protocol/x509/distinguished-name.ts';
import { findPath } from '#engine/protocol/x509/path.ts';
import rfc9440 from './rfc9440.json' with { type: 'json' };

const bytes = (text: string): Uint8Array<ArrayBuffer> => fromBase64(text) ?? new Uint8Array();

test.each(rfc9440.vectors)('RFC 9440: $comment', async (vector) => {
  const forwarded = { certificate: bytes(vector.certificate), chain: vector.issuers.map(bytes) };
  const headers = [['Client-Cert', vector.clientCert] as const, ['Client-Cert-Chain', vector.clientCertChain] as const];
  expect(clientCertHeaders(forwarded)).toEqual(headers);
  expect(forwardedCertificate({ method: 'GET', url: 'https://service.example/', headers, body: '' })).toEqual(forwarded);

  const own = await readCertificate(forwarded.certificate);
  const [issuer, root] = await Promise.all(forwarded.chain.map(readCertificate));
  if (!own || !issuer || !root) throw new TypeError('A certificate of the RFC was not read.');
  expect(formatDistinguishedName(own.subject)).toBe(vector.subject);
  expect(own.alternativeNames).toEqual([{ type: 'email', value: vector.email }]);
  const { finding, path } = await findPath(own, [issuer], [root]);
  expect(finding.passed).toBe(true);
  expect([withinDates(path, Date.parse(vector.validAt)).passed, withinDates(path, Date.UTC(2026, 0)).passed]).toEqual([true, false]);
  expect(meantForClients(path).passed).toBe(true);
});
