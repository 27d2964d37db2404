import { exportSPKI, importJWK } from 'jose';
import type { JWK } from 'jose';
import { isJsonObject } from '#engine/http/strict-json.ts';
import { jwkThumbprint } from '#engine/protocol/token/signature/jwk-thumbprint.ts';
import { publicPart } from '#engine/protocol/token/signature/signature.ts';
import { readArguments } from '../arguments.ts';
import { CommandError, readInput } from '../command.ts';
import type { CommandIo, CommandResult, ShellCommand } from '../command.ts';
import { printed } from './jwt-text.ts';
import { fetchKeySet } from './key-set.ts';

const HELP = `Usage: jwks <what>
  list [party|url]           the keys of a party, fetched by a message; the authorization server's otherwise
  get <kid> [party|url]      one of them as JSON; --pem as a public key in PEM
  thumbprint [file]          the thumbprint of a JWK (RFC 7638)
Examples:
 jwks list
 jwks get as-2026-11 > issuer.jwk
 jwks get as-2026-11 | jwks thumbprint
`;

async function thumbprintOf(key: JWK): Promise<string> {
  try {
    return await jwkThumbprint(key);
  } catch {
    return 'not a whole key';
  }
}

async function list(io: CommandIo, from: string): Promise<CommandResult> {
  const keys = await fetchKeySet(io, from);
  const rows = [['kid', 'kty', 'alg', 'use', 'thumbprint']];
  for (const key of keys)
    rows.push([
      key.kid ?? '-',
      [key.kty, key.crv].filter((part) => part !== undefined).join(' '),
      key.alg ?? '-',
      key.use ?? '-',
      await thumbprintOf(key),
    ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return { stdout: rows.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`).join(''), status: 0 };
}

async function get(io: CommandIo, kid: string | undefined, from: string, pem: boolean): Promise<CommandResult> {
  if (kid === undefined) throw new CommandError('Say which key: jwks get as-2026-11. `jwks list` names them.', 2);
  const keys = await fetchKeySet(io, from);
  const key = keys.find((one) => one.kid === kid);
  if (!key) throw new CommandError(`No key is called ${kid}. There are ${keys.map((one) => one.kid ?? 'one without a name').join(', ')}.`);
  if (!pem) return { stdout: printed(key), status: 0 };
  const imported = await importJWK(publicPart(key as Record<string, unknown>), key.alg ?? 'ES256', { extractable: true });
  if (imported instanceof Uint8Array) throw new CommandError('A secret has no public key.');
  return { stdout: await exportSPKI(imported).then((text) => (text.endsWith('\n') ? text : `${text}\n`)), status: 0 };
}

async function thumbprint(io: CommandIo, file: string | undefined): Promise<CommandResult> {
  const text = await readInput(io, file ?? '-');
  let key: unknown;
  try {
    key = JSON.parse(text);
  } catch {
    key = undefined;
  }
  if (!isJsonObject(key)) throw new CommandError('This is no JWK. `jwks get as-2026-11 | jwks thumbprint` shows how.');
  return { stdout: `${await thumbprintOf(key)}\n`, status: 0 };
}

async function run(io: CommandIo): Promise<CommandResult> {
  const [what = 'help', ...rest] = io.args;
  const { words, flags } = readArguments(rest, { flags: ['pem'] });
  if (what === 'list') return list(io, words[0] ?? 'as');
  if (what === 'get') return get(io, words[0], words[1] ?? 'as', flags.has('pem'));
  if (what === 'thumbprint') return thumbprint(io, words[0]);
  if (/^(?:help|--help|-h)$/.test(what)) return { stdout: HELP, status: 0 };
  throw new CommandError(`There is no "${what}" here: list, get or thumbprint. \`jwks help\` has examples.`, 2);
}

/** `jwks`: the key sets of the parties. */
export const jwks: ShellCommand = { name: 'jwks', run };
