import { CURL_OPTIONS } from './curl/curl-options.ts';

const VERIFY = ['--aud', '--iss', '--jwks', '--party', '--key', '--type', '--alg', '--leeway', '--nonce'];

/** What completion offers after the name of a command: words that come first, and options. */
export const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  curl: CURL_OPTIONS,
  help: ['examples', 'hosts', 'keys'],
  jwks: ['list', 'get', 'thumbprint', 'help', '--pem'],
  jwt: ['decode', 'verify', 'edit', 'sign', 'dpop', 'help', '--sign', '--token', ...VERIFY],
  openssl: [
    ...['x509', 'verify', 's_client', 'dgst', 'rand', 'help'],
    ...['-in', '-text', '-noout', '-subject', '-issuer', '-serial', '-dates', '-fingerprint', '-pubkey'],
    ...['-connect', '-showcerts', '-cert', '-key', '-CAfile', '-untrusted', '-sha256', '-sha512', '-hmac', '-binary', '-hex', '-base64'],
  ],
};

/** What completion offers after an option. */
export const OPTION_VALUES: Readonly<Record<string, readonly string[]>> = {
  '--sign': ['keep', 'issuer', 'attacker', 'none', 'hmac-public-key'],
  '--type': ['access', 'id'],
  '--party': ['as', 'idp'],
};
