import type { JWK } from 'jose';

/**
 * The private keys of everybody who has a certificate in the lab. Published on purpose, as every lab
 * key is: a learner may sign a handshake as whoever they like. They secure nothing.
 */
export const IDENTITY_KEYS = {
  payroll: {
    kty: 'OKP',
    crv: 'Ed25519',
    x: 'ZDab35G-eiK3Altrr0G3KCbEG9Wbjq0jCg7g3gBIKCI',
    d: 'xwByfw3ZWcbJFuJSZUJEpgykHjRo4Ny_dccLzT84Xzg',
  },
  batch: {
    kty: 'OKP',
    crv: 'Ed25519',
    x: 'INA3YcugYiAIkXmYGzxPTXpM-vcW51ZpmCtTUqv4PYo',
    d: '0FW7zsh3zNtYb2pGVIw7PQyul94QerIOlcAgmVa5TOM',
  },
  printer: {
    kty: 'OKP',
    crv: 'Ed25519',
    x: 'MtAlexU2MAkBI9fWBMPgGXXEUZTD35dZQJa7ajOkRAo',
    d: 'suyW8XPeWnbAmzU7FxmAgdJhoBfIZ_n5u8gKfh7Lirk',
  },
  expired: {
    kty: 'OKP',
    crv: 'Ed25519',
    x: '2wZN6lBZ2eMdfuFine-pCr01DI7BQQ9kqrxb7Uva2Fw',
    d: 'O575eB8O__0yyQK0NKPrGybvZvaLU52owvcQsC4WNTk',
  },
  revoked: {
    kty: 'OKP',
    crv: 'Ed25519',
    x: 'XQIi_UbllNiKDM32aK1FKNFrbe3W0ROmIEJVDLyOuRA',
    d: '3xDy0AUl8Ypa9WUwtZL_cJbqj5ZFM2yb75wS_rjv3Cg',
  },
  serverOnly: {
    kty: 'OKP',
    crv: 'Ed25519',
    x: '62_XXtQdq-8fB645vO_ePOVr2LfZD-n6UBpjYR60xCQ',
    d: 'jR75aGoEtUpMHDWajmJ_q-hd4X2AnKld4zLdH2Q7gyk',
  },
  archive: {
    kty: 'OKP',
    crv: 'Ed25519',
    x: 'eBODDHfXCckAOKWUGlutaEHHodPNgNNwDz1X6RRIEyQ',
    d: '-63RPP47SSB5Wn0ioM7v1c8w0WLhRTAhDbBWWP0vvoM',
  },
  scanner: {
    kty: 'OKP',
    crv: 'Ed25519',
    x: 'pDoBxcMoQX1UluH70oTgCNx9G-CbaaVTJ0S6J_NtGtI',
    d: 'oV826Rte9doA5WM4hJf0j0VwhRPM1-JXUHLYB3wP3jk',
  },
  mallory: {
    kty: 'OKP',
    crv: 'Ed25519',
    x: 'fkBD5U1JhWGEOtwOSl-5hm5XP-LD4zaF2TrNBTwNUsA',
    d: 'v1psY27jbv_Y_diUyL6P52PPnfjoIUj40RE6tXok22Y',
  },
} as const satisfies Record<string, JWK>;
