import { CompactEncrypt, importJWK } from 'jose';
import { ask, form, jsonBody } from '../../../../../tests/rehearsal.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { base64url, fromBase64url, utf8 } from '../../../http/encoding.ts';
import { formatClientBasic } from '../../../http/basic.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { bytesOf, numberOf } from '../../../protocol/curves.ts';
import { sealToken } from '../../../protocol/jwe/seal-token.ts';
import { agreedKey } from '../../../protocol/naive/ecdh-any-point.ts';
import { multiplyAnyPoint } from '../../../protocol/naive/p256-any-point.ts';
import type { PartyId } from '../../../trace/trace.ts';
import { CLIENTS } from '../../../world/clients.ts';
import { PARTNER_PASSWORD, RESOURCE_SEAL_KEY } from '../../../world/keys/opening-keys.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import { GATEWAY, INVOICES_API, tokenFor } from '../../resource-server/protected-world.fixture.ts';
import type { DutyCase } from '../duties.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

const PLACES: readonly (readonly [PartyId, string])[] = [
  ['gateway', `${GATEWAY}/invoices`],
  ['invoices', `${INVOICES_API}/invoices`],
];

const HEADER = { alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: RESOURCE_SEAL_KEY.kid, cty: 'JWT' } as const;

async function seal(inside: string, header: Readonly<Record<string, string>> = {}): Promise<string> {
  const { kty, crv, x, y } = RESOURCE_SEAL_KEY;
  const key = await importJWK({ kty, crv, x, y } as typeof RESOURCE_SEAL_KEY, HEADER.alg);
  return new CompactEncrypt(utf8(inside)).setProtectedHeader({ ...HEADER, ...header }).encrypt(key);
}

async function sealWithPassword(inside: string, p2c: number): Promise<string> {
  const password = fromBase64url(PARTNER_PASSWORD.k ?? '') ?? new Uint8Array();
  return new CompactEncrypt(utf8(inside))
    .setProtectedHeader({ ...HEADER, alg: PARTNER_PASSWORD.alg, kid: PARTNER_PASSWORD.kid })
    .setKeyManagementParameters({ p2c })
    .encrypt(password);
}

/** Sealed with a point of order two, y = 0, so that the shared secret is one of two that the sender can guess. RFC 8725 §2.5 */
async function sealWithTinyPoint(inside: string): Promise<string> {
  const point = { x: 5n, y: 0n };
  const shared = multiplyAnyPoint(numberOf(fromBase64url(RESOURCE_SEAL_KEY.d ?? '') ?? new Uint8Array()), point);
  const wrapping = await agreedKey(bytesOf(shared?.x ?? 0n), HEADER.alg);
  const content = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt']);
  const kek = await crypto.subtle.importKey('raw', wrapping, 'AES-KW', false, ['wrapKey']);
  const encryptedKey = new Uint8Array(await crypto.subtle.wrapKey('raw', content, kek, 'AES-KW'));
  const epk = { kty: 'EC', crv: 'P-256', x: base64url(bytesOf(point.x)), y: base64url(bytesOf(point.y)) };
  const head = base64url(utf8(JSON.stringify({ ...HEADER, epk })));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(head) }, content, utf8(inside)));
  const parts = [encryptedKey, iv, sealed.subarray(0, -16), sealed.subarray(-16)].map((part) => base64url(part));
  return [head, ...parts].join('.');
}

async function claimsOf(token: string): Promise<string> {
  const bytes = fromBase64url(token.split('.')[1] ?? '');
  return Promise.resolve(new TextDecoder().decode(bytes));
}

function calls(party: PartyId, url: string, token: string): (cast: Company) => Promise<HttpResponse> {
  return (cast) => ask(cast, { url, headers: [['Authorization', `Bearer ${token}`]] }, party === 'invoices' ? 'gateway' : 'app');
}

function sealed(wrong: (good: string) => Promise<string>, beside: readonly CheckId[] = []): CheckCase[] {
  return PLACES.map(([party, url]) => ({
    party,
    beside,
    together: party === 'invoices' ? ['api.own-validation'] : [],
    refusal: '401 invalid_token',
    goesOn: '200',
    play: async (cast, isWrong) => {
      const good = await tokenFor('alice');
      const token = isWrong ? await wrong(good) : await sealToken(good, RESOURCE_SEAL_KEY, false);
      await calls(party, url, token)(cast);
    },
  }));
}

function withRight(cases: readonly CheckCase[], right: (good: string) => Promise<string>): CheckCase[] {
  return cases.map((one, index) => ({
    ...one,
    play: async (cast, isWrong) => {
      const [party = 'gateway', url = ''] = PLACES[index] ?? [];
      if (isWrong) await one.play(cast, true);
      else await calls(party, url, await right(await tokenFor('alice')))(cast);
    },
  }));
}

/** Cases of tokens that were sealed for the resource. */
export const sealedTokenCases = {
  'jwe.algorithm': sealed((good) => seal(good, { enc: 'A128GCM' })),
  'jwe.point-on-curve': sealed(sealWithTinyPoint),
  'jwe.iterations': withRight(
    sealed((good) => sealWithPassword(good, 20_000)),
    (good) => sealWithPassword(good, 4096),
  ),
  'jwe.decompressed-size': withRight(
    sealed(async () => seal(await tokenFor('alice', { note: 'a'.repeat(40_000) }), { zip: 'DEF' })),
    (good) => seal(good, { zip: 'DEF' }),
  ),
  'jwe.tag': sealed(async (good) => (await seal(good)).replace(/\.[^.]+$/, '.AAAAAAAAAAAAAAAAAAAAAA')),
  'jwe.replicated-claims': withRight(
    sealed((good) => seal(good, { iss: 'https://as.lab.test', sub: 'bob' })),
    (good) => seal(good, { iss: 'https://as.lab.test', sub: 'alice' }),
  ),
  'jwt.signed': sealed(async (good) => seal(await claimsOf(good))),
} as const satisfies Record<string, readonly CheckCase[]>;

/** What is seen of an opening that failed. */
export const oneErrorCases: readonly DutyCase[] = PLACES.map(([party, url]) => ({
  party,
  seen: ['the same words', 'which step failed'],
  play: async (cast) => {
    const words = async (token: string): Promise<unknown> => jsonBody(await calls(party, url, token)(cast))['detail'];
    const good = await tokenFor('alice');
    const wrongAlgorithm = await words(await seal(good, { enc: 'A128GCM' }));
    return wrongAlgorithm === (await words(await sealWithPassword(good, 20_000))) ? 'the same words' : 'which step failed';
  },
}));

/** What is seen of a token in its envelope, by whoever knows no key. */
export const notCompressedCases: readonly DutyCase[] = [
  {
    party: 'as',
    seen: ['as long as it is', 'compressed'],
    play: async (cast) => {
      const { id, secret } = CLIENTS.vault;
      const granted = await ask(
        cast,
        form('https://as.lab.test/token', { grant_type: 'client_credentials' }, [
          ['Authorization', formatClientBasic({ user: id, password: secret })],
        ]),
      );
      const [head = ''] = String(jsonBody(granted)['access_token']).split('.');
      return new TextDecoder().decode(fromBase64url(head)).includes('"zip"') ? 'compressed' : 'as long as it is';
    },
  },
];
