import type { Certificate } from '#engine/protocol/x509/certificate.ts';
import { formatDistinguishedName } from '#engine/protocol/x509/distinguished-name.ts';
import { findPath } from '#engine/protocol/x509/path.ts';
import { formatPem } from '#engine/protocol/x509/pem.ts';
import { ROOT_CERTIFICATE } from '#engine/world/certificates/authorities.ts';
import { SERVER_CHAIN } from '#engine/world/certificates/server.ts';
import { readArguments } from '../arguments.ts';
import { certificateDate, certificateText, certificatesIn, fingerprint, publicKeyPem } from './certificate-text.ts';
import { CommandError, readInput } from '../command.ts';
import type { CommandIo, CommandResult } from '../command.ts';

/** `openssl x509`: the first certificate of a file, described. */
export async function inspectCertificate(io: CommandIo, args: readonly string[]): Promise<CommandResult> {
  const asked = [
    'text',
    'subject',
    'issuer',
    'serial',
    'dates',
    'startdate',
    'enddate',
    'fingerprint',
    'pubkey',
    'noout',
    'sha256',
    'sha1',
  ];
  const { words, flags, values } = readArguments(args, { flags: asked, values: ['in', 'inform', 'outform'] });
  const path = values.get('in') ?? words[0] ?? '-';
  const [certificate] = await certificatesIn(await readInput(io, path), path);
  if (!certificate) return { status: 1 };
  const hash = flags.has('sha1') ? 'SHA-1' : 'SHA-256';
  const parts: readonly (readonly [string, () => string | Promise<string>])[] = [
    ['text', () => certificateText(certificate)],
    ['subject', () => `subject=${formatDistinguishedName(certificate.subject)}\n`],
    ['issuer', () => `issuer=${formatDistinguishedName(certificate.issuer)}\n`],
    ['serial', () => `serial=${certificate.serial.toUpperCase()}\n`],
    ['dates', () => `notBefore=${certificateDate(certificate.notBefore)}\nnotAfter=${certificateDate(certificate.notAfter)}\n`],
    ['startdate', () => `notBefore=${certificateDate(certificate.notBefore)}\n`],
    ['enddate', () => `notAfter=${certificateDate(certificate.notAfter)}\n`],
    ['fingerprint', async () => `${hash.replace('-', '').toLowerCase()} Fingerprint=${await fingerprint(hash, certificate.der)}\n`],
    ['pubkey', () => publicKeyPem(certificate)],
  ];
  let stdout = '';
  for (const [name, text] of parts) if (flags.has(name)) stdout += await text();
  if (!flags.has('noout')) stdout += formatPem('CERTIFICATE', certificate.der);
  return { stdout, status: 0 };
}

function expiryError(certificate: Certificate, now: number): string | undefined {
  if (now < certificate.notBefore) return 'error 9: certificate is not yet valid';
  return now > certificate.notAfter ? 'error 10: certificate has expired' : undefined;
}

/** `openssl verify`: does a certificate lead to an authority that is trusted, at the lab's time? */
export async function verifyCertificate(io: CommandIo, args: readonly string[]): Promise<CommandResult> {
  const { words, values } = readArguments(args, { values: ['CAfile', 'untrusted', 'purpose'] });
  const [path] = words;
  if (path === undefined) throw new CommandError('Say which certificate: openssl verify ~/certs/payroll.pem', 2);
  const [own, ...sent] = await certificatesIn(await readInput(io, path), path);
  if (!own) return { status: 1 };
  const authority = values.get('CAfile');
  const anchors = await certificatesIn(
    authority === undefined ? ROOT_CERTIFICATE : await readInput(io, authority),
    authority ?? 'the root',
  );
  const more = values.get('untrusted');
  const others = more === undefined ? [] : await certificatesIn(await readInput(io, more), more);
  const { finding } = await findPath(own, [...sent, ...others], anchors);
  const problem = finding.passed
    ? expiryError(own, io.lab.now())
    : `error 20: ${finding.received ?? 'unable to get local issuer certificate'}`;
  if (problem === undefined) return { stdout: `${path}: OK\n`, status: 0 };
  return { stderr: `${formatDistinguishedName(own.subject)}\n${problem}\nerror ${path}: verification failed\n`, status: 2 };
}

/** `openssl s_client`: the certificates a server of the lab shows. A client's own is presented by a message, so that the handshake is in the diagram. */
export async function connect(io: CommandIo, args: readonly string[]): Promise<CommandResult> {
  const flags = ['showcerts', 'brief', 'quiet', 'tls1_3'];
  const { values, flags: given, words } = readArguments(args, { flags, values: ['connect', 'servername', 'cert', 'key', 'CAfile'] });
  const target = values.get('connect') ?? words[0] ?? '';
  const [, host = '', port = ''] = /^([^:/]+):(\d+)$/.exec(target) ?? [];
  if (host === '') throw new CommandError('Say where: openssl s_client -connect api.lab.test:443', 2);
  const origin = io.lab.parties.flatMap(({ origins }) => origins).find((one) => URL.parse(one)?.hostname === host);
  if (origin === undefined) throw new CommandError(`${host} is no host of this lab. \`help hosts\` lists them.`);
  if (port !== '443') throw new CommandError(`Connection refused: nobody answers at port ${port} of ${host}.`);
  const chain = await certificatesIn(SERVER_CHAIN, 'the server');
  const lines = [`CONNECTED(00000003)`, '---', 'Certificate chain'];
  for (const [depth, certificate] of chain.entries()) {
    lines.push(` ${depth} s:${formatDistinguishedName(certificate.subject)}`, `   i:${formatDistinguishedName(certificate.issuer)}`);
    lines.push(`   v:NotBefore: ${certificateDate(certificate.notBefore)}; NotAfter: ${certificateDate(certificate.notAfter)}`);
    if (given.has('showcerts')) lines.push(formatPem('CERTIFICATE', certificate.der).trimEnd());
  }
  const [own, ...sent] = chain;
  const anchors = await certificatesIn(ROOT_CERTIFICATE, 'the root');
  const good = own ? (await findPath(own, sent, anchors)).finding.passed && expiryError(own, io.lab.now()) === undefined : false;
  lines.push('---', 'Server certificate');
  if (own && !given.has('showcerts')) lines.push(formatPem('CERTIFICATE', own.der).trimEnd());
  if (own) lines.push(`subject=${formatDistinguishedName(own.subject)}`, `issuer=${formatDistinguishedName(own.issuer)}`);
  lines.push(
    '---',
    ...(await handshake(io, origin, values.get('cert'), values.get('key'))),
    `Verify return code: ${good ? '0 (ok)' : '20 (unable to verify)'}`,
    '---',
  );
  return { stdout: `${lines.join('\n')}\n`, status: 0 };
}

async function handshake(io: CommandIo, origin: string, certificate: string | undefined, key: string | undefined): Promise<string[]> {
  if (certificate === undefined) return ['New, TLSv1.3', 'No client certificate was presented.'];
  const { identityIn } = await import('../client-certificate.ts');
  const found = await identityIn(io, certificate, key);
  if (!found.ok) throw new CommandError(found.message);
  const { alert } = await io.lab.send({ method: 'HEAD', url: `${origin}/`, headers: [], body: '' }, found.name);
  return alert === undefined
    ? ['New, TLSv1.3', `The certificate of ${found.name} was presented. Its handshake is in the diagram, before a HEAD request.`]
    : ['New, TLSv1.3', `The server ended the handshake with the alert ${alert}.`];
}
