import { exportJWK, importSPKI } from 'jose';
import type { JWK } from 'jose';
import { checkEntry } from '#engine/checks/catalogue.ts';
import { fetchChecks } from '#engine/checks/fetch-checks.ts';
import type { JsonObject } from '#engine/http/strict-json.ts';
import { isJsonObject } from '#engine/http/strict-json.ts';
import { validateAccessToken } from '#engine/protocol/token/access-token.ts';
import type { JudgedCheck } from '#engine/protocol/token/access-token.ts';
import { validateIdToken } from '#engine/protocol/token/id-token.ts';
import { PUBLIC_JWKS } from '#engine/world/keys/keys.ts';
import { GATEWAY, ISSUER } from '#engine/world/parties.ts';
import type { Arguments } from '../arguments.ts';
import { CommandError, readInput } from '../command.ts';
import type { CommandIo, CommandResult } from '../command.ts';
import { fetchKeySet } from './key-set.ts';
import { taken, tokenOf } from './jwt-text.ts';

const ALGORITHMS = ['Ed25519', 'EdDSA', 'ES256', 'RS256', 'PS256'];
/** The client whose ID tokens most labs show. */
const LEDGER = 'ledger';
const LEEWAY = 30;

/** A key that was given by itself is the one that is meant, whatever the token calls it. */
function asMeant(key: JWK, header: JsonObject): JWK {
  const kid = typeof header['kid'] === 'string' ? header['kid'] : undefined;
  return key.kid === undefined && kid !== undefined ? { ...key, kid } : key;
}

async function keysInFile(io: CommandIo, path: string, header: JsonObject): Promise<readonly JWK[]> {
  const text = await readInput(io, path);
  const algorithm = typeof header['alg'] === 'string' ? header['alg'] : 'Ed25519';
  if (text.includes('-----BEGIN PUBLIC KEY-----')) {
    try {
      return [asMeant(await exportJWK(await importSPKI(text, algorithm, { extractable: true })), header)];
    } catch {
      throw new CommandError(`The key in ${path} does not fit the algorithm ${algorithm} that the token names.`);
    }
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new CommandError(`${path} is neither a JWK, a key set nor a public key in PEM.`);
  }
  if (typeof parsed !== 'object' || parsed === null) throw new CommandError(`${path} holds no key.`);
  if ('keys' in parsed && Array.isArray(parsed.keys)) return parsed.keys.filter((key): key is JWK => isJsonObject(key));
  return [asMeant(parsed, header)];
}

async function keysOf(io: CommandIo, { values }: Arguments, header: JsonObject): Promise<readonly JWK[]> {
  const url = values.get('jwks');
  if (url !== undefined) return fetchKeySet(io, url);
  const file = values.get('key');
  if (file !== undefined) return keysInFile(io, file, header);
  const party = values.get('party');
  return party === undefined || party === 'as' ? PUBLIC_JWKS.keys : fetchKeySet(io, party);
}

async function judged(
  io: CommandIo,
  given: Arguments,
  token: string,
  header: JsonObject,
  keys: readonly JWK[],
): Promise<readonly JudgedCheck[]> {
  const { values } = given;
  const type = values.get('type') ?? (String(header['typ']).toLowerCase() === 'jwt' ? 'id' : 'access');
  const common = {
    issuer: values.get('iss') ?? ISSUER,
    algorithms: values.get('alg')?.split(',') ?? ALGORITHMS,
    keys,
    leewaySeconds: Number(values.get('leeway') ?? LEEWAY),
    now: io.lab.now(),
  };
  if (type === 'access')
    return (await validateAccessToken(token, { ...common, audience: values.get('aud') ?? GATEWAY }, () => false)).findings;
  if (type !== 'id') throw new CommandError(`There are rules for --type access and --type id, and none for ${type}.`, 2);
  const expectations = { ...common, clientId: values.get('aud') ?? LEDGER, nonce: values.get('nonce') };
  return (await validateIdToken(token, expectations)).findings;
}

/** `jwt verify`: every rule of the engine, each with what it expected and what came. Ends with 1 where one fails. */
export async function verify(io: CommandIo, given: Arguments): Promise<CommandResult> {
  const token = await tokenOf(io, given.words[0]);
  const { header } = taken(token);
  const findings = await judged(io, given, token, header, await keysOf(io, given, header));
  await fetchChecks(findings.map(({ check }) => check));
  const rows = findings.flatMap(({ check, finding }) => {
    const title = `${finding.passed ? '✓' : '✕'} ${checkEntry(check).title}`;
    if (finding.passed) return [finding.received === undefined ? title : `${title}: ${finding.received}`];
    return [title, `    expected ${finding.expected ?? 'something else'}`, `    came     ${finding.received ?? 'nothing'}`];
  });
  const failed = findings.filter(({ finding }) => !finding.passed).length;
  const verdict = failed === 0 ? `Valid: ${findings.length} checks passed.` : `Not valid: ${failed} of ${findings.length} checks failed.`;
  return { stdout: `${[...rows, verdict].join('\n')}\n`, status: failed === 0 ? 0 : 1 };
}
