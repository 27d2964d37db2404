import type { JWK } from 'jose';
import { bringChecks } from '../../checks/catalogue.ts';
import { keyRefreshChecks } from '../../checks/token/key-refresh.ts';
import { isJsonObject, parseStrictJson } from '../../http/strict-json.ts';
import { durationInWords } from '../../protocol/duration.ts';
import { passed } from '../../protocol/finding.ts';
import type { Finding } from '../../protocol/finding.ts';
import { publicPart } from '../../protocol/token/signature/signature.ts';
import type { KeyAsker, KeyMemory } from './key-set.ts';

bringChecks(keyRefreshChecks);

/** How often a token with an unknown `kid` may send a verifier to the issuer, in seconds. */
const COOL_DOWN = 60;

/** More keys than any issuer here publishes; the rest of a longer set is not read. */
const MOST_KEYS = 16;

function readKey(entry: unknown): JWK[] {
  if (!isJsonObject(entry) || (entry['kty'] !== 'OKP' && entry['kty'] !== 'RSA' && entry['kty'] !== 'EC')) return [];
  const listed = (name: 'key_ops' | 'x5c'): { readonly [Name in typeof name]?: string[] } => {
    const list = entry[name];
    return Array.isArray(list) ? { [name]: list.filter((one) => typeof one === 'string') } : {};
  };
  return [{ ...publicPart(entry), ...listed('key_ops'), ...listed('x5c') }];
}

/** Reads the body of a JWK Set; undefined where it is none. Secrets and keys for encryption are left out. RFC 7517 §5 */
export function readKeySet(body: string): JWK[] | undefined {
  const parsed = parseStrictJson(body);
  const entries = parsed.ok && isJsonObject(parsed.value) ? parsed.value['keys'] : undefined;
  return Array.isArray(entries) ? entries.slice(0, MOST_KEYS).flatMap(readKey) : undefined;
}

function rested({ askedAt }: KeyMemory, now: number): Finding {
  const expected = `one look at the issuer's keys in ${durationInWords(COOL_DOWN)}`;
  if (askedAt === undefined) return passed('the first one', expected);
  const since = (now - askedAt) / 1000;
  return { passed: since >= COOL_DOWN, expected, received: `the last one was ${durationInWords(since)} ago` };
}

/** Reads an issuer's keys again, unless that was done a moment ago. Without the cool-down every made-up `kid` would be a call. OpenID Connect Core §10.1.1 */
export async function refreshKeys(memory: KeyMemory, jwksUri: string, asker: KeyAsker): Promise<Finding> {
  const finding = rested(memory, asker.now());
  if (!finding.passed && !asker.isOff('jwt.key-refresh')) return finding;
  memory.askedAt = asker.now();
  try {
    const headers = [['Accept', 'application/jwk-set+json, application/json']] as const;
    const answer = await asker.fetch({ method: 'GET', url: jwksUri, headers, body: '' });
    memory.keys = (answer.status === 200 ? readKeySet(answer.body) : undefined) ?? memory.keys;
  } catch {
    // An issuer out of reach changes nothing: the keys that are known stay in use.
  }
  return finding;
}
