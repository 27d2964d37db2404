import { CompactEncrypt } from 'jose';
import { base64urlText, fromBase64url } from '#engine/http/encoding.ts';
import { PARTNER_PASSWORD } from '#engine/world/keys/opening-keys.ts';

/** Every address that answers something of its own, by party. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  'https://as.lab.test': [
    '/.well-known/oauth-authorization-server',
    '/.well-known/openid-configuration',
    '/jwks',
    '/authorize',
    '/authorize/resume',
    '/apps',
    '/federation',
    '/federation/callback',
    '/federation/link',
    '/login',
    '/login/second-factor',
    '/consent',
    '/device_authorization',
    '/device',
    '/device/confirm',
    '/register',
    '/register/client',
    '/par',
    '/token',
    '/introspect',
    '/revoke',
    '/logout',
    '/logout/confirm',
    '/userinfo',
  ],
  'https://idp.lab.test': ['/.well-known/openid-configuration', '/authorize', '/login', '/token', '/userinfo', '/logout'],
  'https://api.lab.test': [
    '/.well-known/oauth-protected-resource',
    '/me',
    '/invoices',
    '/invoices/inv-1001',
    '/invoices/inv-1001/approve',
    '/invoices/inv-1001/payments',
    '/invoices/inv-1001/payments/pay-1/confirm',
    '/invoices/inv-1001/converted',
    '/customers',
    '/webhooks',
    '/export',
    '/summary',
    '/basic/me',
    '/basic/invoices',
    '/machines/summary',
    '/apps/summary',
    '/usage',
    '/step-up/me',
    '/payments',
    '/payments/pay-2001',
    '/payments/pay-2001/confirm',
    '/live/invoices',
    '/exchanged/invoices',
    '/split/token',
    '/archive',
    '/rates',
    '/revoked-tokens',
    '/v0/invoices',
  ],
  'https://invoices.internal.lab.test': [
    '/me',
    '/invoices',
    '/invoices/inv-1001',
    '/invoices/inv-1001/approve',
    '/invoices/inv-1001/discount',
    '/invoices/inv-1001/reminders',
    '/invoices/inv-1001/payments',
    '/invoices/inv-1001/converted',
    '/customers',
    '/webhooks',
    '/export',
    '/summary',
    '/revoked-tokens',
  ],
  'https://payments.internal.lab.test': ['/me', '/payments', '/payments/pay-1', '/payments/pay-1/confirm'],
  'https://reports.internal.lab.test': ['/reports'],
  'https://partner.lab.test': ['/', '/rates', '/quotes', '/customers', '/messages', '/hooks'],
  'https://metadata.internal.lab.test': ['/latest/credentials'],
  'https://app.lab.test': ['/', '/callback', '/backchannel-logout'],
  'https://bank.lab.test': ['/', '/callback'],
  'https://expenses.lab.test': ['/', '/login', '/callback', '/session', '/logout', '/api/invoices', '/api//evil.lab.test/'],
  'https://spa.lab.test': ['/', '/callback'],
  'https://evil.lab.test': ['/'],
};

/** Each of those addresses, whole. */
export const ADDRESSES = Object.entries(PLACES).flatMap(([origin, paths]) => paths.map((path) => origin + path));

/** Parameters that some endpoint reads. */
export const NAMES = [
  ...['client_id', 'redirect_uri', 'response_type', 'response_mode', 'scope', 'state', 'nonce', 'code_challenge', 'code_challenge_method'],
  ...[
    'prompt',
    'max_age',
    'acr_values',
    'claims',
    'login_hint',
    'resource',
    'audience',
    'request',
    'request_uri',
    'registration',
    'dpop_jkt',
  ],
  ...['grant_type', 'code', 'code_verifier', 'refresh_token', 'device_code', 'user_code', 'client_secret', 'client_assertion'],
  ...['client_assertion_type', 'subject_token', 'subject_token_type', 'actor_token', 'actor_token_type', 'requested_token_type'],
  ...['token', 'token_type_hint', 'id_token_hint', 'post_logout_redirect_uri', 'logout_token', 'access_token', 'form_token', 'username'],
  ...['password', 'decision', 'one_time_code', 'error', 'iss', 'return', 'ids', 'limit', 'status', 'q', '__proto__', 'constructor', ''],
];

/** Headers that some party reads. */
export const HEADERS = [
  ...[
    'Authorization',
    'Cookie',
    'DPoP',
    'Content-Type',
    'Accept',
    'Origin',
    'Host',
    'X-API-Key',
    'X-User',
    'Client-Cert',
    'X-Requested-By',
  ],
  ...['Content-Encoding', 'Connection', 'X-HTTP-Method-Override', 'X-Original-URL'],
  ...['Idempotency-Key', 'Access-Control-Request-Method', 'Access-Control-Request-Headers', 'traceparent', 'Referer', 'X-Forwarded-For'],
];

/** Values that mean trouble somewhere: breaks of a line, of an encoding, of a parser, of a host. */
export const TROUBLE = [
  ...[
    '',
    ' ',
    '\r\nSet-Cookie: a=1',
    '\u0000',
    '%00',
    '%0d%0aX: y',
    '\ud800',
    '../../etc/passwd',
    "' or 1=1 --",
    '<script>alert(1)</script>',
  ],
  ...['{"a":'.repeat(500), '['.repeat(5000), `{"__proto__":{"x":1}}`, '1e999', '-0', '9'.repeat(400), 'a'.repeat(4000), '=&&=;=', '%'],
  ...['https://app.lab.test.evil.lab.test/callback', 'https://app.lab.test@evil.lab.test/callback', 'https://аpp.lab.test/callback'],
  ...[
    'https://app.lab.test/callback#x',
    'https://app.lab.test/callback/../x',
    'https://app。lab.test/callback',
    'HTTPS://APP.LAB.TEST/callback',
  ],
  ...[
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.lab.test',
    '/\\evil.lab.test',
    'Bearer',
    'Bearer  ',
    'Basic !!!',
    'DPoP ',
    'Digest x',
  ],
  // Encoded once more than is read, or in a way that some readers take for another.
  ...['%252e%252e%252f', '%25250d%25250aX: y', '%c0%ae%c0%ae/', '%u002e%u002e', '&#13;&#10;X: y', '\\r\\nX: y', '+ADw-script+AD4-'],
  ...['=?utf-8?B?DQpYOiB5?=', "utf-8''%0d%0aX", '\u2028X: y', '\u0085X: y', '\u010d\u010aX: y', '\u560d\u560aX: y'],
  // Alike to the eye, or to a reader that normalizes.
  ...['https://app.lab.test\u2044callback', 'https://app\uFF0Elab.test/callback', 'https://\u24D0pp.lab.test/callback'],
  ...['https://app.lab.test\u00AD/callback', 'https://app.lab.test\u200B/callback', 'https://app.l\u0430b.test/callback'],
  ...['https://xn--pp-7kc.lab.test/callback', 'https://app.lab.test\uFE56x=/callback', 'https://app.lab.test\\@evil.lab.test/callback'],
  ...['al\u0131ce', 'ALICE', 'ali\u0441e', 'alice\u0000', 'ledger\u200B', '\uFF4Cedger'],
];

/** Tokens that are small and order a lot of work: rounds of a hash, depth, names that all have to be understood, a body that unpacks without end. */
export async function bombs(): Promise<string[]> {
  const { alg, kid, k = '' } = PARTNER_PASSWORD;
  const sealed = (header: object): string => `${base64urlText(JSON.stringify(header))}.AAAA.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA`;
  const signed = (header: string, claims: string): string => `${base64urlText(header)}.${base64urlText(claims)}.AAAA`;
  const zipped = new CompactEncrypt(new Uint8Array(4_000_000)).setProtectedHeader({ alg, enc: 'A256GCM', kid, zip: 'DEF' });
  const crit = Array.from({ length: 900 }, (_, at) => `a${at}`);
  return [
    sealed({ alg, enc: 'A256GCM', kid, p2s: 'AAAAAAAAAAAAAAAA', p2c: 2_000_000_000 }),
    sealed({ alg: 'dir', enc: 'A256GCM', zip: 'DEF' }),
    sealed({ alg: 'RSA1_5', enc: 'A128CBC-HS256', crit }),
    await zipped.encrypt(fromBase64url(k) ?? new Uint8Array()),
    signed(`{"alg":"Ed25519","x":${'['.repeat(3000)}${']'.repeat(3000)}}`, '{}'),
    signed('{"alg":"Ed25519","typ":"at+jwt"}', `{"act":${'{"act":'.repeat(500)}{}${'}'.repeat(500)}}`),
    signed(JSON.stringify({ alg: 'Ed25519', crit }), '{}'),
    signed('{"alg":"Ed25519","alg":"none"}', '{"sub":"alice","sub":"carol"}'),
    '.'.repeat(9000),
    'a.'.repeat(4000),
  ];
}
