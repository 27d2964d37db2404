import { describe, expect, test } from 'vitest';
import { base64url, fromBase64url, utf8 } from '#engine/http/encoding.ts';
import { openToken } from '#engine/protocol/jwe/open-token.ts';
import type { OpeningKey } from '#engine/protocol/jwe/jwe-rules.ts';
import { decodeCompact } from '#engine/protocol/token/jws.ts';
import { jwkThumbprint } from '#engine/protocol/token/signature/jwk-thumbprint.ts';
import { publicPart, signBytes, verifyBytes } from '#engine/protocol/token/signature/signature.ts';
import { takeApart } from '#engine/protocol/token/token-parts.ts';
import rfc7520 from './rfc7520.json' with { type: 'json' };

type Key = Readonly<Record<string, string>>;

/** One example: what was made, in each form in which the RFC shows it. */
interface Example {
  readonly section: string;
  readonly key?: Key;
  readonly compact?: string;
  readonly flattened?: object;
  readonly general?: object;
  /** The payload, where it stands beside the token. */
  readonly detached?: string;
  readonly plaintext?: string;
}

const { keys, nested } = rfc7520;
const signatures: readonly Example[] = rfc7520.signatures;
const encryptions: readonly Example[] = rfc7520.encryptions;

/** The examples that have a compact form, with their key. */
function inCompactForm(examples: readonly Example[]): (Example & { readonly compact: string; readonly key: Key })[] {
  return examples.flatMap(({ compact, key, ...rest }) => (compact && key ? [{ ...rest, compact, key }] : []));
}

/** The algorithm in a protected header. */
function headerOf(token: string): Readonly<Record<string, unknown>> {
  return JSON.parse(new TextDecoder().decode(fromBase64url(token.split('.')[0] ?? ''))) as Record<string, unknown>;
}

async function open(token: string, key: Key): Promise<{ inside?: string; failed: string[] }> {
  const { alg, enc } = headerOf(token);
  const opening = { kid: 'ours', ...key, alg: String(alg) } as unknown as OpeningKey;
  const policy = { keys: [opening], encryptions: [String(enc)], mostIterations: 10_000, mostBytes: 10_000 };
  const { inside, findings } = await openToken(token, policy, (id) => id === 'jwt.signed');
  return { ...(inside === undefined ? {} : { inside }), failed: findings.filter(({ finding }) => !finding.passed).map(({ check }) => check) };
}

test.each(keys.filter(({ key }) => key.kty !== 'oct'))('RFC 7520 §$section: both halves of a key have one thumbprint', async ({ key }) => {
  expect(await jwkThumbprint(publicPart(key))).toBe(await jwkThumbprint(key));
});

describe.each(inCompactForm(signatures))(
  'RFC 7520 §$section',
  ({ compact, key, detached }) => {
    const whole = detached === undefined ? compact : compact.replace('..', `.${base64url(utf8(detached))}.`);
    const input = utf8(whole.slice(0, whole.lastIndexOf('.')));
    const signature = fromBase64url(whole.slice(whole.lastIndexOf('.') + 1)) ?? new Uint8Array();
    const alg = String(headerOf(whole)['alg']);

    test('the signature verifies, and over another text it does not', async () => {
      const verifying = key['kty'] === 'oct' ? { ...key } : publicPart(key);
      expect(await verifyBytes(alg, verifying, signature, input)).toBe(true);
      expect(await verifyBytes(alg, verifying, signature, utf8('another text'))).toBe(false);
    });

    test('signing again gives the same bytes where the algorithm repeats', async () => {
      const again = await signBytes(alg, key, input);
      if (alg.startsWith('RS') || alg.startsWith('HS')) expect(base64url(again)).toBe(base64url(signature));
      else expect(await verifyBytes(alg, publicPart(key), again, input)).toBe(true);
    });
  },
);

const serialized = [...signatures, ...encryptions].flatMap(({ section, flattened, general }) =>
  Object.entries({ flattened, general }).flatMap(([form, value]) => (value ? [{ section, form, text: JSON.stringify(value) }] : [])),
);

test.each(serialized)('RFC 7520 §$section: the $form JSON serialization is no JWT', ({ text }) => {
  expect(takeApart(text).form.passed).toBe(false);
});

test('RFC 7520 §4.5: detached content is no JWT, for its middle part is empty', () => {
  const detached = signatures.find(({ section }) => section === '4.5')?.compact ?? '';
  expect(takeApart(detached).form.passed).toBe(false);
});

const compact = inCompactForm(encryptions);

test.each(compact.filter(({ section }) => section !== '5.1'))('RFC 7520 §$section: opens to the plaintext', async ({ compact: token, key, plaintext }) => {
  expect((await open(token, key)).inside).toBe(plaintext);
});

test('RFC 7520 §5.1: RSA1_5 opens nowhere here, as RFC 8725 §3.2 would have it', async () => {
  const [one] = compact;
  expect(await open(one?.compact ?? '', one?.key ?? {})).toEqual({ failed: ['jwe.tag'] });
});

test.each(compact)('RFC 7520 §$section: does not open once a bit of its tag has changed', async ({ compact: token, key }) => {
  const changed = token.replace(/.(?=[^.]*$)/, '').replace(/\.([^.]+)$/, (_all, tag: string) => `.${tag}${token.at(-1) === 'A' ? 'Q' : 'A'}`);
  expect((await open(changed, key)).inside).toBeUndefined();
});

test.each(nested)('RFC 7520 §$section: signed first, then sealed', async ({ compact: token, signingKey, openingKeyOf, claims }) => {
  const key = encryptions.find(({ section }) => section === openingKeyOf)?.key ?? {};
  const { inside = '', failed } = await open(token, key);
  expect(failed).toEqual([]);
  const at = inside.lastIndexOf('.');
  expect(await verifyBytes('PS256', signingKey, fromBase64url(inside.slice(at + 1)) ?? new Uint8Array(), utf8(inside.slice(0, at)))).toBe(true);
  expect(decodeCompact(inside)?.claims).toEqual(claims);
});
