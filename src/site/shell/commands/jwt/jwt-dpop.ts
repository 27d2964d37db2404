import type { JWK } from 'jose';
import { base64url } from '#engine/http/encoding.ts';
import { isJsonObject } from '#engine/http/strict-json.ts';
import { makeDpopProof } from '#engine/protocol/token/dpop/make-dpop-proof.ts';
import { DPOP_KEYS } from '#engine/world/keys/dpop-keys.ts';
import { ATTACKER_KEY } from '#engine/world/keys/keys.ts';
import type { Arguments } from '../arguments.ts';
import { CommandError, readInput } from '../command.ts';
import type { CommandIo, CommandResult } from '../command.ts';

const KEYS: Readonly<Record<string, JWK>> = { ...DPOP_KEYS, attacker: ATTACKER_KEY };

async function keyOf(io: CommandIo, given: string): Promise<JWK> {
  const known = Object.hasOwn(KEYS, given) ? KEYS[given] : undefined;
  if (known) return known;
  const text = await readInput(io, given).catch(() => undefined);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text ?? '');
  } catch {
    parsed = undefined;
  }
  if (isJsonObject(parsed) && typeof parsed['d'] === 'string') return parsed;
  throw new CommandError(`There is no private key ${given}: give a file with a JWK, or one of ${Object.keys(KEYS).join(', ')}.`);
}

/** `jwt dpop`: a proof for one request, signed with a client's key. RFC 9449 §4.2 */
export async function dpop(io: CommandIo, { words, values }: Arguments): Promise<CommandResult> {
  const [method, url] = words;
  if (method === undefined || url === undefined || !URL.canParse(url))
    throw new CommandError('Say for which request: jwt dpop POST https://as.lab.test/token', 2);
  const key = await keyOf(io, values.get('key') ?? 'ledger');
  const facts = {
    method: method.toUpperCase(),
    url,
    accessToken: values.get('token'),
    nonce: values.get('nonce'),
    id: base64url(crypto.getRandomValues(new Uint8Array(16))),
    now: io.lab.now(),
  };
  try {
    return { stdout: `${await makeDpopProof(facts, key)}\n`, status: 0 };
  } catch {
    throw new CommandError('This key cannot sign: it needs "alg" and its private part.');
  }
}
