import type { JWK } from 'jose';
import { isJsonObject } from '#engine/http/strict-json.ts';
import { CommandError } from '../command.ts';
import type { CommandIo } from '../command.ts';

/** The most keys of one set that are looked at. */
const MOST_KEYS = 50;

/** The address of a key set: one that is given, or that of a party by its id. @throws {CommandError} where there is no such party */
function keySetAddress(io: CommandIo, given: string): string {
  if (/^https?:/i.test(given)) return given;
  const origin = io.lab.parties.find(({ id }) => id === given)?.origins[0];
  if (origin === undefined) {
    const ids = io.lab.parties.map(({ id }) => id).join(', ');
    throw new CommandError(`There is no party ${given}. Give an address, or one of ${ids}.`);
  }
  return `${origin}/jwks`;
}

/** Asks for a key set, as a message that stands in the diagram. @throws {CommandError} where none comes */
export async function fetchKeySet(io: CommandIo, given: string): Promise<readonly JWK[]> {
  const url = keySetAddress(io, given);
  const { response, failure } = await io.lab.send({ method: 'GET', url, headers: [['Accept', 'application/json']], body: '' });
  if (!response) throw new CommandError(failure ?? `${url} gave no answer.`);
  if (response.status !== 200) throw new CommandError(`${url} answered ${response.status}, and no key set.`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(response.body);
  } catch {
    throw new CommandError(`What came from ${url} is no JSON.`);
  }
  if (typeof parsed !== 'object' || parsed === null || !('keys' in parsed) || !Array.isArray(parsed.keys))
    throw new CommandError(`What came from ${url} is no key set: it has no "keys".`);
  return parsed.keys.filter((key): key is JWK => isJsonObject(key)).slice(0, MOST_KEYS);
}
