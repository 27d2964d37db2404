import { base64url } from '#engine/http/encoding.ts';
import { parsePem } from '#engine/protocol/x509/pem.ts';
import { IDENTITIES } from '#engine/world/certificates/identities.ts';
import type { CommandIo } from './command.ts';
import { ed25519Pem } from './openssl/ed25519-pem.ts';

/** A certificate of the lab by its name, or why there is none. */
export type FoundIdentity = { readonly ok: true; readonly name: string } | { readonly ok: false; readonly message: string };

function firstOf(pem: string): string | undefined {
  const [der] = parsePem('CERTIFICATE', pem);
  return der && base64url(der);
}

/**
 * Whose certificate a file holds. A run keeps certificates by their names, so only those of the lab can be
 * presented; the key must be the certificate's own, in the same file or in another.
 */
export async function identityIn(io: CommandIo, certificate: string, key: string | undefined): Promise<FoundIdentity> {
  const path = certificate.replace(/:[^/]*$/, '');
  const pem = await io.read(path).catch(() => undefined);
  if (pem === undefined)
    return {
      ok: false,
      message: `could not load PEM client certificate from ${path}: no such file. \`ls ~/certs\` lists those of the lab`,
    };
  const wanted = firstOf(pem);
  if (wanted === undefined) return { ok: false, message: `could not load PEM client certificate from ${path}: no certificate in it` };
  const found = Object.entries(IDENTITIES).find(([, { chain }]) => firstOf(chain) === wanted);
  if (!found) return { ok: false, message: `the certificate in ${path} is none of those in ~/certs: only these can be presented here` };
  const [name, identity] = found;
  const keyText = key === undefined ? pem : await io.read(key).catch(() => undefined);
  if (keyText === undefined) return { ok: false, message: `unable to set private key file: '${key ?? ''}': no such file` };
  const own = parsePem('PRIVATE KEY', ed25519Pem(identity.key))[0];
  const given = parsePem('PRIVATE KEY', keyText)[0];
  if (!given) return { ok: false, message: `unable to set private key file: '${key ?? path}' has none. Add --key ~/certs/${name}.key` };
  if (!own || base64url(own) !== base64url(given))
    return { ok: false, message: `private key '${key ?? path}' does not match the certificate's public key` };
  return { ok: true, name };
}
