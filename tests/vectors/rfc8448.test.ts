import { expect, test } from 'vitest';
import { provesPossession } from '#engine/protocol/tls/certificate-verify.ts';
import { certificateMessage, finishedMessage, transcriptHash } from '#engine/protocol/tls/handshake-messages.ts';
import { finishedData, keyShareOf, serverHandshakeSecret, sharedSecret } from '#engine/protocol/tls/key-schedule.ts';
import { readCertificate } from '#engine/protocol/x509/certificate.ts';
import rfc8448 from './rfc8448.json' with { type: 'json' };

const bytes = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

test.each(rfc8448.vectors)('RFC 8448: $comment', async (vector) => {
  const [hello, answer, extensions, certificate, verify] = [
    vector.clientHello,
    vector.serverHello,
    vector.encryptedExtensions,
    vector.certificate,
    vector.certificateVerify,
  ].map(bytes) as [Uint8Array<ArrayBuffer>, Uint8Array, Uint8Array, Uint8Array, Uint8Array<ArrayBuffer>];
  const shareOfClient = await keyShareOf(bytes(vector.clientPrivateKey));
  const shareOfServer = await keyShareOf(bytes(vector.serverPrivateKey));
  expect(new TextDecoder('latin1').decode(hello)).toContain(new TextDecoder('latin1').decode(shareOfClient));
  expect(new TextDecoder('latin1').decode(answer)).toContain(new TextDecoder('latin1').decode(shareOfServer));
  const shared = await sharedSecret(bytes(vector.serverPrivateKey), shareOfClient);
  expect(shared).toEqual(bytes(vector.sharedSecret));
  expect(await sharedSecret(bytes(vector.clientPrivateKey), shareOfServer)).toEqual(shared);

  const der = bytes(vector.serverCertificate);
  expect(certificateMessage([der])).toEqual(certificate);
  const read = await readCertificate(der);
  if (!read) throw new TypeError('The certificate of the RFC was not read.');
  const signed = { scheme: 0x0804, signature: verify.slice(8) };
  const before = await transcriptHash([hello, answer, extensions, certificate]);
  expect((await provesPossession('server', before, read.publicKey, signed)).passed).toBe(true);
  expect((await provesPossession('client', before, read.publicKey, signed)).passed).toBe(false);

  const secret = await serverHandshakeSecret(shared, await transcriptHash([hello, answer]));
  const transcript = await transcriptHash([hello, answer, extensions, certificate, verify]);
  expect(finishedMessage(await finishedData(secret, transcript))).toEqual(bytes(vector.finished));
});
