import type { JsonObject } from '#engine/http/strict-json.ts';
import { decodeCompact } from '#engine/protocol/token/jws.ts';
import { dateText, momentInWords } from '#site/views/inspector/time-words.ts';
import { CommandError } from '../command.ts';
import type { CommandIo } from '../command.ts';

const COMPACT = /[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*/;

/** The first JWT in a text, such as a header line or an answer. */
function jwtIn(text: string): string | undefined {
  return text.split(/[\s"',;&=]+/).find((part) => COMPACT.test(part) && decodeCompact(COMPACT.exec(part)?.[0] ?? '') !== undefined);
}

/**
 * The token that a command is about: its first argument, or the file of that name, or what came through the pipe.
 * @throws {CommandError} where there is none
 */
export async function tokenOf(io: CommandIo, given: string | undefined): Promise<string> {
  const text = given === undefined || given === '-' ? io.stdin : COMPACT.test(given) ? given : await io.read(given).catch(() => given);
  if (SEALED.test(text.trim()))
    throw new CommandError('This token is encrypted (a JWE, five parts): only the party whose key it was sealed to can read its claims.');
  const found = jwtIn(text.trim()) ?? (COMPACT.test(text.trim()) ? text.trim() : undefined);
  if (found !== undefined) return COMPACT.exec(found)?.[0] ?? found;
  if (text.trim() === '')
    throw new CommandError('Give a token: jwt decode "$ACCESS_TOKEN", or through a pipe. `tokens` puts those of the run into variables.');
  throw new CommandError(`This is no JWT: ${text.trim().slice(0, 60)}. A JWT has three parts with dots between them.`);
}

/** A token in five parts is sealed: only its header can be read. RFC 7516 §3.1 */
const SEALED = /[A-Za-z0-9_-]{2,}(?:\.[A-Za-z0-9_-]*){4}/;

/** Header and claims of a token, not verified. @throws {CommandError} where they cannot be read */
export function taken(token: string): { readonly header: JsonObject; readonly claims: JsonObject; readonly signature: string } {
  const parts = decodeCompact(token);
  if (!parts) throw new CommandError('The header or the claims of this token are no JSON.');
  return parts;
}

/** What the times in a token mean, one a line. @param now milliseconds since 1970 */
export function timesInWords(claims: JsonObject, now: number): string[] {
  return ['iat', 'nbf', 'auth_time', 'exp'].flatMap((name) => {
    const time = claims[name];
    return typeof time === 'number' ? [`${name} is ${momentInWords(time, now / 1000)}, ${dateText(time * 1000)}`] : [];
  });
}

/** JSON as a command prints it. */
export function printed(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
