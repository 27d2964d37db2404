import { base64, utf8 } from '#engine/http/encoding.ts';
import { readArguments } from '../arguments.ts';
import { CommandError, readInput } from '../command.ts';
import type { CommandIo, CommandResult, ShellCommand } from '../command.ts';

const HELP = `Usage: openssl <what>
  x509 -in <file> [-noout] [-text] [-subject] [-issuer] [-serial] [-dates] [-fingerprint] [-pubkey]
  verify [-CAfile <file>] [-untrusted <file>] <file>
  s_client -connect <host>:443 [-showcerts] [-cert <file> -key <file>]
  dgst [-sha256|-sha384|-sha512] [-hmac <key>] [-binary] [file]
  rand [-hex|-base64] <bytes>
Examples:
 openssl x509 -in ~/certs/payroll.pem -text -noout
 openssl s_client -connect api.lab.test:443 -showcerts
 openssl verify -CAfile ~/certs/ca.pem ~/certs/expired.pem
 printf %s "$ACCESS_TOKEN" | openssl dgst -sha256
`;

const HASHES: Readonly<Record<string, string>> = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };
const MOST_RANDOM = 64 * 1024;

async function digest(io: CommandIo, args: readonly string[]): Promise<CommandResult> {
  const { words, flags, values } = readArguments(args, { flags: [...Object.keys(HASHES), 'hex', 'binary', 'r'], values: ['hmac'] });
  const name = Object.keys(HASHES).find((one) => flags.has(one)) ?? 'sha256';
  const hash = HASHES[name] ?? 'SHA-256';
  const secret = values.get('hmac');
  const label =
    `${secret === undefined ? '' : 'HMAC-'}${name.toUpperCase().replace('SHA', secret === undefined ? 'SHA2-' : 'SHA')}`.replace(
      'SHA2-1',
      'SHA1',
    );
  const { hex } = await import('./certificate-text.ts');
  let stdout = '';
  for (const file of words.length === 0 ? ['-'] : words) {
    const content = utf8(await readInput(io, file));
    const bytes = new Uint8Array(secret === undefined ? await crypto.subtle.digest(hash, content) : await hmac(hash, secret, content));
    if (flags.has('binary')) stdout += String.fromCharCode(...bytes);
    else
      stdout += flags.has('r')
        ? `${hex(bytes)} *${file === '-' ? 'stdin' : file}\n`
        : `${label}(${file === '-' ? 'stdin' : file})= ${hex(bytes)}\n`;
  }
  return { stdout, status: 0, binary: flags.has('binary') };
}

async function hmac(hash: string, secret: string, content: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  if (secret === '') throw new CommandError('The key of -hmac is empty.');
  const key = await crypto.subtle.importKey('raw', utf8(secret), { name: 'HMAC', hash }, false, ['sign']);
  return crypto.subtle.sign('HMAC', key, content);
}

async function random(args: readonly string[]): Promise<CommandResult> {
  const { words, flags } = readArguments(args, { flags: ['hex', 'base64'] });
  const count = Number(words[0] ?? Number.NaN);
  if (!Number.isInteger(count) || count < 1 || count > MOST_RANDOM)
    throw new CommandError(`Say how many bytes, 1 to ${MOST_RANDOM}: openssl rand -hex 16`, 2);
  const bytes = crypto.getRandomValues(new Uint8Array(count));
  if (flags.has('base64')) return { stdout: `${base64(bytes)}\n`, status: 0 };
  const { hex } = await import('./certificate-text.ts');
  if (flags.has('hex')) return { stdout: `${hex(bytes)}\n`, status: 0 };
  return { stdout: Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''), status: 0, binary: true };
}

async function run(io: CommandIo): Promise<CommandResult> {
  const [what = 'help', ...args] = io.args;
  if (what === 'dgst' || what === 'sha256' || what === 'sha1' || what === 'sha512')
    return digest(io, what === 'dgst' ? args : [`-${what}`, ...args]);
  if (what === 'rand') return random(args);
  if (what === 'x509' || what === 's_client' || what === 'verify') {
    const { inspectCertificate, connect, verifyCertificate } = await import('./openssl-certificates.ts');
    return what === 'x509' ? inspectCertificate(io, args) : what === 'verify' ? verifyCertificate(io, args) : connect(io, args);
  }
  if (what === 'version') return { stdout: 'OpenSSL look-ups of this lab: x509, verify, s_client, dgst, rand\n', status: 0 };
  if (/^(?:help|--help|-h)$/.test(what)) return { stdout: HELP, status: 0 };
  throw new CommandError(`There is no "${what}" here: x509, verify, s_client, dgst or rand. \`openssl help\` has examples.`, 2);
}

/** `openssl`: look-ups of certificates, digests and random bytes. */
export const openssl: ShellCommand = { name: 'openssl', run };
