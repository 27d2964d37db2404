import { ask, form, jsonBody, logIn } from '../../../../../tests/rehearsal.ts';
import { createDpopClient } from '../../../actors/client/dpop-client.ts';
import { createRelyingParty } from '../../../actors/client/relying-party.ts';
import { base64url, utf8 } from '../../../http/encoding.ts';
import { header } from '../../../http/message.ts';
import type { Header, HttpResponse } from '../../../http/message.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { sha256 } from '../../../protocol/digest.ts';
import { signCompact } from '../../../protocol/token/jws.ts';
import { jwkThumbprint } from '../../../protocol/token/signature/jwk-thumbprint.ts';
import { publicPart } from '../../../protocol/token/signature/signature.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import type { PartyId } from '../../../trace/trace.ts';
import { CLIENTS } from '../../../world/clients.ts';
import { LAB_START } from '../../../world/clock.ts';
import { DPOP_KEYS } from '../../../world/keys/dpop-keys.ts';
import { ATTACKER_KEY, PUBLIC_JWKS } from '../../../world/keys/keys.ts';
import { pushedFields } from '../../authorization-server/pushed/request.fixture.ts';
import { BASIC, codeFields, post, REFRESH, TOKEN } from '../../authorization-server/token/request.fixture.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import { GATEWAY, INVOICES_API, tokenFor } from '../../resource-server/protected-world.fixture.ts';
import { authorizationUrl } from '../../authorization-server/authorize/request.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

const NOW = LAB_START / 1000;
const PAR = 'https://as.lab.test/par';
const KEY = DPOP_KEYS.spa;

/** A secret both sides would have to know: no key for a proof. */
const SYMMETRIC = { kty: 'oct', alg: 'HS256', k: base64url(utf8('a secret that is long enough for HMAC')) };

type ProofKey = Parameters<typeof signCompact>[2];

/** How a proof differs from a right one; undefined takes a member away. */
interface Change {
  readonly header?: JsonObject;
  readonly claims?: JsonObject;
  readonly key?: ProofKey;
  /** The key the token is bound to, where that is another than the one that usually signs. */
  readonly boundTo?: ProofKey;
}

function proof(key: ProofKey, claims: JsonObject, change: Change): Promise<string> {
  const { kid: _kid, use: _use, alg: _alg, ...jwk } = publicPart({ ...key });
  return signCompact(
    { typ: 'dpop+jwt', alg: key.alg ?? '', jwk, ...change.header },
    { jti: 'proof-1', iat: NOW, ...claims, ...change.claims },
    change.key ?? key,
  );
}

/** Where a proof is judged beside a token, each party by itself. */
const PLACES: readonly (readonly [PartyId, string])[] = [
  ['gateway', `${GATEWAY}/invoices`],
  ['invoices', `${INVOICES_API}/invoices`],
  ['as', 'https://as.lab.test/userinfo'],
];

/** The API sums up what it found of a token and of its sender. */
function summaryAt(party: PartyId): CheckId[] {
  return party === 'invoices' ? ['api.own-validation'] : [];
}

async function boundToken(key: ProofKey): Promise<string> {
  return tokenFor('alice', { scope: 'openid invoice_read', cnf: { jkt: await jwkThumbprint(key) } });
}

function show(token: string, ...proofs: readonly string[]): Header[] {
  return [['Authorization', `DPoP ${token}`], ...proofs.map((one) => ['DPoP', one] as const)];
}

async function nonceFrom(answer: Promise<HttpResponse>): Promise<string> {
  return header(await answer, 'dpop-nonce') ?? '';
}

/** A right request with a bound token against a wrong one. `send` sends what it is given, once or oftener. */
function besideToken(
  refusal: string,
  change: Change,
  { beside = [], times = 1, copies = 1 }: { readonly beside?: readonly CheckId[]; readonly times?: number; readonly copies?: number } = {},
): CheckCase[] {
  return PLACES.map(([party, url]) => ({
    party,
    beside,
    together: summaryAt(party),
    refusal,
    goesOn: '200',
    async play(cast, wrong) {
      const made = wrong ? change : {};
      const token = await boundToken(made.boundTo ?? KEY);
      const claims = { htm: 'GET', htu: url, ath: await sha256(token) };
      const first = await proof(KEY, claims, { claims: { jti: 'proof-0' } });
      const nonce = await nonceFrom(ask(cast, { url, headers: show(token, first) }, 'spa'));
      const right = await proof(made.key ?? KEY, { ...claims, nonce }, made);
      const headers = show(token, ...Array.from({ length: wrong ? copies : 1 }, () => right));
      for (let sent = 0; sent < (wrong ? times : 1); sent += 1) await ask(cast, { url, headers }, 'spa');
    },
  }));
}

/** Learns the nonce of the token endpoint by a request that spends nothing. */
async function tokenNonce(cast: Company): Promise<string> {
  return nonceFrom(
    post(cast, { ...REFRESH, refresh_token: 'none' }, [
      BASIC,
      ['DPoP', await proof(KEY, { htm: 'POST', htu: TOKEN }, { claims: { jti: 'proof-0' } })],
    ]),
  );
}

/** The same at the token endpoint, with a refresh token of the web app. */
function atToken(
  refusal: string,
  change: Change,
  { beside = [], times = 1, copies = 1 }: { readonly beside?: readonly CheckId[]; readonly times?: number; readonly copies?: number } = {},
): CheckCase {
  return {
    party: 'as',
    beside,
    refusal,
    goesOn: '200',
    async play(cast, wrong) {
      const nonce = await tokenNonce(cast);
      const made = wrong ? change : {};
      const one = await proof(made.key ?? KEY, { htm: 'POST', htu: TOKEN, nonce }, made);
      const headers = [BASIC, ...Array.from({ length: wrong ? copies : 1 }, () => ['DPoP', one] as const)];
      let fields: Record<string, string> = REFRESH;
      for (let sent = 0; sent < (wrong ? times : 1); sent += 1) {
        const answer = await post(cast, fields, headers);
        fields = { ...REFRESH, refresh_token: String(jsonBody(answer)['refresh_token']) };
      }
    },
  };
}

/** The same where an authorization request is pushed. RFC 9449 §10.1 */
function atPar(
  refusal: string,
  change: Change,
  { beside = [], times = 1, copies = 1 }: { readonly beside?: readonly CheckId[]; readonly times?: number; readonly copies?: number } = {},
): CheckCase {
  return {
    party: 'as',
    beside,
    refusal,
    goesOn: '201',
    async play(cast, wrong) {
      const made = wrong ? change : {};
      const nonce = await tokenNonce(cast);
      const one = await proof(made.key ?? KEY, { htm: 'POST', htu: PAR, nonce }, made);
      const headers = [BASIC, ...Array.from({ length: wrong ? copies : 1 }, () => ['DPoP', one] as const)];
      for (let sent = 0; sent < (wrong ? times : 1); sent += 1) await ask(cast, form(PAR, pushedFields(), headers), 'app');
    },
  };
}

/** One rule about the proof itself, wherever proofs are judged. */
function everywhere(error: string, change: Change, options?: Parameters<typeof besideToken>[2]): CheckCase[] {
  const atServer = [atToken, atPar].map((at) => at(`400 ${error}`, change, options));
  return [...besideToken(`401 ${error}`, change, options), ...atServer];
}

const INVALID = 'invalid_dpop_proof';
const { kid: _kid, use: _use, ...SHOWN } = KEY;

/** A code or a refresh token of the phone app that is bound to its key, sent with a proof by it or by another key. */
async function phoneProof(cast: Company, wrong: boolean, jti: string): Promise<Header> {
  const nonce = await tokenNonce(cast);
  return ['DPoP', await proof(wrong ? ATTACKER_KEY : DPOP_KEYS['ledger-phone'], { htm: 'POST', htu: TOKEN, nonce, jti }, {})];
}

/** Cases of DPoP at the gateway, the API, UserInfo and the token endpoint. */
export const dpopCases = {
  'dpop.required': [
    {
      party: 'as',
      refusal: `400 ${INVALID}`,
      goesOn: '200',
      async play(cast, wrong) {
        const { send, world, logins } = cast;
        const bound = createDpopClient(cast, 'spaBound');
        await logIn(cast, bound.authorizationRequest());
        const { id, redirectUris } = CLIENTS.spaBound;
        const options = { party: 'spa', clientId: id, redirectUri: redirectUris[0], scope: 'openid', issuer: 'https://as.lab.test' };
        const plain = createRelyingParty({ ...options, keys: PUBLIC_JWKS.keys, send, world, memory: logins.spa });
        await (wrong ? plain : bound).redeem();
      },
    },
  ],
  'dpop.single-header': everywhere(INVALID, {}, { copies: 2 }),
  'dpop.well-formed': everywhere(INVALID, { claims: { jti: undefined } }),
  'dpop.type': everywhere(INVALID, { header: { typ: 'JWT' } }),
  'dpop.algorithm': everywhere(
    INVALID,
    { key: SYMMETRIC, boundTo: SYMMETRIC, header: { jwk: { kty: 'oct', k: SYMMETRIC.k } } },
    { beside: ['dpop.public-key'] },
  ),
  'dpop.signature': everywhere(INVALID, { header: { jwk: publicPart({ ...KEY }) }, key: ATTACKER_KEY }),
  'dpop.public-key': everywhere(INVALID, { header: { jwk: SHOWN } }),
  'dpop.method': everywhere(INVALID, { claims: { htm: 'DELETE' } }),
  'dpop.url': everywhere(INVALID, { claims: { htu: 'https://evil.lab.test/invoices' } }),
  'dpop.nonce': [
    ...everywhere('use_dpop_nonce', { claims: { nonce: undefined } }),
    ...everywhere('use_dpop_nonce', { claims: { nonce: 'made up' } }),
  ],
  'dpop.issued-at': [...everywhere(INVALID, { claims: { iat: NOW - 3600 } }), ...everywhere(INVALID, { claims: { iat: NOW + 3600 } })],
  'dpop.token-hash': besideToken(`401 ${INVALID}`, { claims: { ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo' } }),
  'dpop.key-binding': besideToken('401 invalid_token', { key: ATTACKER_KEY }),
  'dpop.replay': everywhere(INVALID, {}, { times: 2 }),
  'dpop.scheme': PLACES.map(([party, url]): CheckCase => ({
    party,
    together: summaryAt(party),
    refusal: '401 invalid_token',
    goesOn: '200',
    async play(cast, wrong) {
      const token = await boundToken(KEY);
      const claims = { htm: 'GET', htu: url, ath: await sha256(token) };
      const nonce = await nonceFrom(ask(cast, { url, headers: show(token, await proof(KEY, claims, {})) }, 'spa'));
      const headers = show(token, await proof(KEY, { ...claims, nonce }, {}));
      await ask(cast, { url, headers: wrong ? [['Authorization', `Bearer ${token}`]] : headers }, 'spa');
    },
  })),
  'token.code-dpop-key': [
    {
      party: 'as',
      refusal: '303 invalid_request',
      goesOn: '200 Log in',
      play: async (cast, wrong) => ask(cast, { url: authorizationUrl({ dpop_jkt: wrong ? 'a key of mine' : await jwkThumbprint(KEY) }) }),
    },
    {
      party: 'as',
      refusal: '400 invalid_request',
      goesOn: '201',
      async play(cast, wrong) {
        const fields = pushedFields({ dpop_jkt: await jwkThumbprint(wrong ? ATTACKER_KEY : KEY) });
        const one = await proof(KEY, { htm: 'POST', htu: PAR, nonce: await tokenNonce(cast) }, {});
        await ask(cast, form(PAR, fields, [BASIC, ['DPoP', one]]), 'app');
      },
    },
    {
      party: 'as',
      refusal: '400 invalid_grant',
      goesOn: '200',
      async play(cast, wrong) {
        const dpopKey = await jwkThumbprint(DPOP_KEYS['ledger-phone']);
        await post(cast, await codeFields(cast, { dpopKey }), [await phoneProof(cast, wrong, 'proof-1')]);
      },
    },
    {
      party: 'as',
      refusal: '400 invalid_grant',
      goesOn: '200',
      async play(cast, wrong) {
        const dpopKey = await jwkThumbprint(DPOP_KEYS['ledger-phone']);
        await post(cast, await codeFields(cast, { dpopKey }), wrong ? [] : [await phoneProof(cast, false, 'proof-1')]);
      },
    },
  ],
  'token.refresh-bound': [true, false].map((proves): CheckCase => ({
    party: 'as',
    refusal: '400 invalid_grant',
    goesOn: '200',
    async play(cast, wrong) {
      const tokens = jsonBody(await post(cast, await codeFields(cast), [await phoneProof(cast, false, 'proof-1')]));
      const fields = { grant_type: 'refresh_token', client_id: 'ledger-phone', refresh_token: String(tokens['refresh_token']) };
      await ask(cast, form(TOKEN, fields, wrong && !proves ? [] : [await phoneProof(cast, wrong, 'proof-2')]), 'phone');
    },
  })),
} as const satisfies Record<string, readonly CheckCase[]>;
