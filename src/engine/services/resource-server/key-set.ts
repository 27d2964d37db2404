import type { JWK } from 'jose';
import { isJsonObject, parseStrictJson } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { decodeCompact } from '../../protocol/token/jws.ts';
import { publicPart } from '../../protocol/token/signature.ts';
import type { Span } from '../../trace/span.ts';

/** How often a token with an unknown `kid` may send a verifier to the issuer, in milliseconds. */
const COOL_DOWN = 60_000;

/** More keys than any issuer here publishes; the rest of a longer set is not read. */
const MOST_KEYS = 16;

/** Where an issuer's keys come from. */
export interface KeySource {
  readonly jwksUri: string;
  /** Keys fetched before the world began, so that a first request needs no look-up. */
  readonly keys?: readonly JWK[] | undefined;
}

/** The public keys of one issuer, as one verifier knows them. */
export interface KeySet {
  /** The keys to verify this token with. Asks the issuer once where the `kid` is unknown, then not again for a minute. */
  keysFor(token: string, span: Span): Promise<readonly JWK[]>;
}

function readKey(entry: unknown): JWK[] {
  if (!isJsonObject(entry) || (entry['kty'] !== 'OKP' && entry['kty'] !== 'RSA' && entry['kty'] !== 'EC')) return [];
  return entry['use'] === undefined || entry['use'] === 'sig' ? [publicPart(entry)] : [];
}

/** Reads the body of a JWK Set; undefined where it is none. Secrets and keys for encryption are left out. RFC 7517 §5 */
function readKeySet(body: string): JWK[] | undefined {
  const parsed = parseStrictJson(body);
  const entries = parsed.ok && isJsonObject(parsed.value) ? parsed.value['keys'] : undefined;
  return Array.isArray(entries) ? entries.slice(0, MOST_KEYS).flatMap(readKey) : undefined;
}

function kidOf(header: JsonObject | undefined): string | undefined {
  const kid = header?.['kid'];
  return typeof kid === 'string' ? kid : undefined;
}

/** A verifier's own copy of an issuer's keys. OpenID Connect Core §10.1.1 */
export function createKeySet(source: KeySource): KeySet {
  let keys: readonly JWK[] = source.keys ?? [];
  let askedAt: number | undefined;

  async function refetch(span: Span): Promise<void> {
    askedAt = span.now();
    try {
      const answer = await span.fetch({
        method: 'GET',
        url: source.jwksUri,
        headers: [['Accept', 'application/jwk-set+json, application/json']],
        body: '',
      });
      const fresh = answer.status === 200 ? readKeySet(answer.body) : undefined;
      if (fresh) keys = fresh;
    } catch {
      // An issuer out of reach changes nothing: the keys that are known stay in use.
    }
  }

  return {
    async keysFor(token, span) {
      const kid = kidOf(decodeCompact(token)?.header);
      const known = keys.some((key) => key.kid === kid);
      const rested = askedAt === undefined || span.now() - askedAt >= COOL_DOWN;
      if (!known && rested && (kid !== undefined || keys.length === 0)) await refetch(span);
      return keys;
    },
  };
}
