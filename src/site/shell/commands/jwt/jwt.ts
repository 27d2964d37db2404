import type { SignatureChoice } from '#engine/player/edits/edits.ts';
import { forgeJwt } from '#engine/player/edits/forge-jwt.ts';
import { isJsonObject } from '#engine/http/strict-json.ts';
import { signingInput } from '#engine/protocol/token/jws.ts';
import { readArguments } from '../arguments.ts';
import { CommandError, readInput } from '../command.ts';
import type { CommandIo, CommandResult, ShellCommand } from '../command.ts';
import { SIGNATURES, readChanges, readSignature } from './jwt-changes.ts';
import type { JwtChanges } from './jwt-changes.ts';
import { printed, taken, timesInWords, tokenOf } from './jwt-text.ts';

const HELP = `Usage: jwt <what> [token]
  decode [token]             header and claims, not verified
  verify [token]             every check, with what was expected and what came
     --aud <audience>        whom it must be for; the gateway, or for an ID token the client
     --iss <issuer>          who must have issued it
     --jwks <url>            keys from this key set, fetched by a message
     --party <id>            keys of this party: as, idp
     --key <file>            a JWK, a key set or a public key in PEM
     --type access|id        by which rules; otherwise as the header says
     --alg, --leeway, --nonce
  edit [token] <changes>     another token: aud=… exp=+5m roles=["admin"] header.typ=JWT sub-
  dpop <method> <url>        a DPoP proof for one request
     --key <client|file>     whose key: ledger, spa, attacker, or a JWK
     --token <token>         the token that is sent beside it
     --nonce <nonce>         the nonce that the server gave
  sign <file|changes>        a token from claims: a file of JSON, or sub=alice aud=…
     --sign <who>            ${SIGNATURES.join(', ')}
The token is an argument, a file, or comes through a pipe.
Examples:
 tokens
 jwt decode "$ACCESS_TOKEN" | jq .claims.aud
 jwt verify "$ACCESS_TOKEN"
 BAD=$(jwt edit "$ACCESS_TOKEN" aud=https://other.example --sign issuer)
 curl -i -H "Authorization: Bearer $BAD" https://api.lab.test/invoices
`;

async function forged(io: CommandIo, token: string, changes: JwtChanges, signature: SignatureChoice): Promise<CommandResult> {
  const made = await forgeJwt(token, { message: '', kind: 'jwt', place: { part: 'body' }, ...changes, signature }, io.lab.now());
  if (made === undefined) throw new CommandError('The header or the claims of this token are no JSON.');
  return { stdout: `${made}\n`, status: 0 };
}

async function decode(io: CommandIo, words: readonly string[]): Promise<CommandResult> {
  const parts = taken(await tokenOf(io, words[0]));
  for (const line of timesInWords(parts.claims, io.lab.now())) io.note(line);
  return { stdout: printed(parts), status: 0 };
}

async function edit(io: CommandIo, args: readonly string[]): Promise<CommandResult> {
  // A claim that is taken away ends in a hyphen, one that is set has an equals sign: neither is an option.
  const { words, values } = readArguments(args, { values: ['sign'] });
  const [first, ...rest] = words;
  const piped = first === undefined || /^[A-Za-z_][\w.:/-]*(?:=|-$)/.test(first);
  const token = await tokenOf(io, piped ? undefined : first);
  const changes = readChanges(piped ? words : rest);
  const chosen = values.get('sign');
  if (chosen === undefined) io.note(`The old signature was kept: it was made over other bytes. --sign ${SIGNATURES.slice(1).join(' | ')}`);
  return forged(io, token, changes, chosen === undefined ? 'keep' : readSignature(chosen));
}

async function sign(io: CommandIo, args: readonly string[]): Promise<CommandResult> {
  const { words, values } = readArguments(args, { values: ['sign'] });
  const files = words.filter((word) => !word.includes('='));
  const text = files.length === 0 && words.length > 0 ? '{}' : await readInput(io, files[0] ?? '-');
  let claims: unknown;
  try {
    claims = JSON.parse(text);
  } catch {
    claims = undefined;
  }
  if (!isJsonObject(claims))
    throw new CommandError('The claims must be a JSON object: echo \'{"sub":"alice"}\' | jwt sign - --sign issuer');
  const unsigned = `${signingInput({ typ: 'at+jwt' }, claims)}.`;
  return forged(io, unsigned, readChanges(words.filter((word) => word.includes('='))), readSignature(values.get('sign') ?? 'issuer'));
}

const VERIFY_OPTIONS = ['aud', 'iss', 'jwks', 'party', 'key', 'type', 'alg', 'leeway', 'nonce'];

async function run(io: CommandIo): Promise<CommandResult> {
  const [what = '', ...args] = io.args;
  switch (what) {
    case 'decode':
      return decode(io, readArguments(args, {}).words);
    case 'verify': {
      const { verify } = await import('./jwt-verify.ts');
      return verify(io, readArguments(args, { values: VERIFY_OPTIONS }));
    }
    case 'dpop': {
      const { dpop } = await import('./jwt-dpop.ts');
      return dpop(io, readArguments(args, { values: ['key', 'token', 'nonce'] }));
    }
    case 'edit':
      return edit(io, args);
    case 'sign':
      return sign(io, args);
    case '':
    case 'help':
    case '--help':
    case '-h':
      return { stdout: HELP, status: 0 };
    default:
      throw new CommandError(`There is no "${what}" here: decode, verify, edit or sign. \`jwt help\` has examples.`, 2);
  }
}

/** `jwt`: tokens taken apart, judged by the engine's rules, changed and signed by keys of the lab. */
export const jwt: ShellCommand = { name: 'jwt', run };
