import type { JWK } from 'jose';
import { publicJwk } from '../../services/authorization-server/keys/signing-key.ts';
import type { LabKey } from '../../services/authorization-server/keys/signing-key.ts';

export { publicJwk };
export type { LabKey };

/**
 * Signs access tokens at the authorization server. The private part is published on purpose:
 * lab keys make every run repeat and let a learner sign as the issuer would. They secure nothing.
 */
export const ACCESS_TOKEN_KEY: LabKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: 'Ra--MGK1DQd69z4D3uNe-r4zrngL9rN17R7-ofMLLZQ',
  d: 'wE_YH0EIp4-GtRNwjtC4YNgPLo6y7CDRK_v1dCjm9nk',
  kid: 'as-2026-11',
  alg: 'Ed25519',
  use: 'sig',
};

/** Signs ID tokens at the authorization server. Published, as every lab key is; it secures nothing. */
export const ID_TOKEN_KEY: LabKey = {
  kty: 'RSA',
  n: 'w7W2TywXPDbG_CT78JAtw34BBUQgqzKb02i6Zpw9BKoTvk7X24FrvEsZ0bRq5-uryzUu5nwsSlYfN2I5BQ7JHsoRFJl14_YtrPl4UxN9ZZdZ2IvwcntXIfhfV2T7ExK_r7djOwyazcdL896BND9yDf4y-5y5J6IWJCfrBEI-ugpCaEivQkN4wS3jZatBLcg4ciOExDwCnnDnSp1Y2kCp0DXEhdVElD4_-JT_7EKeIvG-gJ0IJrysASjySrDfuc7hIz0UL6CUxOTYOpaTFANnisx-s3cQFPlhk9h3hlt-sGgqkUZIS0RujVwgMEMFR2WK1ZlTv-Fd_5qKbAzZ4qI2HQ',
  e: 'AQAB',
  d: 'IRsF4dKlg4wIkPJ4o7Lf6ufPqGJj3FHNRi-7CEx5jeZvPIv9u6Xi4ZEapvyL8PtOrisq6dYrb8-trCKzXoWnw8uOpBtpc8xa4Z25muP7HEpD6nuRiuwOSzLGffQY_Jr5TfIJmR2CujhyQqhq1rm8w10ypplWQLwMXsVZ3fiOv81cgNG_2y4LCJ6XYPuz0glfUSnz8YYJlOX9sDZU8m2goej9D2WLHv53Shs-eUHdsq83NboiWVr6Emk29QuWf3Ccf2EtNJXmmBz62_A4LzX0q6rW5F-NRQ3WqngPwuPHD5CVNsUbW6DNcKCNoeBOc6Gc169KkBDjdJ4S3WFe2tg6wQ',
  p: '8rBpo5c80cY0aVsnhBExh4Jlk98PcBbxm7T3OQMsg8kUsB6TSDUPJm1JW9z0QMQ1L0YJv9OA2hk4TjP8e6fXO9SrL30nrx7sca4XgaNnzhZtdWjkC7KmW0OXUqXxLAWcN5dUCxVATwGyIkUn3p6Y9tlfnpUagSw5EGL79DmaVnU',
  q: 'znGqSZRxs-WNuoY3s19volRw1W128yvsalay-6kFBZInJ1R-MsO8pfpDozeGXUPWDkKgZan7xoM6dUxEFL902l97HGaofGTQYei_ckFndcND9Za42bIa9pqMX4JBixLP5ysIZ5deezwWqGAACICeA2XwOP39miWZjnYl59Ny_Ak',
  dp: 'bjJIZW3AwgfbuJMZaFBeSweck_5PBjiE0IzlTM_yIIznhej8O2dMT8iD7OBxUA9HjwWgW6fv9BhLhsb4ODXH93TjnhaYNF44Qo4oQkcuVVe9r_hGxEEEZKBWT8LltXV-r4dZNAccQkOk3QbFycH99uhRELLnbAvmhVhMy2J0gBk',
  dq: 'hS7_VQjXcd-eV79PIAFp26fuQ0Kjgq3Lj67vOTwJaVaou87eu5FbmxihmiKwJGsnJXwGTpAjRiZTCGlzYo9Bq7_9hI0WFWpUpVWqbOOVA3w906qxBoDItF9wQA2gi0BPsCsq-OnGompZk7abTuDrD_YrzBjQCypGrom6Wp0niUE',
  qi: 'Qs6cv4FJTT8w9kOBvXthbAnSr4OWpA9IdKlK7LNPvAgiyKdaxP3zzX_rGmTFReiTWleRumAua42I9oDnr_MrskmgCjyPKJ0ByedHWXSpwMYH9dsI3IPRz922qL1xMgSgTkzw2iCWafP5pHNKBYCBZXT-zb-L7oeTArBRl7yQ5ms',
  kid: 'as-2026-11-rsa',
  alg: 'RS256',
  use: 'sig',
};

/** The payroll importer signs its assertions with it; the authorization server knows the public part. Published as well. */
export const PAYROLL_KEY: LabKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: 'YBk-SJeLgv-sHqhDkIDJCR1HXCK7FMe6PvdFSkiEX5k',
  d: 'QWcA7WLX-9jjcYqyUnx6jhCTTSzV5KNBNlVcGMFDOME',
  kid: 'payroll-2026-11',
  alg: 'Ed25519',
  use: 'sig',
};

/** The attacker's own key: a signature by it verifies, only not with a key the issuer published. */
export const ATTACKER_KEY: LabKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: 'DvXollCL9RiLmNSm9EUfox4ve3YM2YryEJ7Jtjbrml4',
  d: 'oNdLnFYpQB2jk5SJOUBy02U4eCyBy3uhoWh6VPu5aq8',
  kid: 'evil-1',
  alg: 'Ed25519',
  use: 'sig',
};

/** The public part of the key by which the APIs know the gateway's own tokens. */
export const INNER_PUBLIC_KEY: LabKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: 'IvBVZkZm4vbN92tyOT15GMaWraxqLmIpqOduzvLmh4o',
  kid: 'gateway-2026-11',
  alg: 'Ed25519',
  use: 'sig',
};

/** Signs access tokens for clients that ask for ES256, whose signatures never repeat. Published, as every lab key is; it secures nothing. */
export const CURVE_KEY: LabKey = {
  kty: 'EC',
  crv: 'P-256',
  x: 'NrC6LMx2wVFAKpypsKgEHPurwcvIpF8QPKshk8gwdek',
  y: 'ddU5lcVk2YY8qfKndmJM0BPzWLVFGe9efUCcMm26gyM',
  d: 'ldP4LEfZ9YKZfRHO7Yhaa9yGT_hCF4FPRcs-VQgl_sA',
  kid: 'as-2026-11-es256',
  alg: 'ES256',
  use: 'sig',
};

/** To this key clients seal what they send to the authorization server: it verifies nothing. RFC 7517 §4.2 */
export const ISSUER_SEAL: JWK = {
  kty: 'EC',
  crv: 'P-256',
  x: 'C_RNXC3EQyEi_uH2m8UaIH0AJR5c76YARiNMUHGAmZM',
  y: '19u871zD6_jbAnMuyuPoyI9d4ABk9rJgV3pSzUgpsqI',
  kid: 'as-seal-2026-11',
  use: 'enc',
};

/** What the authorization server publishes at `jwks_uri`. RFC 7517 §5 */
export const PUBLIC_JWKS: { readonly keys: readonly JWK[] } = {
  keys: [publicJwk(ACCESS_TOKEN_KEY), publicJwk(ID_TOKEN_KEY), publicJwk(CURVE_KEY), ISSUER_SEAL],
};
