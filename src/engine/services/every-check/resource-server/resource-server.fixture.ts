import { ask } from '../../../../../tests/rehearsal.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { base64url, utf8 } from '../../../http/encoding.ts';
import type { HttpRequest } from '../../../http/message.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { publicPart, signBytes } from '../../../protocol/token/signature/signature.ts';
import type { PartyId } from '../../../trace/trace.ts';
import { LAB_START } from '../../../world/clock.ts';
import { ACCESS_TOKEN_KEY, ATTACKER_KEY, CURVE_KEY, ID_TOKEN_KEY } from '../../../world/keys/keys.ts';
import { ISSUER_OPENING } from '../../../world/keys/opening-keys.ts';
import { GATEWAY, INVOICES_API, tokenFor } from '../../resource-server/protected-world.fixture.ts';
import { exchangedToken } from '../authorization-server/exchange.fixture.ts';
import { introspectedToken } from '../authorization-server/introspection.fixture.ts';
import { keyPathCase, reportsScopeCase, weakSecretCases } from './reports-api.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

const NOW = LAB_START / 1000;
const SCOPE = 'openid invoice_read invoice_write';

/** Where the same token is judged, each party by itself. */
const PLACES: readonly (readonly [PartyId, string])[] = [
  ['gateway', `${GATEWAY}/invoices`],
  ['invoices', `${INVOICES_API}/invoices`],
  ['as', 'https://as.lab.test/userinfo'],
];

type Asked = Partial<HttpRequest> & { readonly url: string };

function alice(claims: JsonObject = {}, header: JsonObject = {}, key = ACCESS_TOKEN_KEY): Promise<string> {
  return tokenFor('alice', { scope: SCOPE, ...claims }, header, key);
}

/** A right request against a wrong one, each made with a good token of alice. */
function sending(
  party: PartyId,
  [refusal, goesOn, right = goesOn]: readonly [string, string, string?],
  request: (token: string, wrong: boolean) => Asked,
  together: readonly CheckId[] = [],
): CheckCase {
  return {
    party,
    together,
    refusal,
    goesOn,
    right,
    play: async (cast, wrong) =>
      ask(cast, { headers: [['Authorization', `Bearer ${await alice()}`]], ...request(await alice(), wrong) }, 'app'),
  };
}

/** The API sums up what it found of a token; the others do not. */
function summaryAt(party: PartyId): CheckId[] {
  return party === 'invoices' ? ['api.own-validation'] : [];
}

/** One token judged at every place, and where it is exchanged; everything but the token is right. */
function token(
  wrongToken: () => Promise<string>,
  beside: readonly CheckId[] = [],
  exchanged = exchangedToken(wrongToken, beside),
): CheckCase[] {
  const used = PLACES.map(([party, url]): CheckCase => ({
    party,
    beside,
    together: summaryAt(party),
    refusal: '401 invalid_token',
    goesOn: '200',
    play: async (cast, wrong) =>
      ask(cast, { url, headers: [['Authorization', `Bearer ${await (wrong ? wrongToken() : alice())}`]] }, 'app'),
  }));
  return [...used, exchanged, introspectedToken(wrongToken, beside)];
}

/** A genuine signature over a header in which one member stands twice. */
async function twoAlgorithms(): Promise<string> {
  const [, claims = ''] = (await alice()).split('.');
  const header = base64url(utf8(`{"typ":"at+jwt","alg":"none","kid":"${ACCESS_TOKEN_KEY.kid}","alg":"Ed25519"}`));
  const input = `${header}.${claims}`;
  return `${input}.${base64url(await signBytes('Ed25519', ACCESS_TOKEN_KEY, utf8(input)))}`;
}

/** A token of the issuer's curve key whose signature is 64 zero bytes. */
async function zeros(): Promise<string> {
  const genuine = await alice({ sub: 'alice' }, { alg: 'ES256', kid: CURVE_KEY.kid }, CURVE_KEY);
  return genuine.replace(/[^.]+$/, base64url(new Uint8Array(64)));
}

/** A token signed with the key to which others seal what they send to the issuer. */
function signedWithSeal(): Promise<string> {
  const [seal] = ISSUER_OPENING.keys;
  const { d = '', x = '', y = '', kid = '' } = seal ?? {};
  return alice({}, { alg: 'ES256', kid }, { kty: 'EC', crv: 'P-256', x, y, d, kid, alg: 'ES256', use: 'sig' });
}

/** UserInfo verifies what it issued itself: with its own signing keys, and by the platform alone. */
function atResourceServers(cases: readonly CheckCase[]): CheckCase[] {
  return cases.filter(({ party }) => party !== 'as');
}

async function unsigned(): Promise<string> {
  return (await alice({}, { alg: 'none' })).replace(/[^.]+$/, '');
}

/** A good token of alice against that of somebody else, or of other claims. */
function bearer(url: string, sub: string, claims: JsonObject = {}): CheckCase['play'] {
  return async (cast, wrong) =>
    ask(cast, { url, headers: [['Authorization', `Bearer ${await (wrong ? tokenFor(sub, claims) : alice())}`]] }, 'app');
}

function posting(body: string): (token: string, wrong: boolean) => Asked {
  return (_token, wrong) => ({
    method: 'POST',
    url: `${INVOICES_API}/invoices`,
    body: wrong ? body : '{"customer":"C-204","amount":120}',
  });
}

export const parameterOnceAtInvoices = sending('invoices', ['400 invalid_request', '200'], (_token, wrong) => ({
  url: `${INVOICES_API}/invoices?status=open${wrong ? '&status=paid' : ''}`,
}));

/** Cases of the gateway, of the API, of UserInfo and of every check of an access token. */
export const resourceServerCases = {
  'gateway.credential': PLACES.map(([party, url]) =>
    sending(party, ['401', '200'], (_token, wrong) => (wrong ? { url, headers: [] } : { url })),
  ),
  'gateway.route-known': [
    sending('gateway', ['404', '200'], (_token, wrong) => ({ url: wrong ? `${GATEWAY}/v0/invoices` : `${GATEWAY}/invoices` })),
  ],
  'gateway.path-normal': [
    sending('gateway', ['400 invalid_request', '200'], (_token, wrong) => ({
      url: `${GATEWAY}/invoices/inv${wrong ? '%2D' : '-'}1001`,
    })),
  ],
  'gateway.scope': [
    {
      party: 'gateway',
      beside: ['api.scope'],
      refusal: '403 insufficient_scope',
      goesOn: '200',
      play: bearer(`${GATEWAY}/invoices`, 'alice', { scope: 'openid' }),
    },
  ],
  'bearer.one-place': PLACES.map(([party, url]) =>
    sending(
      party,
      ['400 invalid_request', '200'],
      (good, wrong) => ({ url, headers: Array.from({ length: wrong ? 2 : 1 }, () => ['Authorization', `Bearer ${good}`] as const) }),
      summaryAt(party),
    ),
  ),
  'bearer.not-in-query': PLACES.map(([party, url]) =>
    sending(
      party,
      ['400 invalid_request', '200'],
      (good, wrong) => (wrong ? { url: `${url}?access_token=${good}`, headers: [] } : { url }),
      summaryAt(party),
    ),
  ),
  'userinfo.scope': [
    {
      party: 'as',
      refusal: '403 insufficient_scope',
      goesOn: '200',
      play: bearer('https://as.lab.test/userinfo', 'alice', { scope: 'invoice_read' }),
    },
  ],
  'jwt.compact-form': token(async () => `${await alice()}.AA`),
  'jwt.header-json': token(twoAlgorithms, ['jwt.signature']),
  'jwt.embedded-key': token(
    () => alice({}, { jwk: publicPart({ ...ATTACKER_KEY }) }, { ...ATTACKER_KEY, kid: ACCESS_TOKEN_KEY.kid }),
    ['jwt.signature', 'jwt.issuer'],
  ),
  'jwt.key-url': token(() => alice({}, { jku: 'https://evil.lab.test/jwks' })),
  'jwt.critical': token(() => alice({}, { crit: ['cash'] })),
  'jwt.algorithm': token(unsigned, ['jwt.algorithm-key', 'jwt.signature']),
  'jwt.key-id': [...token(() => alice({}, { kid: 'another' }), ['jwt.signature']), keyPathCase],
  'jwt.key-use': atResourceServers(token(signedWithSeal)),
  'jwt.signature-range': atResourceServers(token(zeros)).map((one) => ({
    ...one,
    together: [...(one.together ?? []), 'jwt.signature'],
    play: async (cast, wrong) => {
      const [, url = ''] = PLACES.find(([party]) => party === one.party) ?? [];
      const genuine = await alice({}, { alg: 'ES256', kid: CURVE_KEY.kid }, CURVE_KEY);
      await ask(cast, { url, headers: [['Authorization', `Bearer ${wrong ? await zeros() : genuine}`]] }, 'app');
    },
  })),
  'jwt.key-strength': weakSecretCases,
  'jwt.encoded-payload': token(() => alice({}, { b64: false })),
  'jwt.algorithm-key': token(() => alice({}, { alg: 'RS256' }), ['jwt.signature']),
  'jwt.signature': token(() => alice({}, {}, { ...ATTACKER_KEY, kid: ACCESS_TOKEN_KEY.kid })),
  'jwt.type': token(
    () => alice({}, { typ: 'JWT', alg: 'RS256', kid: ID_TOKEN_KEY.kid }, ID_TOKEN_KEY),
    [],
    // By its type, the exchange judges a token as what it is: here a JWT of no use anywhere.
    exchangedToken(() => alice({}, { typ: 'dpop+jwt' }), ['exchange.token-type']),
  ),
  'jwt.claim-types': token(() => alice({ roles: 'manager' })),
  'jwt.required-claims': token(() => alice({ jti: undefined })),
  'jwt.issuer': token(() => alice({ iss: 'https://evil.lab.test' })),
  // At introspection it is the caller's audience that counts: `introspection.audience`.
  'jwt.audience': token(() => alice({ aud: 'https://payments.internal.lab.test' })).slice(0, -1),
  'jwt.expiry': token(() => alice({ exp: NOW - 3600, iat: NOW - 7200 })),
  'jwt.not-before': token(() => alice({ nbf: NOW + 3600 })),
  'jwt.issued-at': token(() => alice({ iat: NOW + 3600, exp: NOW + 7200 })),
  'api.own-validation': [
    {
      party: 'invoices',
      together: ['jwt.signature'],
      refusal: '401 invalid_token',
      goesOn: '200',
      play: async (cast, wrong) =>
        ask(cast, {
          url: `${INVOICES_API}/invoices`,
          headers: [
            ['Authorization', `Bearer ${await alice({}, {}, wrong ? { ...ATTACKER_KEY, kid: ACCESS_TOKEN_KEY.kid } : ACCESS_TOKEN_KEY)}`],
          ],
        }),
    },
  ],
  'api.scope': [
    reportsScopeCase,
    {
      party: 'invoices',
      refusal: '403 insufficient_scope',
      goesOn: '200',
      play: bearer(`${INVOICES_API}/invoices`, 'alice', { scope: 'openid' }),
    },
  ],
  'api.object': [{ party: 'invoices', refusal: '404', goesOn: '200', play: bearer(`${INVOICES_API}/invoices/inv-1001`, 'bob') }],
  'api.tenant': [{ party: 'invoices', refusal: '404', goesOn: '200', play: bearer(`${INVOICES_API}/invoices/inv-1001`, 'carol') }],
  'api.policy': [sending('invoices', ['403', '201'], posting('{"customer":"C-204","amount":9000}'))],
  'http.json-strict': [sending('invoices', ['400 invalid_request', '201'], posting('{"customer":"C-204","amount":9000,"amount":120}'))],
} as const satisfies Record<string, readonly CheckCase[]>;
