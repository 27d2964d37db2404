import { importJWK } from 'jose';
import { base64url, fromBase64url, fromUtf8, utf8 } from '../../http/encoding.ts';
import { ACCESS_TOKEN_KEY, ATTACKER_KEY, ID_TOKEN_KEY, PAYROLL_KEY } from '../../world/keys/keys.ts';
import { publicKeyPem } from '../../world/keys/public-key-pem.ts';
import type { LabKey } from '../../world/keys/keys.ts';
import type { ClaimValue, Edit, JsonValue } from './edits.ts';

/** The attacker's public key as a proof shows it. RFC 7517 §4 */
const ATTACKER_JWK: JsonValue = { kty: 'OKP', crv: 'Ed25519', x: ATTACKER_KEY.x ?? '' };

type JwtEdit = Extract<Edit, { kind: 'jwt' }>;
type Members = Record<string, JsonValue>;

const JWT = /[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*/;

function members(part: string): Members | undefined {
  const bytes = fromBase64url(part);
  const text = bytes && fromUtf8(bytes);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined;
  } catch {
    return undefined;
  }
}

function changed(original: Members, changes: Readonly<Record<string, ClaimValue>>, now: number): Members {
  const result = new Map(Object.entries(original));
  for (const [name, change] of Object.entries(changes)) {
    if (change.kind === 'absent') result.delete(name);
    else result.set(name, change.kind === 'json' ? change.value : Math.floor(now / 1000) + change.inSeconds);
  }
  return Object.fromEntries(result);
}

function encode(value: Members): string {
  return base64url(utf8(JSON.stringify(value)));
}

const ALGORITHMS: Readonly<Record<string, AlgorithmIdentifier>> = {
  Ed25519: { name: 'Ed25519' },
  RS256: { name: 'RSASSA-PKCS1-v1_5' },
};

/** Signs with a key's own algorithm whatever the header says, which no JOSE library does. */
async function signWith(jwk: LabKey, input: string): Promise<string> {
  const key = await importJWK(jwk, jwk.alg);
  if (key instanceof Uint8Array) throw new TypeError('A lab key is asymmetric.');
  return base64url(new Uint8Array(await crypto.subtle.sign(ALGORITHMS[jwk.alg] ?? { name: jwk.alg }, key, utf8(input))));
}

async function hmacWith(secret: string, input: string): Promise<string> {
  const key = await crypto.subtle.importKey('raw', utf8(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return base64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(input))));
}

/** The key that whoever made a JWT would sign it with: assertions and proofs are made by clients. RFC 7523 §3; RFC 9449 §4.2 */
async function ownKey(header: Members): Promise<LabKey> {
  const { jwk, kid } = header;
  if (isProof(header) && typeof jwk === 'object' && jwk !== null && 'x' in jwk) {
    const { dpopKeyOf } = await import('../../world/keys/dpop-keys.ts');
    const key = dpopKeyOf(jwk);
    if (key) return key;
  }
  if (kid === ID_TOKEN_KEY.kid) return ID_TOKEN_KEY;
  if (kid === PAYROLL_KEY.kid) return PAYROLL_KEY;
  if (kid === ACCESS_TOKEN_KEY.kid || typeof kid !== 'string') return ACCESS_TOKEN_KEY;
  const { LATER_KEYS } = await import('../../world/keys/later-keys.ts');
  const later = LATER_KEYS.flatMap(({ accessToken, idToken }) => [accessToken, idToken]);
  return later.find((key) => key.kid === kid) ?? ACCESS_TOKEN_KEY;
}

/** Whether a JWT shows the key that signed it, as a DPoP proof does: then another signer shows another key. RFC 9449 §4.2 */
function isProof({ typ, jwk }: Members): boolean {
  return typ === 'dpop+jwt' && jwk !== undefined;
}

/**
 * The text with the first JWT in it changed as the edit says. What the learner set in the header
 * stays as set; only members that the choice of signature implies are filled in.
 * Undefined where the text holds no JWT.
 */
export async function forgeJwt(text: string, edit: JwtEdit, now: number): Promise<string | undefined> {
  const [token] = JWT.exec(text) ?? [];
  const [headerPart = '', claimsPart = '', signaturePart = ''] = token?.split('.') ?? [];
  const header = members(headerPart);
  const claims = members(claimsPart);
  if (token === undefined || !header || !claims) return undefined;

  const implied = (name: string, value: JsonValue): Members => (name in edit.header ? {} : { [name]: value });
  const proof = isProof(header);
  const key = await ownKey(header);
  const newClaims = Object.keys(edit.claims).length === 0 ? claimsPart : encode(changed(claims, edit.claims, now));
  const editedHeader = changed(header, edit.header, now);
  const input = (extra: Members): string => {
    const whole = { ...editedHeader, ...extra };
    return `${JSON.stringify(whole) === JSON.stringify(header) ? headerPart : encode(whole)}.${newClaims}`;
  };

  const forged = await (async (): Promise<string> => {
    switch (edit.signature) {
      case 'keep':
        return `${input({})}.${signaturePart}`;
      case 'none':
        return `${input(implied('alg', 'none'))}.`;
      case 'issuer': {
        const signed = input({ ...implied('alg', key.alg), ...(proof ? {} : implied('kid', key.kid)) });
        return `${signed}.${await signWith(key, signed)}`;
      }
      case 'attacker': {
        const signed = input({ ...implied('alg', ATTACKER_KEY.alg), ...(proof ? implied('jwk', ATTACKER_JWK) : {}) });
        return `${signed}.${await signWith(ATTACKER_KEY, signed)}`;
      }
      case 'hmac-public-key': {
        const signed = input(implied('alg', 'HS256'));
        return `${signed}.${await hmacWith(await publicKeyPem(key), signed)}`;
      }
    }
  })();
  return text.replace(token, () => forged);
}
